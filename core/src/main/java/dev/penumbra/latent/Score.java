package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Outputs;
import dev.penumbra.eval.Batches;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How little a model expects one example.
 *
 * @param index of the example in its data set
 * @param score in nats, by a {@link ScoreMethod}; the larger, the more of an anomaly. Infinity where the model gives the example no
 *              probability: a value lies outside of what its likelihood supports, or its numbers overflow
 * @param x     [d], the example
 * @param parts [d], each value's share of -log p(x|z), mean over the draws of q(z|x), in nats: their sum is the score of {@link
 *              ScoreMethod#RECONSTRUCTION}
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Score(int index, double score, float[] x, double[] parts) {
    /** Draws for each example at most. */
    public static final int MAX_SAMPLES = 1_000_000;

    /**
     * Hands the score of every example to {@code each}, in order, reading batch after batch. The draws of an example depend on the
     * seed and its values alone: the same example has the same score wherever it stands. The first k of more draws are the k of fewer.
     *
     * @param data    for a conditional model as {@link Condition#of} gives it
     * @param samples draws of z for each example, 1 to {@link #MAX_SAMPLES}
     * @throws InputException where the data's shape is not the model's, or {@code method} needs a density q(z|x) and there is none
     */
    public static void forEach(
            Inference inference, Dataset data, ScoreMethod method, int samples, Seed seed, Consumer<Score> each) {
        forEach(inference, data, method, samples, seed, Batches.SIZE, each);
    }

    static void forEach(
            Inference inference,
            Dataset data,
            ScoreMethod method,
            int samples,
            Seed seed,
            int batch,
            Consumer<Score> each) {
        if (method.needsPosterior() && !inference.model().spec().isVariational()) {
            throw new InputException(
                    "A basic autoencoder has no ELBO.",
                    "reconstruction",
                    method.toString().toLowerCase(Locale.ROOT),
                    "--method",
                    "use --method reconstruction, or train a variational model");
        }
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new InputException(
                    "The number of draws is out of range.",
                    "1 to " + MAX_SAMPLES,
                    String.valueOf(samples),
                    "--samples",
                    "give a number in that range");
        }
        int[] all = IntStream.range(0, data.size()).toArray();
        Batches.forEach(inference, data, all, batch, (x, labels, from, count) -> {
            Sums sums = new Sums(inference, method, x, labels, count);
            for (int k = 0; k < samples; k++) {
                sums.add(Batches.noise(inference, seed, k, x, count));
            }
            int d = x.length / count;
            for (int i = 0; i < count; i++) {
                double[] parts = Arrays.copyOfRange(sums.parts, i * d, (i + 1) * d);
                for (int j = 0; j < d; j++) {
                    parts[j] /= samples;
                }
                each.accept(
                        new Score(from + i, sums.score(i, samples), Arrays.copyOfRange(x, i * d, (i + 1) * d), parts));
            }
        });
    }

    /** What the draws of a batch add up to. */
    private static final class Sums {
        private final Inference inference;
        private final ScoreMethod method;
        private final float[] x;
        private final int[] labels;
        private final int count;
        private final double[] kl;
        private final double[] parts;
        private final double[] logLikelihood;
        private final double[] logRatio;
        /** The largest log-weight so far, and the sum of the weights relative to it. */
        private final double[] largest;

        private final double[] weights;

        Sums(Inference inference, ScoreMethod method, float[] x, int[] labels, int count) {
            ModelSpec spec = inference.model().spec();
            this.inference = inference;
            this.method = method;
            this.x = x;
            this.labels = labels;
            this.count = count;
            this.kl = new double[spec.hasClosedKl() ? count : 0];
            this.parts = new double[x.length];
            this.logLikelihood = new double[count];
            this.logRatio = new double[count];
            this.largest = new double[count];
            this.weights = new double[count];
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
            if (kl.length > 0 && method == ScoreMethod.ELBO) {
                Arrays.setAll(kl, inference.encode(x, labels, count)::kl);
            }
        }

        void add(float[] noise) {
            Likelihood likelihood = inference.model().likelihood();
            Draws draws = inference.draw(x, labels, count, noise);
            float[] outputs = inference.decode(draws.z(), labels, count);
            int d = x.length / count;
            for (int i = 0; i < count; i++) {
                Outputs own = new Outputs(outputs, i * likelihood.outputsPerValue() * d, d);
                double log = 0;
                for (int j = 0; j < d; j++) {
                    double value = likelihood.supports(x[i * d + j])
                            ? orNothing(likelihood.logDensity(x[i * d + j], own, j))
                            : Double.NEGATIVE_INFINITY;
                    parts[i * d + j] -= value;
                    log += value;
                }
                logLikelihood[i] += log;
                double ratio = draws.logPrior()[i] - draws.logPosterior()[i];
                logRatio[i] += ratio;
                weigh(i, log + ratio);
            }
        }

        private void weigh(int i, double logWeight) {
            if (logWeight > largest[i]) {
                weights[i] = weights[i] * StrictMath.exp(largest[i] - logWeight) + 1;
                largest[i] = logWeight;
            } else {
                weights[i] += StrictMath.exp(logWeight - largest[i]);
            }
        }

        double score(int i, int samples) {
            if (logLikelihood[i] == Double.NEGATIVE_INFINITY) {
                return Double.POSITIVE_INFINITY;
            }
            return -orNothing(
                    switch (method) {
                        case RECONSTRUCTION -> logLikelihood[i] / samples;
                        case ELBO -> logLikelihood[i] / samples - (kl.length > 0 ? kl[i] : -logRatio[i] / samples);
                        case NLL -> largest[i] + StrictMath.log(weights[i] / samples);
                    });
        }

        /** A density whose numbers overflowed is none. */
        private static double orNothing(double log) {
            return Double.isNaN(log) ? Double.NEGATIVE_INFINITY : log;
        }
    }
}
