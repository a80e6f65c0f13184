package dev.penumbra.cli;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.LikelihoodEstimate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code evaluate} says in words. */
final class EvaluationText {
    private EvaluationText() {}

    /** The numbers in two lines, one for each scale of the loss. */
    static String summary(Evaluation e) {
        return String.format(
                Locale.ROOT,
                "%-10s  loss %s  ELBO %s nats (log p(x|z) %s, KL %s)  mse %s%n            "
                        + "mean |mu| %s  mean sigma %s  active units %d  (%,d examples)",
                e.split(),
                ProgressLine.number(e.loss()),
                number(e.elbo()),
                number(e.logLikelihood()),
                number(e.kl()),
                ProgressLine.number(e.mse()),
                ProgressLine.number(e.meanAbsMu()),
                ProgressLine.number(e.meanSigma()),
                e.activeUnits(),
                e.examples());
    }

    /** The estimate of log p(x) in a line. */
    static String of(LikelihoodEstimate e) {
        return String.format(
                Locale.ROOT,
                "log p(x)    %s nats +- %s (standard error over the examples), %,d samples%s",
                ProgressLine.number(e.logMarginal()),
                ProgressLine.number(e.standardError()),
                e.samples(),
                e.bitsPerDim() == null ? "" : "; " + ProgressLine.number(e.bitsPerDim()) + " bits per value");
    }

    private static String number(@Nullable Double value) {
        return value == null ? "undefined" : ProgressLine.number(value);
    }
}
