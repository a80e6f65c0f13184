package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.LadderSpec;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How much one stochastic layer of a ladder tells of x: KL(q(z_i|z above, x) || p(z_i|z above)) in closed form, at z above that are drawn
 * from the posterior. The mean over such draws is that layer's part of the model's KL; 0 means that the layer is not used.
 *
 * @param block number of the block, 0 at the top
 * @param z     shape of its z
 * @param kl    nats per example
 */
public record BlockKl(int block, Shape z, double kl) {
    /** Examples that are looked at, at most. */
    static final int MAX_EXAMPLES = 1000;

    /**
     * One for each block, from the top to the bottom; none for a model that is no ladder.
     *
     * @param data a random subset of at most 1,000 examples is used, one z drawn for each
     * @param seed of the subset and of z
     */
    public static List<BlockKl> of(ExactInference inference, Dataset data, Seed seed) {
        if (!(inference.model().spec() instanceof LadderSpec spec)) {
            return List.of();
        }
        Dataset some = Aggregate.random(data, MAX_EXAMPLES, seed.named("subset"));
        int blocks = spec.blocks().size();
        double[][] each = IntStream.range(0, some.size())
                .parallel()
                .mapToObj(i -> {
                    float[] x = new float[spec.schema().shape().size()];
                    some.read(i, x, 0);
                    return ofExample(inference, x, seed.named("noise").at(i));
                })
                .toArray(double[][]::new);
        List<BlockKl> all = new ArrayList<>();
        for (int b = 0; b < blocks; b++) {
            double sum = 0;
            for (double[] kl : each) {
                sum += kl[b];
            }
            all.add(new BlockKl(b, spec.blocks().get(b).merge().input(), sum / each.length));
        }
        return all;
    }

    private static double[] ofExample(ExactInference inference, float[] x, Seed seed) {
        float[] noise = seed.gaussians(inference.model().spec().latent());
        List<Double> kl = new ArrayList<>();
        inference.topDown(x, -1, (from, prior, known, z) -> {
            Posterior posterior = Objects.requireNonNull(known);
            float[] sample = posterior.sample(Arrays.copyOfRange(noise, from, from + z.length));
            System.arraycopy(sample, 0, z, 0, z.length);
            kl.add(posterior.kl(0, prior, 0));
        });
        return kl.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** For each field in order, its unit and definition in one sentence. */
    public static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("block", "Number of the block, 0 at the top.");
        units.put("z", "Shape of its z.");
        units.put(
                "kl",
                "Nats per example: KL of the block's posterior from its prior, given the z above, over at most "
                        + MAX_EXAMPLES + " examples.");
        return Collections.unmodifiableMap(units);
    }
}
