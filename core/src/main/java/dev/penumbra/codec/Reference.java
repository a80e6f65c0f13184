package dev.penumbra.codec;

import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Where the z of a block of examples are, dimension by dimension, in units of the prior: N(mean, std^2) of (z - prior mean) / prior std.
 * The coder's prior is this one. It is N(0, 1) where the model's own prior is that; where that is a mixture, a flow or none at all, it is
 * fitted to the block.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Reference(float[] mean, float[] std) {
    private static final float SMALLEST_STD = 1e-3f;

    /** Whether the model's own prior is that of its layers. */
    static boolean isOwn(ModelSpec spec) {
        return !(spec instanceof VaeSpec vae) || (vae.isVariational() && vae.prior() instanceof Prior.Normal);
    }

    /** The prior itself, of v dimensions. */
    static Reference own(int v) {
        float[] one = new float[v];
        Arrays.fill(one, 1);
        return new Reference(new float[v], one);
    }

    /** Mean and standard deviation of the aggregate posterior of these examples, rounded to what {@link #write} keeps. */
    static Reference fitted(ExactInference model, List<float[]> examples) {
        Moments moments = Moments.of(model, examples);
        int v = moments.mean().length;
        Reference fitted = new Reference(new float[v], new float[v]);
        for (int j = 0; j < v; j++) {
            double variance = moments.variance()[j] + moments.posteriorVariance()[j];
            fitted.mean[j] = Halves.round(moments.mean()[j]);
            fitted.std[j] = Halves.round(Math.max(SMALLEST_STD, StrictMath.sqrt(variance)));
        }
        return fitted;
    }

    void write(ByteBuffer out) {
        for (int j = 0; j < mean.length; j++) {
            Halves.write(out, mean[j]);
            Halves.write(out, std[j]);
        }
    }

    static Reference read(ByteBuffer in, int v) {
        Reference read = new Reference(new float[v], new float[v]);
        for (int j = 0; j < v; j++) {
            read.mean[j] = Halves.read(in);
            read.std[j] = Halves.read(in);
            if (!(read.std[j] > 0)) {
                throw new Ans.Damaged("a standard deviation of " + read.std[j]);
            }
        }
        return read;
    }

    /** The value that bin {@code bin} stands for in dimension {@code j} of a layer that begins at {@code from}. */
    float value(Posterior prior, int from, int j, int bin) {
        double relative = mean[from + j] + std[from + j] * Bins.centre(bin);
        return (float) (prior.mean()[j] + prior.std(0, j) * relative);
    }

    /** The masses of the bins under the posterior. */
    Cumulative masses(Posterior prior, Posterior posterior, int from, int j) {
        double scale = 1 / prior.std(0, j);
        double relative = (posterior.mean()[j] - prior.mean()[j]) * scale;
        return Bins.of((relative - mean[from + j]) / std[from + j], posterior.std(0, j) * scale / std[from + j]);
    }
}
