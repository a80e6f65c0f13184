package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import java.util.Locale;

/** The parts of the data, as they are named on the command line. */
enum Split {
    TEST,
    VALIDATION,
    TRAIN;

    Dataset of(Splits splits) {
        return switch (this) {
            case TEST -> splits.test();
            case TRAIN -> splits.train();
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
