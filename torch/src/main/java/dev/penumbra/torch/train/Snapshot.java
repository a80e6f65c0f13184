package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.Printable;
import dev.penumbra.data.Dataset;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.SpecResolver;

/**
 * A model as its training has it: of a run that still goes on or was interrupted.
 *
 * @param model with the weights that the run would keep if it ended here
 * @param step  steps that were trained
 */
public record Snapshot(Model model, long step) {
    /**
     * The last checkpoint of a run.
     *
     * @param train the data that it trains on
     * @throws InputException where there is no checkpoint yet, or it cannot be read
     */
    public static Snapshot of(RunDirectory run, RunConfig config, Dataset train) {
        Checkpoint.Saved saved = Checkpoint.read(run);
        if (saved == null) {
            throw new InputException(
                    "The run has no checkpoint yet",
                    "a run that has trained for as long as its checkpointSeconds",
                    "none in " + run.checkpoint().getFileName(),
                    run.path().toString(),
                    "try again later, or go on with `penumbra resume " + Printable.argument(run.path()) + "`");
        }
        saved.changes(run, config);
        TrainingState state = saved.state();
        ModelSpec spec = SpecResolver.resolve(config, train);
        state.requireFits(spec, Objectives.parse(config.objective()), run);
        return new Snapshot(new Model(spec, state.kept(spec)), state.progress().step());
    }
}
