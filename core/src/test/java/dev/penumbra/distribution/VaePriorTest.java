package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/**
 * A prior of linear networks is Gaussian: z2 ~ N(0, 1), z = C z2 + c + s eps, so z ~ N(c, C C^T + s^2 I) and q(z2|z) is Gaussian with a
 * mean linear in z.
 */
class VaePriorTest {
    private static final float[] C = {1.5f, -0.5f};
    private static final float[] SHIFT = {0.3f, -0.7f};
    private static final double STD = 0.6;
    private static final VaePrior PRIOR = new VaePrior(1, linear(2, 2), linear(1, 4), new Prior.Normal());

    private static Network linear(int inputs, int outputs) {
        return new Network(Shape.of(inputs), List.of(new Layer.Linear(outputs)));
    }

    private static Weights.Values values(List<Integer> dims, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Weights.Values(dims, floats);
    }

    /** The precision of z2 given z is 1 + C^T C / s^2, its mean C^T (z - c) / s^2 over that; both moved by what is asked for. */
    private static Weights weights(double moved) {
        double precision = 1 + (C[0] * C[0] + C[1] * C[1]) / (STD * STD);
        double a = C[0] / (STD * STD * precision);
        double b = C[1] / (STD * STD * precision);
        SequencedMap<String, Weights.Values> all = new LinkedHashMap<>();
        all.put("prior.encoder.0.weight", values(List.of(2, 2), a, b, 0, 0));
        all.put(
                "prior.encoder.0.bias",
                values(List.of(2), -a * SHIFT[0] - b * SHIFT[1] + moved, -0.5 * Math.log(precision) + moved));
        all.put("prior.decoder.0.weight", values(List.of(4, 1), C[0], C[1], 0, 0));
        all.put("prior.decoder.0.bias", values(List.of(4), SHIFT[0], SHIFT[1], Math.log(STD), Math.log(STD)));
        return new Weights(all);
    }

    private static ExactPrior exact(double moved) {
        return ExactPrior.of(PRIOR, 2, weights(moved), pseudo -> {
            throw new IllegalStateException("there are no pseudo-inputs");
        });
    }

    /** log N(z; c, C C^T + s^2 I), by the 2x2 inverse. */
    private static double closedForm(double z0, double z1) {
        double s00 = C[0] * C[0] + STD * STD;
        double s11 = C[1] * C[1] + STD * STD;
        double s01 = C[0] * C[1];
        double determinant = s00 * s11 - s01 * s01;
        double u = z0 - SHIFT[0];
        double v = z1 - SHIFT[1];
        double quadratic = (s11 * u * u - 2 * s01 * u * v + s00 * v * v) / determinant;
        return -0.5 * (quadratic + Math.log(determinant)) - Math.log(2 * Math.PI);
    }

    /** Where q(z2|z) is the true posterior, p(z, z2) / q(z2|z) is p(z) for every z2: what is left is the rounding of floats. */
    @Test
    void everySampleGivesTheDensityWhereTheEncoderIsExact() {
        float[] z = {0, 0, 1, 2, -3, 0.5f};
        float[] noise = {0.3f, -2, 1.4f};
        double[] densities = exact(0).logDensity(z, 3, noise);
        for (int i = 0; i < 3; i++) {
            assertThat(densities[i]).isCloseTo(closedForm(z[2 * i], z[2 * i + 1]), within(2e-5));
        }
    }

    /** The mean of 100,000 weights, whose variance is finite since q is wider than the true posterior; five standard errors. */
    @Test
    void otherwiseTheMeanOfTheWeightsIsTheDensity() {
        int n = 100_000;
        float[] z = new float[2 * n];
        for (int i = 0; i < n; i++) {
            z[2 * i] = 1;
            z[2 * i + 1] = -2;
        }
        double[] weights = Arrays.stream(exact(0.3).logDensity(z, n, new Seed(5).gaussians(n)))
                .map(Math::exp)
                .toArray();
        double mean = Arrays.stream(weights).sum() / n;
        double variance =
                Arrays.stream(weights).map(w -> (w - mean) * (w - mean)).sum() / n;
        double density = Math.exp(closedForm(1, -2));
        assertThat(mean).isCloseTo(density, within(5 * Math.sqrt(variance / n)));
        assertThat(Arrays.stream(weights).map(Math::log).sum() / n).isLessThan(closedForm(1, -2) - 0.01);
    }

    /** Moments of 100,000 samples; standard errors are at most 0.01, a temperature of 0 leaves the mean. */
    @Test
    void samplesHaveTheMomentsOfTheDensity() {
        int n = 100_000;
        float[] z = exact(0).sample(n, new Seed(7), 1);
        double[] sums = new double[5];
        for (int i = 0; i < n; i++) {
            double u = z[2 * i] - SHIFT[0];
            double v = z[2 * i + 1] - SHIFT[1];
            double[] terms = {u, v, u * u, u * v, v * v};
            for (int k = 0; k < 5; k++) {
                sums[k] += terms[k] / n;
            }
        }
        double[] expected = {0, 0, C[0] * C[0] + STD * STD, C[0] * C[1], C[1] * C[1] + STD * STD};
        assertThat(sums).containsExactly(expected, within(0.05));
        assertThat(exact(0).sample(2, new Seed(7), 0)).containsExactly(SHIFT[0], SHIFT[1], SHIFT[0], SHIFT[1]);
        assertThat(exact(0).sample(3, new Seed(7), 1)).startsWith(exact(0).sample(2, new Seed(7), 1));
    }

    /** The same VAE again as the prior of z2, which then is no N(0, 1): its terms by hand, sample by sample. */
    @Test
    void thePriorOfItsLatentsMayBeAnotherOne() {
        VaePrior inner = new VaePrior(2, linear(1, 4), linear(2, 2), new Prior.Mixture(3));
        VaePrior outer = new VaePrior(1, PRIOR.encoder(), PRIOR.decoder(), inner);
        assertThat(outer.noise()).isEqualTo(3);
        assertThat(outer.networks().keySet())
                .containsExactly("prior.encoder", "prior.decoder", "prior.prior.encoder", "prior.prior.decoder");
        assertThat(outer.parameters(2, 9)).extracting("name").contains("prior.prior.prior.logits");
        Weights above = Weights.initial(
                java.util.stream.Stream.concat(
                                inner.networks().entrySet().stream()
                                        .flatMap(e -> e.getValue().parameters(e.getKey()).stream()),
                                inner.parameters(1, 2).stream())
                        .toList(),
                new Seed(3));
        SequencedMap<String, Weights.Values> all =
                new LinkedHashMap<>(weights(0.2).tensors());
        above.tensors().forEach((name, values) -> all.put("prior." + name, values));
        float[] z = {0.4f, -1};
        float[] noise = {0.7f, -0.2f, 1.1f};

        double received = ExactPrior.of(outer, 2, new Weights(all), pseudo -> {
                    throw new IllegalStateException("there are no pseudo-inputs");
                })
                .logDensity(z, 1, noise)[0];

        float[] code = {
            weights(0.2).get("prior.encoder.0.bias")[0], weights(0.2).get("prior.encoder.0.bias")[1]
        };
        code[0] += weights(0.2).get("prior.encoder.0.weight")[0] * z[0]
                + weights(0.2).get("prior.encoder.0.weight")[1] * z[1];
        float z2 = (float) (code[0] + Math.exp(code[1]) * noise[0]);
        double expected = ExactPrior.of(inner, 1, above, pseudo -> {
                    throw new IllegalStateException("there are no pseudo-inputs");
                })
                .logDensity(new float[] {z2}, 1, new float[] {noise[1], noise[2]})[0];
        expected += Gaussian.logDensity(z[0], C[0] * z2 + SHIFT[0], Math.log(STD));
        expected += Gaussian.logDensity(z[1], C[1] * z2 + SHIFT[1], Math.log(STD));
        expected -= Gaussian.logDensity(z2, code[0], code[1]);
        assertThat(received).isCloseTo(expected, within(1e-5)); // rounding of z2 to a float, times slopes of some units
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        Network encoder = Architecture.encoder("mlp:3", Shape.of(2), 2);
        Network decoder = Architecture.decoder("mlp:3", 1, Shape.of(4));
        assertThat(new VaePrior(1, encoder, decoder, new Prior.Normal()).fits(3))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VaePrior(2, encoder, decoder, new Prior.Normal()))
                .withMessageContaining("expected 4, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VaePrior(1, encoder, linear(1, 2), new Prior.Normal()))
                .withMessageContaining("expected 4, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VaePrior(1, encoder, decoder, PRIOR))
                .withMessageContaining("not one of 1 dimensions");
    }
}
