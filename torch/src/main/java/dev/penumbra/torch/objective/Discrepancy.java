package dev.penumbra.torch.objective;

import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;

/**
 * weight * MMD^2 between a batch's z and as many draws of N(0, I): the unbiased estimate with the inverse multiquadratic kernel, as
 * {@link dev.penumbra.eval.Mmd} computes it.
 *
 * @param weight of the discrepancy
 * @param latent dimensions of z
 */
record Discrepancy(double weight, int latent) implements Penalty {
    private static final double[] SCALES = {0.1, 0.2, 0.5, 1, 2, 5, 10};

    @Override
    public int noise() {
        return latent;
    }

    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        Tensor z = draw.z_RV();
        long b = z.size(0);
        if (b < 2) {
            // One point has no other to be compared with.
            return z.sum().times(0);
        }
        Tensor within = kernels(z, z).plus(kernels(noise_BN, noise_BN));
        // Each of the 2 b points compared with itself gives 1 at every scale.
        Tensor others = within.plus(-2.0 * b * SCALES.length).times(1.0 / (b * (b - 1.0)));
        return others.minus(kernels(z, noise_BN).times(2.0 / ((double) b * b))).times(weight);
    }

    /** The sum of the kernel over all pairs and scales. */
    private Tensor kernels(Tensor a_RV, Tensor b_SV) {
        Tensor squares_RS = a_RV.square()
                .sum(1)
                .reshape(-1, 1)
                .plus(b_SV.square().sum(1))
                .minus(a_RV.product(b_SV.transpose()).times(2))
                .atLeast(0);
        return Arrays.stream(SCALES)
                .mapToObj(scale -> squares_RS
                        .times(1 / (2 * latent * scale))
                        .plus(1)
                        .reciprocal()
                        .sum())
                .reduce(Tensor::plus)
                .orElseThrow();
    }
}
