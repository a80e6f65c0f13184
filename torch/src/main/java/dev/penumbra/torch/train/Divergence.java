package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.run.Metrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches the loss for values that are no result, and explains them from the steps before. No result is what is not finite, what is so
 * near the largest float that its terms must be wrong, and what has grown beyond all that outliers could do to a batch.
 */
final class Divergence {
    private static final int MEMORY = 50;
    /** Inputs beyond this many standard deviations are hardly standardized. */
    private static final float LARGE_INPUT = 1e4f;
    /** Of 32-bit floats the largest is 3.4e38; the loss is a sum of them. */
    private static final double LARGEST = 1e30;

    /**
     * How many times as large as the smallest so far a batch's loss may be. Of n standardized values one lies at most sqrt(n) deviations from
     * the mean, so an outlier's square is at most n times the usual one.
     */
    private static final double GROWTH = 1e9;

    /** A weight of the KL beyond which it is the cause. */
    private static final double LARGE_WEIGHT = 1e6;

    /** A learning rate that most training survives. */
    private static final double USUAL_RATE = 1e-3;

    private final Deque<Metrics.Step> recent = new ArrayDeque<>();
    /** The smallest size of a loss so far. */
    private double smallest = Double.POSITIVE_INFINITY;

    /** Whether a loss can be one. */
    static boolean isResult(double loss) {
        return Math.abs(loss) < LARGEST;
    }

    /** Whether this step's terms are all results; remembers it when they are. */
    boolean accepts(Metrics.Step step) {
        Metrics.Terms terms = step.train();
        boolean finite = isResult(terms.loss())
                && !hasGrown(terms.loss())
                && Double.isFinite(terms.mse())
                && finite(terms.kl())
                && finite(terms.logLikelihood())
                && finite(terms.penalty())
                && finite(step.gradientNorm());
        if (finite) {
            recent.addLast(step);
            if (recent.size() > MEMORY) {
                recent.removeFirst();
            }
            smallest = Math.min(smallest, Math.abs(terms.loss()));
        }
        return finite;
    }

    private boolean hasGrown(double loss) {
        return loss > GROWTH * Math.max(1, smallest);
    }

    private static boolean finite(@Nullable Double value) {
        return value == null || Double.isFinite(value);
    }

    /**
     * The message for a step that was not accepted.
     *
     * @param inputs   the batch, for its largest value
     * @param goodStep the step whose state was restored
     */
    InputException explain(Metrics.Step step, float[] inputs, int count, long goodStep) {
        String received = String.format(
                Locale.ROOT,
                "loss %s (KL %s, mean squared error %s)",
                step.train().loss(),
                step.train().kl(),
                step.train().mse());
        return new InputException(
                "Training diverged at step " + step.step() + ": " + cause(step, inputs, count),
                "a finite loss that does not grow without end",
                received,
                "step " + step.step() + ", epoch " + step.epoch(),
                remedy(step) + "; the state of step " + goodStep + ", the last good one, is kept");
    }

    /**
     * The message for a validation whose loss is no result, though the training's was.
     *
     * @param goodStep the step whose state was restored
     */
    InputException explainValidation(Metrics.Terms terms, long step, long goodStep) {
        Metrics.Step last = recent.getLast();
        String grown = growth(last);
        return new InputException(
                "Training diverged at step " + step + ": the validation loss is no result, and "
                        + (grown != null
                                ? grown
                                : "the training loss is: some examples held out lie far from all that are trained on"),
                "a finite loss",
                String.format(
                        Locale.ROOT, "loss %s (KL %s, mean squared error %s)", terms.loss(), terms.kl(), terms.mse()),
                "the validation split after epoch " + last.epoch(),
                (grown != null ? "" : "look for outliers in the data, or ") + remedy(last) + "; the state of step "
                        + goodStep + ", the last good one, is kept");
    }

    /** That the loss of training had grown; null where it had not. */
    private @Nullable String growth(Metrics.Step step) {
        double lowest = recent.stream().mapToDouble(s -> s.train().loss()).min().orElseThrow();
        double last = recent.getLast().train().loss();
        return last - lowest > Math.abs(lowest)
                ? String.format(
                        Locale.ROOT,
                        "the loss had grown from %.4g to %.4g within %d steps, so the learning rate of %s is too high",
                        lowest,
                        last,
                        recent.size(),
                        step.learningRate())
                : null;
    }

    private String cause(Metrics.Step step, float[] inputs, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(inputs[i]));
        }
        if (largest > LARGE_INPUT) {
            return "the data has values as large as " + largest;
        }
        if (recent.isEmpty()) {
            return "the very first loss is "
                    + (Double.isFinite(step.train().loss()) ? "too large for 32-bit floats" : "not finite");
        }
        String grown = growth(step);
        if (grown != null) {
            return grown;
        }
        Double kl = recent.getLast().train().kl();
        if (kl != null && kl > 1e4) {
            return String.format(Locale.ROOT, "the KL had reached %.4g nats", kl);
        }
        return "one step was too long for a learning rate of " + step.learningRate();
    }

    private static String remedy(Metrics.Step step) {
        if (step.klWeight() > LARGE_WEIGHT) {
            return "train anew with a weight of the KL, --lambda or --beta, below " + step.klWeight();
        }
        return String.format(
                Locale.ROOT,
                "train anew with --lr %.0e, a --warmup of a few epochs, or \"clip\": 1 under \"training\" in a"
                        + " --config file",
                Math.min(step.learningRate() / 10, USUAL_RATE));
    }
}
