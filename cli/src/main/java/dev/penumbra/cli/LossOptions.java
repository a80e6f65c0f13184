package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.model.Loss;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The two scales of the loss, of which at most one can be given. */
final class LossOptions {
    @Option(names = "--lambda", paramLabel = "X", description = "Lecture scale: mean squared error + X * KL.")
    @Nullable
    Double lambda;

    @Option(names = "--beta", paramLabel = "X", description = "Nats: -log p(x|z) + X * KL.")
    @Nullable
    Double beta;

    /** The loss that was asked for; null where none was. */
    static @Nullable Loss loss(@Nullable LossOptions options) {
        if (options == null) {
            return null;
        }
        try {
            if (options.lambda != null) {
                return new Loss.Lecture(options.lambda);
            }
            return options.beta == null ? null : new Loss.Nats(options.beta);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "The weight of the KL is out of range",
                    "a finite number of at least 0",
                    String.valueOf(options.lambda != null ? options.lambda : options.beta),
                    options.lambda != null ? "--lambda" : "--beta",
                    "give a weight of at least 0",
                    e);
        }
    }
}
