package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of the data, as they are named on the command line. */
enum Split {
    TEST,
    VALIDATION,
    TRAIN;

    /** The part of a run's data called {@code split}, as it is measured on; by default the one that judges. */
    static RunData.Part of(@Nullable Split split, RunConfig config, Splits splits) {
        RunData.Part judge = RunData.judging(config, splits);
        if (split == null || split.toString().equals(judge.name())) {
            return judge;
        }
        Dataset data = switch (split) {
            case TEST -> null;
            case VALIDATION -> splits.validation();
            case TRAIN -> RunData.measured(config, splits.train());
        };
        if (data == null) {
            throw new InputException(
                    "The run has no " + split + " split",
                    judge.name().equals("train") ? "train" : judge.name() + " or train",
                    split + ", with a fraction of 0 in the configuration",
                    "--split",
                    "use --split " + judge.name());
        }
        return new RunData.Part(split.toString(), data);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
