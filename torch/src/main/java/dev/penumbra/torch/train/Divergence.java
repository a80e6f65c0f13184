package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.run.Metrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Watches the loss for values that are not finite, and explains them from the steps before. */
final class Divergence {
    private static final int MEMORY = 50;
    /** Inputs beyond this many standard deviations are hardly standardized. */
    private static final float LARGE_INPUT = 1e4f;

    private final Deque<Metrics.Step> recent = new ArrayDeque<>();

    /** Whether this step's terms are all finite; remembers it when they are. */
    boolean accepts(Metrics.Step step) {
        Metrics.Terms terms = step.train();
        boolean finite = Double.isFinite(terms.loss())
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
        }
        return finite;
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
                "a finite loss",
                received,
                "step " + step.step() + ", epoch " + step.epoch(),
                remedy(step) + "; the state of step " + goodStep + ", the last good one, is kept");
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
            return "the very first loss is not finite";
        }
        double lowest = recent.stream().mapToDouble(s -> s.train().loss()).min().orElseThrow();
        double last = recent.getLast().train().loss();
        Double kl = recent.getLast().train().kl();
        if (last - lowest > Math.abs(lowest)) {
            return String.format(
                    Locale.ROOT,
                    "the loss had grown from %.4g to %.4g within %d steps, so the learning rate of %s is too high",
                    lowest,
                    last,
                    recent.size(),
                    step.learningRate());
        }
        if (kl != null && kl > 1e4) {
            return String.format(Locale.ROOT, "the KL had reached %.4g nats, so exp(logStd) overflowed", kl);
        }
        return "one step was too long for a learning rate of " + step.learningRate();
    }

    private static String remedy(Metrics.Step step) {
        return String.format(
                Locale.ROOT,
                "train anew with --lr %.2g, a --warmup of a few epochs, or \"clip\": 1 under \"training\" in a"
                        + " --config file",
                step.learningRate() / 10);
    }
}
