package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import java.util.Locale;

/** The parts of the data, as they are named on the command line. */
enum Split {
    TEST,
    VALIDATION,
    TRAIN;

    /** This part of a run's data, as it is measured on. */
    Dataset of(RunConfig config, Splits splits) {
        return switch (this) {
            case TEST -> splits.test();
            case TRAIN -> RunData.measured(config, splits.train());
            case VALIDATION -> {
                Dataset validation = splits.validation();
                if (validation == null) {
                    throw new InputException(
                            "The run has no validation split",
                            "test or train",
                            "validation, with a fraction of 0 in the configuration",
                            "--split",
                            "use --split test");
                }
                yield validation;
            }
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
