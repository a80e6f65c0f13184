package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.ExactPosterior;
import dev.penumbra.distribution.ExactPrior;
import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.LogParameter;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.RealNvp;
import dev.penumbra.distribution.VonMisesFisher;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors give the numbers of the exact runtime, and gradients that are its finite differences. */
class FlowAgreementTest {
    private static final int ROWS = 9;
    private static final String CODE = "code";

    @BeforeAll
    static void load() {
        Engine.load();
    }

    static Stream<Arguments> posteriors() {
        return Stream.of(
                Arguments.of(new PosteriorFamily.Gaussian(), 3),
                Arguments.of(new PosteriorFamily.Planar(4), 1),
                Arguments.of(new PosteriorFamily.Planar(3), 3),
                Arguments.of(InverseAutoregressiveFlow.of(2, 1, 5), 2),
                Arguments.of(InverseAutoregressiveFlow.of(5, 3, 12), 5),
                Arguments.of(new PosteriorFamily.Spherical(), 2),
                Arguments.of(new PosteriorFamily.Spherical(), 3),
                Arguments.of(new PosteriorFamily.Spherical(), 40));
    }

    /** Weights of the family, moved a little, and a code for each row as one more of them. */
    private static Weights weights(List<Parameter> all) {
        SequencedMap<String, Weights.Values> moved = new LinkedHashMap<>();
        Weights.initial(all, new Seed(3)).tensors().forEach((name, values) -> {
            float[] sum = new Seed(6).named(name).gaussians(values.values().length);
            for (int i = 0; i < sum.length; i++) {
                sum[i] = values.values()[i] + (name.equals(CODE) ? 0.6f : 0.2f) * sum[i];
            }
            moved.put(name, new Weights.Values(values.dims(), sum));
        });
        return new Weights(moved);
    }

    private static List<Parameter> parameters(SequencedMap<String, Network> networks, int outputs) {
        List<Parameter> all = new ArrayList<>();
        all.add(Parameter.constant(CODE, List.of(ROWS, outputs), 0));
        networks.forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        return all;
    }

    @ParameterizedTest
    @MethodSource("posteriors")
    void posteriorsAgree(PosteriorFamily family, int latent) {
        List<Parameter> all = parameters(family.networks(), family.outputs(latent));
        agree(family, latent, all, weights(all));
    }

    /** Standard deviations beyond the soft bound, on either side of it. */
    @ParameterizedTest
    @MethodSource("posteriors")
    void posteriorsAgreeBeyondTheBoundOfLogStd(PosteriorFamily family, int latent) {
        List<Parameter> all = parameters(family.networks(), family.outputs(latent));
        Weights weights = weights(all);
        float[] code = weights.get(CODE);
        for (int i = 0; i < ROWS && family.outputs(latent) >= 2 * latent; i++) {
            code[i * family.outputs(latent) + latent] = -24 + 5 * i;
        }
        agree(family, latent, all, weights);
    }

    private static void agree(PosteriorFamily family, int latent, List<Parameter> all, Weights weights) {
        float[] code = weights.get(CODE);
        float[] noise = new Seed(8).gaussians(ROWS * latent);
        ExactPosterior exact = ExactPosterior.of(family, latent, weights);
        ExactPosterior.Sample expected = exact.sample(code, ROWS, noise);
        Posterior described = exact.describe(code, ROWS);
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, all, Device.CPU)) {
            TensorPosterior tensors = TensorPosterior.of(family, latent, parameters);
            Tensor noise_RV = Tensor.of(Device.CPU, noise, ROWS, latent);
            TensorPosterior.Sample sample = tensors.sample(parameters.get(CODE), noise_RV);
            close(sample.z_RV().toArray(), expected.z());
            float[] logDensity = sample.logDensity_R().get().toArray();
            for (int i = 0; i < ROWS; i++) {
                // Sums of up to 40 values of size about 1: some hundred ulps.
                assertThat((double) logDensity[i])
                        .isCloseTo(expected.logDensity()[i], within(1e-5 * (1 + Math.abs(expected.logDensity()[i]))));
            }
            TensorModel.Encoded encoded = tensors.describe(parameters.get(CODE));
            close(encoded.mean_BV().toArray(), described.mean());
            close(Objects.requireNonNull(encoded.logStd_BV()).toArray(), described.logStd());
        }
    }

    @ParameterizedTest
    @MethodSource("posteriors")
    void gradientsAreFiniteDifferencesOfTheExactRuntime(PosteriorFamily family, int latent) {
        List<Parameter> all = parameters(family.networks(), family.outputs(latent));
        Weights weights = weights(all);
        float[] noise = new Seed(8).gaussians(ROWS * latent);
        float[] factors = new Seed(9).gaussians(ROWS * latent);
        ExactPosterior exact = ExactPosterior.of(family, latent, weights);
        float[] gradient;
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, all, Device.CPU)) {
            TensorPosterior.Sample sample = TensorPosterior.of(family, latent, parameters)
                    .sample(parameters.get(CODE), Tensor.of(Device.CPU, noise, ROWS, latent));
            sample.z_RV()
                    .times(Tensor.of(Device.CPU, factors, ROWS, latent))
                    .sum()
                    .plus(sample.logDensity_R().get().sum())
                    .backward();
            gradient = Objects.requireNonNull(parameters.get(CODE).gradient()).toArray();
        }
        float h = 1f / 512;
        int width = family.outputs(latent);
        for (int k = 0; k < gradient.length; k += 1 + width / 20) {
            float[] more = weights.get(CODE).clone();
            float[] less = more.clone();
            more[k] += h;
            less[k] -= h;
            double difference = (value(exact, more, noise, factors) - value(exact, less, noise, factors)) / (2.0 * h);
            // 32-bit z over 2 h gives some 1e-4, and h^2 times a third derivative of up to some hundreds 1e-3.
            assertThat((double) gradient[k])
                    .as("code %d", k)
                    .isCloseTo(difference, within(3e-3 * (1 + Math.abs(difference))));
        }
    }

    private static double value(ExactPosterior exact, float[] code, float[] noise, float[] factors) {
        ExactPosterior.Sample sample = exact.sample(code, ROWS, noise);
        double sum = 0;
        for (int k = 0; k < factors.length; k++) {
            sum += (double) factors[k] * sample.z()[k];
        }
        for (double log : sample.logDensity()) {
            sum += log;
        }
        return sum;
    }

    @Test
    void theBoundOfLogStdIsThatOfTheExactRuntimeBitForBit() {
        float[] outputs = {-1e30f, -40, -11, -10, -3, -0.1f, 0, 1.7f, 3, 3.5f, 80, 3e38f};
        Parameter code = Parameter.constant(CODE, List.of(outputs.length), 0);
        Weights weights =
                new Weights(new LinkedHashMap<>(Map.of(CODE, new Weights.Values(List.of(outputs.length), outputs))));
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, List.of(code), Device.CPU)) {
            Tensor logStd = Gaussians.logStd(parameters.get(CODE));
            logStd.sum().backward();
            float[] gradient =
                    Objects.requireNonNull(parameters.get(CODE).gradient()).toArray();
            for (int i = 0; i < outputs.length; i++) {
                assertThat(logStd.toArray()[i]).isEqualTo(LogParameter.softened(outputs[i]));
                float slope = LogParameter.softenedSlope(outputs[i]);
                // 1 / w - d / w^2 cancels as w = 1 + |d| grows.
                assertThat((double) gradient[i]).isCloseTo(slope, within(1e-6 * Math.sqrt(slope)));
            }
        }
    }

    @Test
    void theKlOnTheSphereAndItsGradientAreThoseOfTheClosedForm() {
        int latent = 10;
        PosteriorFamily family = new PosteriorFamily.Spherical();
        List<Parameter> all = parameters(family.networks(), family.outputs(latent));
        Weights weights = weights(all);
        VonMisesFisher exact = new VonMisesFisher(latent);
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, all, Device.CPU)) {
            TensorPosterior.Sample sample = TensorPosterior.of(family, latent, parameters)
                    .sample(parameters.get(CODE), Tensor.zeros(Device.CPU, ROWS, latent));
            Tensor kl_R1 = Objects.requireNonNull(sample.kl_RG()).get();
            kl_R1.sum().backward();
            float[] kl = kl_R1.toArray();
            float[] gradient =
                    Objects.requireNonNull(parameters.get(CODE).gradient()).toArray();
            for (int i = 0; i < ROWS; i++) {
                int at = i * (latent + 1) + latent;
                double c = weights.get(CODE)[at];
                double kappa = Math.log1p(Math.exp(c)) + 1;
                assertThat((double) kl[i]).isCloseTo(exact.kl(kappa), within(1e-6));
                double step = 1e-4;
                double difference = (exact.kl(kappa + step) - exact.kl(kappa - step)) / (2 * step);
                assertThat((double) gradient[at]).isCloseTo(difference / (1 + Math.exp(-c)), within(1e-6));
            }
        }
    }

    @Test
    void priorsAgreeWithGradients() {
        for (int latent : new int[] {2, 5}) {
            RealNvp flow = RealNvp.of(latent, 3, 7);
            List<Parameter> all = parameters(flow.networks(), latent);
            all.addAll(flow.parameters(latent, 0));
            Weights weights = weights(all);
            float[] z = weights.get(CODE);
            ExactPrior exact = ExactPrior.of(flow, latent, weights, x -> new Posterior(1, new float[0], new float[0]));
            double[] expected = exact.logDensity(z, ROWS, new float[0]);
            try (Scope scope = new Scope();
                    Parameters parameters = Parameters.trainable(weights, all, Device.CPU)) {
                Tensor log_R = TensorPrior.of(flow, latent, parameters, x -> x)
                        .logDensity(parameters.get(CODE), Tensor.zeros(Device.CPU, ROWS, 0));
                float[] received = log_R.toArray();
                log_R.sum().backward();
                float[] gradient =
                        Objects.requireNonNull(parameters.get(CODE).gradient()).toArray();
                float h = 1f / 128;
                for (int i = 0; i < ROWS; i++) {
                    assertThat((double) received[i]).isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
                    float[] more = z.clone();
                    float[] less = z.clone();
                    more[i * latent] += h;
                    less[i * latent] -= h;
                    double difference = (exact.logDensity(more, ROWS, new float[0])[i]
                                    - exact.logDensity(less, ROWS, new float[0])[i])
                            / (2.0 * h);
                    assertThat((double) gradient[i * latent]).isCloseTo(difference, within(1e-3));
                }
                assertThat(parameters.trained().keySet()).contains(RealNvp.scale(2), "prior.flow.0.4.bias");
            }
        }
    }

    private static void close(float[] received, float[] expected) {
        assertThat(received).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(received[i] - expected[i]))
                    .as("value %d: %s and %s", i, received[i], expected[i])
                    .isLessThan(1e-5f * (1 + Math.abs(expected[i])));
        }
    }
}
