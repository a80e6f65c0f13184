package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.RealNvp;
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
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Fits to the curved density p(a, b) = N(a; 0, 1) N(b; a^2, 1/4). A volume of 1/2 and a shift bring it from N(0, I), so its entropy is
 * log(2 pi e) - log 2 = 2.1447 nats, and a flow whose networks know a^2 reaches it exactly.
 */
class KnownDensityTest {
    private static final double TAU = 0.5;
    private static final double ENTROPY = Math.log(2 * Math.PI * Math.E) + Math.log(TAU);
    private static final int STEPS = 1500;

    @BeforeAll
    static void load() {
        Engine.load();
    }

    /** Draws of the loss by its rows and the seed. */
    private interface Loss {
        Tensor of(Parameters parameters, int rows, Seed seed);
    }

    private static double fitted(List<Parameter> all, Function<Parameters, Loss> prepared) {
        try (Scope outer = new Scope();
                Parameters parameters = Parameters.trainable(Weights.initial(all, new Seed(5)), all, Device.CPU);
                FusedOptimizer optimizer =
                        new FusedOptimizer(Optimizer.Adam.of(0.01), parameters.trained(), Device.CPU)) {
            Loss loss = prepared.apply(parameters);
            for (int step = 1; step <= STEPS; step++) {
                try (Scope scope = new Scope()) {
                    loss.of(parameters, 200, new Seed(6).at(step)).backward();
                    optimizer.step(step, 0.005 * (1 + Math.cos(Math.PI * step / STEPS)));
                    parameters.trained().values().forEach(Tensor::clearGradient);
                }
            }
            try (NoGrad noGrad = new NoGrad()) {
                return loss.of(parameters, 50_000, new Seed(7)).item();
            }
        }
    }

    /** Mean of log q - log p over draws of q: KL(q || p). */
    private static double kl(PosteriorFamily family) {
        List<Parameter> all = new ArrayList<>();
        all.add(Parameter.uniform("code", List.of(1, family.outputs(2)), 4));
        family.networks().forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        return fitted(all, parameters -> {
            TensorPosterior posterior = TensorPosterior.of(family, 2, parameters);
            return (same, rows, seed) -> {
                Tensor noise_RV = Tensor.of(Device.CPU, seed.gaussians(2 * rows), rows, 2);
                TensorPosterior.Sample sample =
                        posterior.sample(same.get("code").repeatRows(rows), noise_RV);
                Tensor a_R1 = sample.z_RV().narrow(1, 0, 1);
                Tensor b_R1 = sample.z_RV().narrow(1, 1, 1);
                Tensor energy_R1 = a_R1.square()
                        .plus(b_R1.minus(a_R1.square()).square().times(1 / (TAU * TAU)))
                        .times(0.5);
                return sample.logDensity_R().get().plus(energy_R1.sum(1)).mean().plus(Math.log(2 * Math.PI * TAU));
            };
        });
    }

    /**
     * A diagonal Gaussian is best with the variances s and 1/4, means 0 and s: its KL is (s + 1 + 8 s^2) / 2 - log(s) / 2 - 1, least
     * where 16 s^2 + s = 1.
     */
    @Test
    void anAutoregressiveFlowReachesWhatAGaussianMissesByAKnownKl() {
        double s = (Math.sqrt(65) - 1) / 32;
        double expected = (s + 1 + 8 * s * s) / 2 - Math.log(s) / 2 - 1;
        assertThat(expected).isCloseTo(0.5607, within(1e-4));
        // 50,000 draws of standard deviation about 1.
        assertThat(kl(new PosteriorFamily.Gaussian())).isCloseTo(expected, within(0.03));
        assertThat(kl(InverseAutoregressiveFlow.of(2, 1, 16))).isCloseTo(0, within(0.03));
    }

    /** -E_p[log q] is the entropy of p where q is p. 50,000 draws, log p of standard deviation 1: five standard errors. */
    @Test
    void aRealNvpPriorReachesTheEntropy() {
        RealNvp flow = RealNvp.of(2, 2, 16);
        List<Parameter> all = new ArrayList<>(flow.parameters(2, 0));
        flow.networks().forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        double crossEntropy = fitted(all, parameters -> {
            TensorPrior prior = TensorPrior.of(flow, 2, parameters, x -> x);
            return (same, rows, seed) -> prior.logDensity(
                            Tensor.of(Device.CPU, draws(rows, seed), rows, 2), Tensor.zeros(Device.CPU, rows, 0))
                    .mean()
                    .times(-1);
        });
        assertThat(ENTROPY).isCloseTo(2.1447, within(1e-4));
        assertThat(crossEntropy).isCloseTo(ENTROPY, within(0.025));
    }

    private static float[] draws(int rows, Seed seed) {
        float[] z = seed.gaussians(2 * rows);
        for (int i = 0; i < rows; i++) {
            z[2 * i + 1] = (float) (z[2 * i] * z[2 * i] + TAU * z[2 * i + 1]);
        }
        return z;
    }
}
