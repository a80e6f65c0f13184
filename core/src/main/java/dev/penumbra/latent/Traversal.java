package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.LatentView;
import dev.penumbra.eval.factors.FactorLevels;
import dev.penumbra.eval.factors.MovedFactor;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each latent dimension does: one point of latent space, of which one dimension at a time goes over its range.
 *
 * @param base  [v], the point
 * @param range of each dimension
 * @param order in which dimensions are shown
 * @param moved the true factor that each dimension tells most about, by its number; empty where factors are not known
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Traversal(float[] base, Range range, DimensionOrder order, List<MovedFactor> moved) {
    /** Examples that are looked at, at most, all of them being equally likely. */
    public static final int MAX_EXAMPLES = 5000;

    /** Points of each dimension, at most. */
    public static final int MAX_STEPS = 1000;

    /** With fewer examples, mutual information is mostly noise. */
    private static final int FEWEST_FOR_FACTORS = 200;

    /**
     * Plans a traversal.
     *
     * @param item where dimensions start: the first example, at its posterior mean; null for the middle of the range
     * @param data whose KL orders the dimensions, whose known factors they are compared with, and, for a basic autoencoder, over
     *     whose codes they range; null to order by the item, and to range over the prior. Both sets for a conditional model as {@link
     *     Condition#of} gives them
     * @param seed of the subset of {@code data} and of draws of a prior without quantiles in closed form
     * @throws InputException where a shape is not the model's, or single dimensions of the model cannot move
     */
    public static Traversal of(Inference inference, @Nullable Dataset item, @Nullable Dataset data, Seed seed) {
        boolean variational = inference.model().spec().isVariational();
        int v = inference.model().spec().latent();
        LatentView all = data == null ? null : LatentView.of(inference, data, MAX_EXAMPLES, seed.named("view"));
        LatentView one = item == null ? null : LatentView.of(inference, item, item.size(), seed);
        Range range = all != null && !variational
                ? Range.ofPoints(all.posterior().mean(), v)
                : Range.ofPrior(inference, seed.named("prior"));
        DimensionOrder order = all != null
                ? DimensionOrder.of(inference.model().spec(), all.posterior())
                : one != null
                        ? DimensionOrder.of(inference.model().spec(), one.posterior())
                        : DimensionOrder.byNumber(v);
        float[] base =
                one == null ? range.middle() : Arrays.copyOf(one.posterior().mean(), v);
        return new Traversal(base, range, order, moved(all, data));
    }

    private static List<MovedFactor> moved(@Nullable LatentView view, @Nullable Dataset data) {
        if (view == null
                || data == null
                || data.factorNames().isEmpty()
                || view.indices().length < FEWEST_FOR_FACTORS) {
            return List.of();
        }
        return MovedFactor.of(
                view.posterior().mean(),
                view.posterior().latent(),
                FactorLevels.of(data, view.indices()),
                data.factorNames());
    }

    /**
     * The points of one dimension.
     *
     * @param steps 2 to {@link #MAX_STEPS}, both ends of the range included
     * @return [steps, v]
     */
    public float[] points(int dimension, int steps) {
        if (steps < 2 || steps > MAX_STEPS) {
            throw new InputException(
                    "The number of points of a dimension is out of range.",
                    "2 to " + MAX_STEPS,
                    String.valueOf(steps),
                    "--steps",
                    "give a number in that range");
        }
        return Latent.moved(base, dimension, range.low()[dimension], range.high()[dimension], steps);
    }
}
