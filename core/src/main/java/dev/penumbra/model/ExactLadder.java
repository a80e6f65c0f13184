package dev.penumbra.model;

import dev.penumbra.Seed;
import dev.penumbra.distribution.LogParameter;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.nn.ExactNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies a {@link LadderSpec}'s model: see {@link ExactNetwork}. */
final class ExactLadder implements ExactInference {
    private final Model model;
    private final LadderSpec spec;
    private final int threads;
    private final List<ExactBlock> blocks = new ArrayList<>();
    private final float[] top;
    private final ExactNetwork output;

    private record ExactBlock(
            int latent,
            ExactNetwork up,
            ExactNetwork prior,
            ExactNetwork posterior,
            ExactNetwork merge,
            ExactNetwork down) {}

    ExactLadder(Model model, LadderSpec spec, int threads) {
        this.model = model;
        this.spec = spec;
        this.threads = threads;
        for (int i = 0; i < spec.blocks().size(); i++) {
            LadderSpec.Block block = spec.blocks().get(i);
            blocks.add(new ExactBlock(
                    block.latent(),
                    new ExactNetwork(block.up(), model.weights(), LadderSpec.prefix(i, "up")),
                    new ExactNetwork(block.prior(), model.weights(), LadderSpec.prefix(i, "prior")),
                    new ExactNetwork(block.posterior(), model.weights(), LadderSpec.prefix(i, "posterior")),
                    new ExactNetwork(block.merge(), model.weights(), LadderSpec.prefix(i, "merge")),
                    new ExactNetwork(block.down(), model.weights(), LadderSpec.prefix(i, "down"))));
        }
        this.top = model.weights().get(LadderSpec.TOP);
        this.output = new ExactNetwork(spec.output(), model.weights(), LadderSpec.OUTPUT);
    }

    @Override
    public Model model() {
        return model;
    }

    /** How the z of a block come about, given its prior and h. */
    private interface Layer {
        /**
         * One layer's z, [batch, latent of the block].
         *
         * @param block    its number
         * @param from     its first dimension among those of all blocks
         * @param priorRow [batch, 2 latent]: means, then logarithms of standard deviations, of each row
         */
        float[] z(int block, int from, float[] h, float[] priorRow);
    }

    /** A pass from the top to the bottom: all z are chosen; the decoder's outputs are computed when they are asked for. */
    private Supplier<float[]> topDown(int batch, Layer layer) {
        float[] h = new float[Math.multiplyExact(batch, top.length)];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(top, 0, h, i * top.length, top.length);
        }
        int from = 0;
        for (int b = 0; ; b++) {
            ExactBlock block = blocks.get(b);
            float[] state = h;
            float[] z = layer.z(b, from, state, softened(block.prior.run(state, batch, threads), block.latent));
            if (b == blocks.size() - 1) {
                return () -> output.run(next(block, state, z, batch), batch, threads);
            }
            h = next(block, state, z, batch);
            from += block.latent;
        }
    }

    /** h of what follows {@code block}. */
    private float[] next(ExactBlock block, float[] h, float[] z, int batch) {
        float[] merged = block.merge.run(z, batch, threads);
        for (int k = 0; k < h.length; k++) {
            merged[k] += h[k];
        }
        return block.down.run(merged, batch, threads);
    }

    @Override
    public Supplier<float[]> topDown(float @Nullable [] x, int label, Choice choice) {
        List<float[]> features = x == null ? null : features(x, 1);
        return topDown(1, (b, from, h, row) -> {
            ExactBlock block = blocks.get(b);
            int n = block.latent;
            Posterior prior = halves(row, n);
            Posterior posterior = features == null ? null : halves(posterior(block, h, features.get(b), row, 1), n);
            float[] z = new float[n];
            choice.choose(from, prior, posterior, z);
            return z;
        });
    }

    /** Means, then logarithms of standard deviations, of the posteriors of a block's z, each row as {@code prior} has them. */
    private float[] posterior(ExactBlock block, float[] h, float[] feature, float[] prior, int batch) {
        float[] row = softened(block.posterior.run(Rows.beside(h, feature, batch), batch, threads), block.latent);
        for (int k = 0; k < row.length; k++) {
            row[k] += prior[k];
        }
        return row;
    }

    /** Bounds the second half of each row, logarithms of {@code n} standard deviations. */
    private static float[] softened(float[] rows, int n) {
        for (int k = 0; k < rows.length; k++) {
            if (k / n % 2 == 1) {
                rows[k] = LogParameter.softened(rows[k]);
            }
        }
        return rows;
    }

    private static Posterior halves(float[] row, int n) {
        return new Posterior(n, Arrays.copyOf(row, n), Arrays.copyOfRange(row, n, 2 * n));
    }

    /** The features of all blocks, from the top one down. */
    private List<float[]> features(float[] x, int batch) {
        List<float[]> features = new ArrayList<>();
        float[] feature = x;
        for (ExactBlock block : blocks.reversed()) {
            feature = block.up.run(feature, batch, threads);
            features.addFirst(feature);
        }
        return features;
    }

    /** What is known of a pass with the posterior. */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    private record Pass(float[] z, float[] mean, float[] logStd, double[] logPosterior, double[] logPrior) {}

    private Pass infer(float[] x, int batch, float[] noise) {
        int v = spec.latent();
        Pass pass = new Pass(
                new float[batch * v], new float[batch * v], new float[batch * v], new double[batch], new double[batch]);
        List<float[]> features = features(x, batch);
        topDown(batch, (b, from, h, prior) -> {
            ExactBlock block = blocks.get(b);
            float[] posterior = posterior(block, h, features.get(b), prior, batch);
            int n = block.latent;
            float[] z = new float[batch * n];
            for (int i = 0; i < batch; i++) {
                for (int j = 0; j < n; j++) {
                    int at = 2 * i * n + j;
                    int to = i * v + from + j;
                    pass.mean[to] = posterior[at];
                    pass.logStd[to] = posterior[at + n];
                    double eps = noise[to];
                    pass.z[to] = (float) (pass.mean[to] + StrictMath.exp(pass.logStd[to]) * eps);
                    z[i * n + j] = pass.z[to];
                    pass.logPosterior[i] -= 0.5 * eps * eps + pass.logStd[to] + SpecialFunctions.HALF_LOG_2_PI;
                    pass.logPrior[i] += logNormal(pass.z[to], prior[at], prior[at + n]);
                }
            }
            return z;
        });
        return pass;
    }

    private static double logNormal(double z, double mean, double logStd) {
        double scaled = (z - mean) * StrictMath.exp(-logStd);
        return -0.5 * scaled * scaled - logStd - SpecialFunctions.HALF_LOG_2_PI;
    }

    /** Every layer at the mean of its posterior, given the means of the layers above. */
    @Override
    public Posterior encode(float[] x, int[] labels, int batch) {
        Pass pass = infer(x, batch, new float[Math.multiplyExact(batch, spec.latent())]);
        return new Posterior(spec.latent(), pass.mean, pass.logStd);
    }

    @Override
    public Draws draw(float[] x, int[] labels, int batch, float[] noise) {
        Pass pass = infer(x, batch, noise);
        return new Draws(pass.z, pass.logPosterior, pass.logPrior);
    }

    @Override
    public float[] samplePrior(int count, Seed seed, double temperature) {
        int v = spec.latent();
        float[] noise = seed.gaussians(Math.multiplyExact(count, v));
        float[] all = new float[noise.length];
        topDown(count, (b, from, h, prior) -> {
            int n = blocks.get(b).latent;
            float[] z = new float[count * n];
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < n; j++) {
                    double std = temperature * StrictMath.exp(prior[2 * i * n + n + j]);
                    z[i * n + j] = (float) (prior[2 * i * n + j] + std * noise[i * v + from + j]);
                    all[i * v + from + j] = z[i * n + j];
                }
            }
            return z;
        });
        return all;
    }

    @Override
    public float[] decode(float[] z, int[] labels, int batch) {
        return topDown(batch, (b, from, h, prior) -> Rows.columns(z, batch, spec.latent(), from, blocks.get(b).latent))
                .get();
    }
}
