package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;
import dev.penumbra.model.VaeSpec;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much two posteriors, p and q, have in common. Points of a basic autoencoder (logStd = -Infinity) share all where they are
 * equal and nothing otherwise.
 *
 * @param first         row of p among the posteriors
 * @param second        row of q
 * @param coefficient   Bhattacharyya coefficient, the integral of sqrt(p q), in [0, 1]
 * @param kl            KL(p || q) in nats
 * @param klReverse     KL(q || p) in nats
 * @param equallyLikely [v], see {@link #equallyLikely(Posterior, int, int)}
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Overlap(int first, int second, double coefficient, double kl, double klReverse, float[] equallyLikely) {
    /** Pairs above this coefficient are so alike that nothing changes between them; {@link #mostOverlapping} passes them over. */
    public static final double DISTINCT = 0.6;

    /** Examples among which {@link #mostOverlapping} looks at every pair. */
    private static final int MAX_EXAMPLES = 400;

    /** Compares rows {@code i} and {@code j}. */
    public static Overlap of(Posterior posterior, int i, int j) {
        return new Overlap(
                i,
                j,
                coefficient(posterior, i, j),
                posterior.kl(i, posterior, j),
                posterior.kl(j, posterior, i),
                equallyLikely(posterior, i, j));
    }

    /**
     * Compares the posteriors of the two examples of {@code pair}.
     *
     * @param pair for a conditional model as {@link Condition#of} gives it
     * @throws InputException where there are not two, or the model's posteriors are not Gaussian: then none of this has a closed form
     */
    public static Overlap of(Inference inference, Dataset pair) {
        if (pair.size() != 2) {
            throw new InputException(
                    "An overlap is one of two examples.",
                    "2 examples",
                    pair.size() + " examples",
                    "the inputs",
                    "name one example each, such as digits:0 and digits:1");
        }
        if (!(inference.model().spec() instanceof VaeSpec vae && vae.posterior() instanceof PosteriorFamily.Gaussian)) {
            throw new InputException(
                    "The model's posteriors have no overlap in closed form.",
                    "a model with Gaussian posteriors",
                    inference.model().spec() instanceof VaeSpec vae ? "the posterior " + vae.posterior() : "a ladder",
                    "the model",
                    "see what lies between the two with penumbra interpolate");
        }
        return of(LatentView.of(inference, pair, 2, new Seed(0)).posterior(), 0, 1);
    }

    /**
     * The Bhattacharyya coefficient of rows {@code i} and {@code j}: the product over the dimensions of
     * sqrt(2 s t / (s^2 + t^2)) exp(-(difference of the means)^2 / (4 (s^2 + t^2))), with s and t the standard deviations.
     */
    public static double coefficient(Posterior posterior, int i, int j) {
        return StrictMath.exp(logCoefficient(posterior, i, j, Double.NEGATIVE_INFINITY));
    }

    /**
     * The point on the segment between the two means where both densities are equal, [v]. From one mean to the other
     * log q - log p is a quadratic that only grows, so there is at most one such point; it is the midpoint where the standard
     * deviations are equal. Where one density is the larger on the whole segment, and for points, this is instead the mean
     * weighted by the precisions, (a/s^2 + b/t^2) / (1/s^2 + 1/t^2) in each dimension: where p q is largest.
     */
    public static float[] equallyLikely(Posterior posterior, int i, int j) {
        double precisionP = 0;
        double precisionQ = 0;
        double logRatios = 0;
        for (int k = 0; k < posterior.latent(); k++) {
            double difference = difference(posterior, i, j, k);
            precisionP += square(difference, posterior.std(i, k));
            precisionQ += square(difference, posterior.std(j, k));
            logRatios += logRatio(posterior, i, j, k);
        }
        // 2 (log q - log p) at a + t (b - a) is precisionP t^2 - precisionQ (1 - t)^2 + 2 logRatios; its rising root.
        double c = precisionQ - 2 * logRatios;
        double t = c / (precisionQ + Math.sqrt(precisionQ * precisionQ + (precisionP - precisionQ) * c));
        boolean onSegment = t >= 0 && t <= 1;
        float[] point = new float[posterior.latent()];
        for (int k = 0; k < point.length; k++) {
            double share = onSegment ? t : 1 / (1 + StrictMath.exp(-2 * logRatio(posterior, i, j, k)));
            double a = posterior.mean()[i * point.length + k];
            double b = posterior.mean()[j * point.length + k];
            point[k] = (float) ((1 - share) * a + share * b);
        }
        return point;
    }

    /**
     * The pair of examples with the largest coefficient below {@link #DISTINCT}, and of those with none at all the nearest
     * pair; of different labels where there are labels. Looks at every pair of at most 400 examples, spread evenly over the
     * view. Null where no pair qualifies.
     */
    public static @Nullable Overlap mostOverlapping(LatentView view) {
        Posterior posterior = view.posterior();
        int n = Math.min(posterior.batch(), MAX_EXAMPLES);
        int[] rows = IntStream.range(0, n)
                .map(k -> (int) ((long) k * posterior.batch() / n))
                .toArray();
        double distinct = StrictMath.log(DISTINCT);
        double best = Double.NEGATIVE_INFINITY;
        double nearest = Double.POSITIVE_INFINITY;
        int[] pair = {};
        for (int first = 0; first < n; first++) {
            for (int second = first + 1; second < n; second++) {
                int i = rows[first];
                int j = rows[second];
                if (view.labels()[i] >= 0 && view.labels()[i] == view.labels()[j]) {
                    continue;
                }
                double log = logCoefficient(posterior, i, j, best);
                if (log >= distinct || log < best) {
                    continue;
                }
                double distance = squaredDistance(posterior, i, j);
                if (log > best || distance < nearest) {
                    best = log;
                    nearest = distance;
                    pair = new int[] {i, j};
                }
            }
        }
        return pair.length == 0 ? null : of(posterior, pair[0], pair[1]);
    }

    /** In logs, since far posteriors underflow; no term is positive, so it stops once the sum is below {@code least}. */
    private static double logCoefficient(Posterior posterior, int i, int j, double least) {
        double sum = 0;
        for (int k = 0; k < posterior.latent() && sum >= least; k++) {
            // 2 s t / (s^2 + t^2) = 1 / cosh(log(s / t)), and s^2 + t^2 = 2 s t cosh(log(s / t)).
            double gap = Math.abs(logRatio(posterior, i, j, k));
            if (Double.isInfinite(gap)) {
                return Double.NEGATIVE_INFINITY;
            }
            double logCosh = gap + StrictMath.log1p(StrictMath.exp(-2 * gap)) - StrictMath.log(2);
            double meanLogStd = 0.5
                    * ((double) posterior.logStd()[i * posterior.latent() + k]
                            + posterior.logStd()[j * posterior.latent() + k]);
            double spread = StrictMath.exp(meanLogStd + 0.5 * logCosh);
            sum -= 0.5 * Math.max(logCosh, 0) + square(difference(posterior, i, j, k), spread) / 8;
        }
        return sum;
    }

    private static double squaredDistance(Posterior posterior, int i, int j) {
        double sum = 0;
        for (int k = 0; k < posterior.latent(); k++) {
            sum += square(difference(posterior, i, j, k), 1);
        }
        return sum;
    }

    private static double difference(Posterior posterior, int i, int j, int k) {
        return (double) posterior.mean()[j * posterior.latent() + k] - posterior.mean()[i * posterior.latent() + k];
    }

    /** log(s / t), 0 for two points. */
    private static double logRatio(Posterior posterior, int i, int j, int k) {
        double s = posterior.logStd()[i * posterior.latent() + k];
        double t = posterior.logStd()[j * posterior.latent() + k];
        return s == t ? 0 : s - t;
    }

    /** (difference / scale)^2, 0 for no difference at any scale. */
    private static double square(double difference, double scale) {
        return difference == 0 ? 0 : (difference / scale) * (difference / scale);
    }
}
