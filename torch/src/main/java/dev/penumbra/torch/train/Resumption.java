package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.Printable;
import dev.penumbra.data.Splits;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.step.Batches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run goes on from: the run that was started, or a word on what differs.
 *
 * @param state of the last checkpoint, which fits the run; null before the first
 * @param notes what differs from the run as it began, a sentence each
 */
record Resumption(@Nullable TrainingState state, List<String> notes) {
    /** Of a run that begins. */
    static final Resumption NONE = new Resumption(null, List.of());

    /**
     * Reads the run's last checkpoint and holds it to what the run is now.
     *
     * @param data   the fingerprint of {@code splits}
     * @param longer whether more epochs were asked for, so that early stopping does not hold any more
     * @throws InputException where the checkpoint is damaged, is of other data or of another configuration, or has done more than is
     *                        asked for
     */
    static Resumption of(
            RunDirectory run, RunConfig config, Splits splits, ModelSpec spec, String data, boolean longer) {
        Checkpoint.Saved saved = Checkpoint.read(run);
        if (saved == null) {
            if (longer && RunResults.exist(run)) {
                throw Checkpoint.broken("This run cannot be trained longer", "its last checkpoint", "none", run);
            }
            return NONE;
        }
        List<String> notes = new ArrayList<>(saved.changes(run, config));
        TrainedData.require(
                saved.data(),
                data,
                config,
                "put the data back as it was, or train anew: penumbra train --config "
                        + Printable.argument(run.config()) + " --run NEW");
        TrainingState state = saved.state();
        state.requireFits(spec, Objectives.parse(config.objective()), run);
        requireWithin(
                state.progress(),
                Batches.perEpoch(splits.train(), config.training().batch()),
                config,
                run);
        if ((longer || saved.hasOtherEpochs(config)) && state.progress().stoppedEarly()) {
            notes.add("early stopping had ended this run: it goes on from there, and patience counts anew; asked for"
                    + " from the start, so many epochs would have stopped there too");
            state = state.goingOn();
        }
        return new Resumption(state, List.copyOf(notes));
    }

    private static void requireWithin(
            TrainingState.Progress progress, long perEpoch, RunConfig config, RunDirectory run) {
        long step = progress.step();
        int epochs = config.training().passes();
        long done = step / perEpoch + (step % perEpoch == 0 ? 0 : 1);
        if (step < 0 || progress.epochsSince() < 0 || done > 1_000_000) {
            throw Checkpoint.broken(
                    "The checkpoint says what cannot be",
                    "a step from 0 to " + epochs * perEpoch,
                    "step " + step + ", " + progress.epochsSince() + " epochs since the best",
                    run);
        }
        if (done > epochs) {
            throw new InputException(
                    "This run has done more epochs than it is asked for",
                    "at least " + done + " epochs",
                    epochs + " epochs",
                    run.config().toString(),
                    "ask for at least as many as are done: penumbra resume " + Printable.argument(run.path())
                            + " --epochs " + done);
        }
    }
}
