package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.DiagonalGaussian;
import dev.penumbra.distribution.Discrete;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.distribution.Poisson;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tensors of every likelihood against the formulas in double precision of {@code core}. */
class TensorLikelihoodTest {
    private static final int B = 5;
    private static final int D = 7;

    static Stream<Likelihood> all() {
        Stream<Likelihood> named = Likelihoods.descriptions().keySet().stream().map(n -> Likelihoods.parse(n, n));
        List<Double> logStd = IntStream.range(0, D).mapToObj(i -> -0.1 * i).toList();
        return Stream.concat(
                named, Stream.of(new DiscretizedLogistic(3), new Poisson(255), new DiagonalGaussian(logStd)));
    }

    @BeforeAll
    static void load() {
        Engine.load();
    }

    private static Weights learned(Likelihood likelihood) {
        var values = new LinkedHashMap<String, Weights.Values>();
        likelihood
                .parameters(D)
                .forEach(p -> values.put(p.name(), new Weights.Values(p.dims(), new Seed(4).gaussians(p.size()))));
        return new Weights(values);
    }

    /** Values with both ends, and what lies between them as far as the likelihood supports it. */
    private static float[] data(Likelihood likelihood) {
        var random = new Seed(1).random();
        float[] x = new float[B * D];
        for (int i = 0; i < x.length; i++) {
            double u = i < 2 ? i : random.nextDouble();
            x[i] = (float)
                    switch (likelihood) {
                        case Counts counts -> counts.value((int) (40 * u));
                        case Discrete discrete -> discrete.value(discrete.level(u));
                        default -> u;
                    };
        }
        return x;
    }

    private static float[] outputs(Likelihood likelihood, double spread) {
        float[] out = new Seed(2).gaussians(B * D * likelihood.outputsPerValue());
        for (int i = 0; i < out.length; i++) {
            out[i] *= (float) spread;
        }
        return out;
    }

    private static float[] logDensity(Likelihood likelihood, Weights learned, float[] x, float[] out) {
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.fixed(learned, Device.CPU)) {
            Tensor rows = TensorLikelihood.logDensity(
                    likelihood,
                    parameters,
                    Tensor.of(Device.CPU, x, B, D),
                    Tensor.of(Device.CPU, out, B, out.length / B));
            assertThat(rows.dims()).containsExactly(B);
            return rows.toArray();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRowIsTheLogDensityInFloats(Likelihood likelihood) {
        Weights learned = learned(likelihood);
        Likelihood exact = likelihood.resolved(learned);
        float[] x = data(likelihood);
        int o = D * likelihood.outputsPerValue();
        for (double spread : new double[] {0.1, 1, 3}) {
            float[] out = outputs(likelihood, spread);
            float[] rows = logDensity(likelihood, learned, x, out);
            for (int b = 0; b < B; b++) {
                double expected = exact.logDensity(x, b * D, out, b * o, D);
                // Sums of some ten terms as large as 1,500 each, the result's rounding, and (x - mean) / scale with a
                // scale of exp(-8) in floats.
                double tolerance = 2e-3 + 1e-5 * Math.abs(expected);
                assertThat((double) rows[b]).isCloseTo(expected, within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void meansAreThoseInFloats(Likelihood likelihood) {
        for (double spread : new double[] {0.01, 1, 4}) {
            float[] out = outputs(likelihood, spread);
            float[] expected = new float[B * D];
            int o = D * likelihood.outputsPerValue();
            for (int b = 0; b < B; b++) {
                likelihood.resolved(learned(likelihood)).mean(out, b * o, expected, b * D, D);
            }
            try (Scope scope = new Scope()) {
                Tensor mean = TensorLikelihood.mean(likelihood, Tensor.of(Device.CPU, out, B, o));
                float[] received = mean.toArray();
                for (int i = 0; i < received.length; i++) {
                    // A logistic's scale, up to 148, times the rounding of its softplus.
                    assertThat(received[i]).isCloseTo(expected[i], within(2e-5f * (1 + Math.abs(expected[i]))));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientsAreThoseOfTheExactFormula(Likelihood likelihood) {
        Weights learned = learned(likelihood);
        float[] x = data(likelihood);
        float[] out = outputs(likelihood, 1);
        int o = D * likelihood.outputsPerValue();
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(learned, likelihood.parameters(D), Device.CPU)) {
            Tensor leaf = Tensor.of(Device.CPU, out, B, o).withGradient();
            TensorLikelihood.logDensity(likelihood, parameters, Tensor.of(Device.CPU, x, B, D), leaf)
                    .sum()
                    .backward();
            float[] received = values(leaf);
            List<Integer> some = IntStream.range(0, out.length)
                    .filter(i -> i % 3 == 0)
                    .limit(200)
                    .boxed()
                    .toList();
            for (int i : some) {
                double expected = slope(out, i, () -> exact(likelihood, learned, x, out));
                near(received[i], expected);
            }
            parameters.all().forEach((name, tensor) -> {
                float[] weights = learned.get(name);
                for (int i = 0; i < weights.length; i++) {
                    int at = i;
                    near(values(tensor)[at], slope(weights, at, () -> exact(likelihood, learned, x, out)));
                }
            });
        }
    }

    private static float[] values(Tensor leaf) {
        Tensor gradient = leaf.gradient();
        assertThat(gradient).isNotNull();
        return gradient == null ? new float[0] : gradient.toArray();
    }

    private static double exact(Likelihood likelihood, Weights learned, float[] x, float[] out) {
        Likelihood resolved = likelihood.resolved(learned);
        double sum = 0;
        for (int b = 0; b < B; b++) {
            sum += resolved.logDensity(x, b * D, out, b * D * likelihood.outputsPerValue(), D);
        }
        return sum;
    }

    /** The central difference, at floats 1/256 around: the error is its square times a third derivative. */
    private static double slope(float[] at, int i, DoubleSupplier f) {
        float middle = at[i];
        float high = middle + 1f / 256;
        float low = middle - 1f / 256;
        at[i] = high;
        double above = f.getAsDouble();
        at[i] = low;
        double below = f.getAsDouble();
        at[i] = middle;
        return (above - below) / ((double) high - low);
    }

    private static void near(float received, double expected) {
        assertThat((double) received).isCloseTo(expected, within(1e-3 + 1e-3 * Math.abs(expected)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void extremeOutputsGiveFiniteValuesAndGradients(Likelihood likelihood) {
        float[] x = data(likelihood);
        List<Float> extremes = List.of(-1e4f, -100f, -1e-30f, 0f, 1f, 100f, 1e4f);
        List<float[]> cases = new ArrayList<>();
        for (int shift = 0; shift < extremes.size(); shift++) {
            float[] out = new float[B * D * likelihood.outputsPerValue()];
            for (int i = 0; i < out.length; i++) {
                out[i] = extremes.get((i * (shift + 1) + i / D + shift) % extremes.size());
            }
            cases.add(out);
        }
        for (float[] out : cases) {
            try (Scope scope = new Scope();
                    Parameters parameters = Parameters.fixed(learned(likelihood), Device.CPU)) {
                Tensor leaf = Tensor.of(Device.CPU, out, B, out.length / B).withGradient();
                Tensor rows = TensorLikelihood.logDensity(likelihood, parameters, Tensor.of(Device.CPU, x, B, D), leaf);
                for (float row : rows.toArray()) {
                    assertThat(row).isFinite();
                }
                rows.sum().backward();
                for (float g : values(leaf)) {
                    assertThat(g).isFinite();
                }
                for (float mean : TensorLikelihood.mean(likelihood, leaf).toArray()) {
                    assertThat(mean).isFinite();
                }
            }
        }
    }
}
