package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fits q to p = exp(-U1)/Z, two crescents on a ring (Rezende &amp; Mohamed 2015, table 1), by the KL in its direction KL(q || p) =
 * E_q[log q + U1] + log Z, Z by quadrature.
 */
class FlowFitTest {
    private static final int ROWS = 128;
    private static final int STEPS = 1000;

    /** A Gaussian keeps to one crescent, so that its KL is above log 2; annealed or not, it gets no better. */
    @Test
    void planarFlowsFitTwoCrescentsAndAGaussianDoesNot() {
        Engine.load();
        double gaussian = fitted(new PosteriorFamily.Gaussian(), false);
        double planar = fitted(new PosteriorFamily.Planar(8), true);
        assertThat(gaussian).isBetween(Math.log(2), 1.0);
        assertThat(planar).isBetween(0.0, gaussian - 0.5);
    }

    /** With {@code annealed}, U1 counts little at first and fully from the middle on (Rezende &amp; Mohamed 2015). */
    private static double fitted(PosteriorFamily family, boolean annealed) {
        List<Parameter> all = new ArrayList<>();
        all.add(Parameter.uniform("code", List.of(1, family.outputs(2)), 4));
        family.networks().forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        try (Scope outer = new Scope();
                Parameters parameters = Parameters.trainable(Weights.initial(all, new Seed(5)), all, Device.CPU);
                FusedOptimizer optimizer =
                        new FusedOptimizer(Optimizer.Adam.of(0.01), parameters.trained(), Device.CPU)) {
            TensorPosterior posterior = TensorPosterior.of(family, 2, parameters);
            for (int step = 1; step <= STEPS; step++) {
                try (Scope scope = new Scope()) {
                    double cold = annealed ? Math.min(1, 0.05 + 2.0 * step / STEPS) : 1;
                    energy(posterior, parameters, ROWS, new Seed(6).at(step), cold)
                            .backward();
                    optimizer.step(step, 0.01 * Math.min(1, 2.0 * (STEPS - step) / STEPS));
                    parameters.trained().values().forEach(Tensor::clearGradient);
                }
            }
            try (NoGrad noGrad = new NoGrad()) {
                return energy(posterior, parameters, 100_000, new Seed(7), 1).item() + logNormalizer();
            }
        }
    }

    /** Mean of log q + U1 over draws. */
    private static Tensor energy(TensorPosterior posterior, Parameters parameters, int rows, Seed seed, double cold) {
        Tensor noise_RV = Tensor.of(Device.CPU, seed.gaussians(2 * rows), rows, 2);
        TensorPosterior.Sample sample = posterior.sample(parameters.get("code").repeatRows(rows), noise_RV);
        Tensor z_RV = sample.z_RV();
        Tensor x_R1 = z_RV.narrow(1, 0, 1);
        Tensor radius_R = z_RV.square().sum(1).plus(1e-12).sqrt();
        Tensor ring_R = radius_R.plus(-2).times(1 / 0.4).square().times(0.5);
        Tensor sides_R = Tensor.concatenate(1, x_R1.plus(-2), x_R1.plus(2))
                .times(1 / 0.6)
                .square()
                .times(-0.5)
                .logSumExp(1);
        return sample.logDensity_R()
                .get()
                .plus(ring_R.minus(sides_R).times(cold))
                .mean();
    }

    private static double logNormalizer() {
        double h = 0.02;
        double sum = 0;
        for (double x = -6; x <= 6; x += h) {
            for (double y = -6; y <= 6; y += h) {
                double ring = Math.pow((Math.hypot(x, y) - 2) / 0.4, 2) / 2;
                double sides = Math.exp(-Math.pow((x - 2) / 0.6, 2) / 2) + Math.exp(-Math.pow((x + 2) / 0.6, 2) / 2);
                sum += Math.exp(-ring) * sides * h * h;
            }
        }
        return Math.log(sum);
    }
}
