package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.tensor.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Importance-weighted bounds against their formulas on log weights of the same noise, and their gradients. */
class ImportanceTest {
    private static final VaeSpec SPEC = Small.spec(false, "mlp:5@tanh");
    private static final Weights WEIGHTS = Small.weights(SPEC, Objective.Elbo.PLAIN);
    /** Sums of some ten floats of size one to ten. */
    private static final double TOLERANCE = 1e-4;

    private static <T> T of(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private static double[] logWeights(Weights weights, int k, long seed) {
        try (TorchInference inference = new TorchInference(new Model(SPEC, weights), Device.CPU)) {
            return inference.logWeights(
                    Small.x(), new int[0], Small.B, new Seed(seed).gaussians(Small.B * k * Small.V), k);
        }
    }

    /** The mean over groups of k of log 1/k sum exp, in double. */
    private static double bound(double[] logWeights, int k) {
        double mean = 0;
        int groups = logWeights.length / k;
        for (int g = 0; g < groups; g++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += Math.exp(logWeights[g * k + i]) / k;
            }
            mean += Math.log(sum) / groups;
        }
        return mean;
    }

    @Test
    void everyBoundIsItsFormula() {
        double[] logWeights = logWeights(WEIGHTS, 6, 3);
        double elbo = bound(logWeights, 1);
        double all = bound(logWeights, 6);
        double groups = bound(logWeights, 3);
        assertThat(elbo).isLessThan(groups);
        assertThat(groups).isLessThan(all);
        assertThat(-loss(new Objective.Iwae(6))).isCloseTo(all, within(TOLERANCE));
        assertThat(-loss(new Objective.Dreg(6))).isCloseTo(all, within(TOLERANCE));
        assertThat(-loss(new Objective.Piwae(2, 3))).isCloseTo(all, within(TOLERANCE));
        assertThat(-loss(new Objective.Miwae(2, 3))).isCloseTo(groups, within(TOLERANCE));
        assertThat(-loss(new Objective.Ciwae(6, 0.3))).isCloseTo(0.3 * elbo + 0.7 * all, within(TOLERANCE));
    }

    private static double loss(Objective objective) {
        return Small.run(objective, SPEC, WEIGHTS, 3).loss();
    }

    /** Central differences of a float loss of size ten: errors of 1e-6 over a step of 1e-2, and of third derivatives. */
    @Test
    void theGradientIsThatOfTheBound() {
        Map<String, float[]> gradients =
                Small.run(new Objective.Iwae(6), SPEC, WEIGHTS, 3).gradients();
        for (String name : List.of("encoder.0.weight", "encoder.2.bias", "decoder.0.weight", "decoder.2.bias")) {
            for (int i = 0; i < 3; i++) {
                double up = -bound(logWeights(moved(name, i, 1e-2f), 6, 3), 6);
                double down = -bound(logWeights(moved(name, i, -1e-2f), 6, 3), 6);
                assertThat((double) of(gradients, name)[i])
                        .as("%s[%d]", name, i)
                        .isCloseTo((up - down) / 2e-2, within(5e-3));
            }
        }
    }

    private static Weights moved(String name, int i, float by) {
        Weights.Values old = of(WEIGHTS.tensors(), name);
        float[] values = old.values().clone();
        values[i] += by;
        return WEIGHTS.with(Map.of(name, new Weights.Values(old.dims(), values)));
    }

    @Test
    void theHalvesOfPiwaeAreTrainedByTheirOwnBounds() {
        Map<String, float[]> split =
                Small.run(new Objective.Piwae(2, 3), SPEC, WEIGHTS, 3).gradients();
        Map<String, float[]> whole =
                Small.run(new Objective.Iwae(6), SPEC, WEIGHTS, 3).gradients();
        Map<String, float[]> groups =
                Small.run(new Objective.Miwae(2, 3), SPEC, WEIGHTS, 3).gradients();
        split.forEach((name, gradient) -> {
            float[] expected = SPEC.infers(name) ? of(groups, name) : of(whole, name);
            assertThat(gradient).as(name).containsExactly(expected, within(1e-4f));
        });
        assertThat(split.keySet()).isEqualTo(whole.keySet());
    }

    /**
     * Over 400 draws of the noise: the encoder's gradient has the same mean as that of the bound, within six standard errors of the
     * difference, with less variance; the decoder's is the same on every draw.
     */
    @Test
    void theDoublyReparameterizedGradientHasTheSameMeanAndLessVariance() {
        int draws = 400;
        Map<String, List<float[]>> plain = new LinkedHashMap<>();
        Map<String, List<float[]>> doubly = new LinkedHashMap<>();
        for (int seed = 0; seed < draws; seed++) {
            Small.run(new Objective.Iwae(16), SPEC, WEIGHTS, 100 + seed)
                    .gradients()
                    .forEach((n, g) ->
                            plain.computeIfAbsent(n, x -> new ArrayList<>()).add(g));
            Small.run(new Objective.Dreg(16), SPEC, WEIGHTS, 100 + seed)
                    .gradients()
                    .forEach((n, g) ->
                            doubly.computeIfAbsent(n, x -> new ArrayList<>()).add(g));
        }
        assertThat(of(doubly, "decoder.0.weight").getFirst())
                .containsExactly(of(plain, "decoder.0.weight").getFirst(), within(1e-4f));
        double plainVariance = 0;
        double doublyVariance = 0;
        for (String name : List.of("encoder.0.weight", "encoder.2.bias")) {
            for (int i = 0; i < 4; i++) {
                double mean = 0;
                double square = 0;
                double[] means = new double[2];
                double[] squares = new double[2];
                for (int s = 0; s < draws; s++) {
                    double a = of(plain, name).get(s)[i];
                    double b = of(doubly, name).get(s)[i];
                    mean += (a - b) / draws;
                    square += (a - b) * (a - b) / draws;
                    means[0] += a / draws;
                    means[1] += b / draws;
                    squares[0] += a * a / draws;
                    squares[1] += b * b / draws;
                }
                assertThat(mean).as("%s[%d]", name, i).isCloseTo(0, within(6 * Math.sqrt(square / draws)));
                plainVariance += squares[0] - means[0] * means[0];
                doublyVariance += squares[1] - means[1] * means[1];
            }
        }
        assertThat(doublyVariance).isLessThan(plainVariance);
    }
}
