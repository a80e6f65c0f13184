package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.Printable;
import dev.penumbra.data.Splits;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The data that a run was trained on, held to the fingerprint in its checkpoint: of a file that has changed since, the split is another
 * one, so that the test part would hold examples that the model has learned.
 */
public final class TrainedData {
    private TrainedData() {}

    /**
     * The splits of the run's data.
     *
     * @throws InputException where the data is not what the run was trained on
     */
    public static Splits open(RunDirectory run, RunConfig config) {
        return RunData.drawn(config, grey(run, config));
    }

    /** The same with their values as they are, whatever the model sees of them. */
    public static Splits grey(RunDirectory run, RunConfig config) {
        Splits grey = RunData.grey(config);
        String trained = fingerprint(run);
        if (trained != null) {
            require(
                    trained,
                    RunData.fingerprint(RunData.drawn(config, grey)),
                    config,
                    "put the data back as it was; other data is scored by: penumbra score "
                            + Printable.argument(run.path()) + " DATA");
        }
        return grey;
    }

    /** What cannot be read says nothing of the data; the model is whole without it. */
    private static @Nullable String fingerprint(RunDirectory run) {
        try {
            return Checkpoint.data(run);
        } catch (InputException e) {
            return null;
        }
    }

    /** Refuses data whose fingerprint is not that which the run trained on, where that is known. */
    static void require(@Nullable String trained, String data, RunConfig config, String remedy) {
        if (trained != null && !trained.equals(data)) {
            throw new InputException(
                    "The data is not that on which this run began",
                    trained,
                    data,
                    config.data().source(),
                    remedy);
        }
    }
}
