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
        Splits splits = RunData.open(config);
        Checkpoint.Saved saved = saved(run);
        if (saved != null) {
            require(
                    saved,
                    RunData.fingerprint(splits),
                    config,
                    "put the data back as it was; other data is scored by: penumbra score "
                            + Printable.argument(run.path()) + " DATA");
        }
        return splits;
    }

    /** What cannot be read says nothing of the data; the model is whole without it. */
    private static Checkpoint.@Nullable Saved saved(RunDirectory run) {
        try {
            return Checkpoint.read(run);
        } catch (InputException e) {
            return null;
        }
    }

    /** Refuses data whose fingerprint is not that of {@code saved}, where it has one. */
    static void require(Checkpoint.Saved saved, String data, RunConfig config, String remedy) {
        if (saved.data() != null && !saved.data().equals(data)) {
            throw new InputException(
                    "The data is not that on which this run began",
                    saved.data(),
                    data,
                    config.data().source(),
                    remedy);
        }
    }
}
