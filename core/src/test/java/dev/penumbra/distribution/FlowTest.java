package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Densities of flows against the change of variables by finite differences, and by quadrature in the plane. */
class FlowTest {
    private static final int GRID = 401;
    private static final double REACH = 9;
    private static final double CELL = 2 * REACH / (GRID - 1);

    /** Initial weights times {@code factor}, with factors of a coupling that are not 0. */
    private static Weights weights(Map<String, Network> networks, List<Parameter> own, double factor) {
        List<Parameter> all = new ArrayList<>(own);
        networks.forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        SequencedMap<String, Weights.Values> scaled = new LinkedHashMap<>();
        Weights.initial(all, new Seed(7)).tensors().forEach((name, values) -> {
            float[] more = new Seed(8).named(name).gaussians(values.values().length);
            for (int i = 0; i < more.length; i++) {
                more[i] = (float) (factor * values.values()[i] + 0.2 * more[i]);
            }
            scaled.put(name, new Weights.Values(values.dims(), more));
        });
        return new Weights(scaled);
    }

    private static float[] grid() {
        float[] points = new float[GRID * GRID * 2];
        for (int row = 0; row < GRID; row++) {
            for (int column = 0; column < GRID; column++) {
                int at = 2 * (row * GRID + column);
                points[at] = (float) (-REACH + CELL * column);
                points[at + 1] = (float) (-REACH + CELL * row);
            }
        }
        return points;
    }

    @Test
    void autoregressiveFlowsHaveTheDensityOfTheirSamples() {
        InverseAutoregressiveFlow flow = InverseAutoregressiveFlow.of(2, 3, 12);
        ExactPosterior posterior = ExactPosterior.of(flow, 2, weights(flow.networks(), List.of(), 2));
        integratesToOne(posterior, new float[] {0.3f, -0.5f, 0.2f, -0.4f, 1, -2});
    }

    @Test
    void planarFlowsHaveTheDensityOfTheirSamples() {
        // The second flow's w u is -2: without the constraint it would fold.
        float[] code = {
            0.3f, -0.5f, 0.2f, -0.4f, 1, 2, 0.5f, -1, 0.1f, 1.4f, 0.2f, -1.5f, 0.5f, -0.2f, -1, 0.5f, -0.5f, 0.8f, 0.4f
        };
        integratesToOne(ExactPosterior.of(new PosteriorFamily.Planar(3), 2, new Weights(new LinkedHashMap<>())), code);
    }

    /**
     * q at the points that a grid of noise becomes, times the determinant of the map by central differences of fourth order, is
     * the density of the noise, which sums to 1. With h = 0.045 and slopes of size 2 the differences err by some (2h)^4 = 1e-4.
     */
    private static void integratesToOne(ExactPosterior posterior, float[] code) {
        int points = GRID * GRID;
        float[] codes = new float[points * code.length];
        for (int i = 0; i < points; i++) {
            System.arraycopy(code, 0, codes, i * code.length, code.length);
        }
        float[] noise = grid();
        ExactPosterior.Sample sample = posterior.sample(codes, points, noise);
        double sum = 0;
        int positive = 0;
        int negative = 0;
        for (int row = 2; row < GRID - 2; row++) {
            for (int column = 2; column < GRID - 2; column++) {
                int i = row * GRID + column;
                double determinant = slope(sample.z(), i, 1, 0) * slope(sample.z(), i, GRID, 1)
                        - slope(sample.z(), i, 1, 1) * slope(sample.z(), i, GRID, 0);
                double density = Math.exp(sample.logDensity()[i]) * Math.abs(determinant);
                double base =
                        Math.exp(-0.5 * (Math.pow(noise[2 * i], 2) + Math.pow(noise[2 * i + 1], 2))) / (2 * Math.PI);
                assertThat(density).isCloseTo(base, within(2e-3 * base + 1e-5));
                sum += density * CELL * CELL;
                positive += determinant > 0 ? 1 : 0;
                negative += determinant < 0 ? 1 : 0;
            }
        }
        assertThat(sum).isCloseTo(1, within(2e-4));
        assertThat(Math.min(positive, negative))
                .as("points where the map is folded")
                .isZero();
    }

    private static double slope(float[] z, int i, int step, int j) {
        double near = (double) z[2 * (i + step) + j] - z[2 * (i - step) + j];
        double far = (double) z[2 * (i + 2 * step) + j] - z[2 * (i - 2 * step) + j];
        return (8 * near - far) / (12 * CELL);
    }

    @Test
    void realNvpIntegratesToOneAndDrawsWhatItsDensitySays() {
        RealNvp flow = RealNvp.of(2, 4, 10);
        Weights weights = weights(flow.networks(), flow.parameters(2, 0), 1.5);
        ExactPrior prior = new ExactRealNvp(2, flow, weights);
        double sum = 0;
        float[] points = grid();
        for (double log : prior.logDensity(points, GRID * GRID, new float[0])) {
            sum += Math.exp(log) * CELL * CELL;
        }
        // The trapezoid rule on a smooth density is exact up to what lies outside the grid and 32-bit networks.
        assertThat(sum).isCloseTo(1, within(1e-4));

        // E[z] by the density on the grid, and of draws: five standard errors.
        double[] mean = new double[2];
        double[] logs = prior.logDensity(points, GRID * GRID, new float[0]);
        for (int i = 0; i < GRID * GRID; i++) {
            mean[0] += points[2 * i] * Math.exp(logs[i]) * CELL * CELL;
            mean[1] += points[2 * i + 1] * Math.exp(logs[i]) * CELL * CELL;
        }
        float[] draws = prior.sample(20_000, new Seed(4), 1);
        double[] drawn = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < 20_000; i++) {
            for (int j = 0; j < 2; j++) {
                drawn[j] += draws[2 * i + j] / 20_000.0;
                squares[j] += draws[2 * i + j] * draws[2 * i + j] / 20_000.0;
            }
        }
        for (int j = 0; j < 2; j++) {
            double error = Math.sqrt((squares[j] - drawn[j] * drawn[j]) / 20_000);
            assertThat(drawn[j]).isCloseTo(mean[j], within(5 * error));
        }
    }

    @Test
    void realNvpForwardsUndoesBackwards() {
        for (int latent : new int[] {2, 5}) {
            RealNvp flow = RealNvp.of(latent, 5, 8);
            ExactRealNvp prior =
                    new ExactRealNvp(latent, flow, weights(flow.networks(), flow.parameters(latent, 0), 1));
            float[] z = prior.sample(50, new Seed(4), 0.7);
            float[] base = new ExactNormal(latent).sample(50, new Seed(4), 0.7);
            float[] back = z.clone();
            prior.normalize(back, 50);
            for (int k = 0; k < base.length; k++) {
                // Some ten roundings of 32-bit floats, of values that the flow may enlarge some ten times.
                assertThat((double) back[k]).isCloseTo(base[k], within(2e-5));
            }
            assertThat(z).isNotEqualTo(base);
        }
    }

    @Test
    void theFirstDrawsAreThoseOfFewer() {
        RealNvp flow = RealNvp.of(3, 2, 4);
        ExactPrior prior = new ExactRealNvp(3, flow, weights(flow.networks(), flow.parameters(3, 0), 1));
        float[] few = prior.sample(3, new Seed(1), 1);
        assertThat(prior.sample(7, new Seed(1), 1)).startsWith(few);
    }

    @Test
    void networksThatAreNoFlowAreRefused() {
        Network step = InverseAutoregressiveFlow.of(2, 1, 4).steps().getFirst();
        List<Layer> reordered = List.of(
                step.layers().get(2), step.layers().get(0), step.layers().get(4));
        List<Layer> open = List.of(new Layer.Linear(4), new MaskedLinear(4, 2, MaskedLinear.Role.OUTPUT));
        List<Layer> narrow = List.of(
                new MaskedLinear(4, 2, MaskedLinear.Role.INPUT), new MaskedLinear(2, 2, MaskedLinear.Role.OUTPUT));
        for (List<Layer> layers : List.of(reordered, open, narrow, step.layers().subList(0, 3), List.<Layer>of())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InverseAutoregressiveFlow(2, List.of(step, new Network(Shape.of(4), layers))))
                    .withMessageContaining("masked layers");
        }
        Network other = InverseAutoregressiveFlow.of(3, 1, 4).steps().getFirst();
        assertThatIllegalArgumentException().isThrownBy(() -> new InverseAutoregressiveFlow(2, List.of(step, other)));
        assertThatIllegalArgumentException().isThrownBy(() -> new InverseAutoregressiveFlow(2, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PosteriorFamily.Planar(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RealNvp(List.of()));
        assertThat(InverseAutoregressiveFlow.of(3, 2, 4).fits(2)).isFalse();
        assertThat(RealNvp.of(3, 2, 4).fits(2)).isFalse();
        assertThat(RealNvp.of(3, 2, 4).fits(3)).isTrue();
    }
}
