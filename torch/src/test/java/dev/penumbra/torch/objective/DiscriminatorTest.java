package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.tensor.Device;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Both uses of a discriminator by hand: its logits from the exact runtime on the same z, noise and weights, the values and the
 * gradients of its last layer by their formulas in double.
 */
class DiscriminatorTest {
    private static final int B = Small.B;
    private static final int V = Small.V;
    private static final int WIDTH = 6;
    private static final VaeSpec SPEC = Small.spec(false, "mlp:5@tanh");
    /** Sums of some ten floats of size one. */
    private static final double TOLERANCE = 1e-5;

    private final Seed seed = new Seed(3);

    private static float[] z(Weights weights, float[] noise) {
        try (TorchInference inference = new TorchInference(new Model(SPEC, weights), Device.CPU)) {
            return inference.encode(Small.x(), B).sample(noise);
        }
    }

    /** Columns of the batch's noise, which has those of z first. */
    private float[] columns(int from) {
        float[] all = seed.gaussians(B * 2 * V);
        float[] out = new float[B * V];
        for (int i = 0; i < B; i++) {
            System.arraycopy(all, i * 2 * V + from, out, i * V, V);
        }
        return out;
    }

    /** Each column of z in the order in which that column's noise grows. */
    private static float[] permuted(float[] z, float[] noise) {
        float[] out = new float[B * V];
        for (int j = 0; j < V; j++) {
            int column = j;
            List<Integer> order = IntStream.range(0, B)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> noise[i * V + column]))
                    .toList();
            for (int i = 0; i < B; i++) {
                out[i * V + j] = z[order.get(i) * V + j];
            }
        }
        return out;
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private void check(Objective objective, boolean adversarial) {
        Network network = Objects.requireNonNull(objective.networks(V).get(Objective.DISCRIMINATOR));
        int last = network.layers().size() - 1;
        Network hidden = new Network(network.input(), network.layers().subList(0, last));
        Weights weights = Small.weights(SPEC, objective);
        float[] z = z(weights, columns(0));
        float[] others = adversarial ? columns(V) : permuted(z, columns(V));
        ExactNetwork logits = new ExactNetwork(network, weights, Objective.DISCRIMINATOR);
        ExactNetwork units = new ExactNetwork(hidden, weights, Objective.DISCRIMINATOR);
        float[] ofZ = logits.run(z, B, 1);
        float[] ofOthers = logits.run(others, B, 1);
        float[] unitsOfZ = units.run(z, B, 1);
        float[] unitsOfOthers = units.run(others, B, 1);

        double deceived = 0;
        double[] gradient = new double[WIDTH + 1];
        for (int i = 0; i < B; i++) {
            deceived += (adversarial ? softplus(ofZ[i]) : ofZ[i]) / B;
            // softplus(-logit) of z, softplus(logit) of the others.
            double byZ = (sigmoid(ofZ[i]) - 1) / B;
            double byOther = sigmoid(ofOthers[i]) / B;
            for (int u = 0; u < WIDTH; u++) {
                gradient[u] += byZ * unitsOfZ[i * WIDTH + u] + byOther * unitsOfOthers[i * WIDTH + u];
            }
            gradient[WIDTH] += byZ + byOther;
        }
        Small.Result result = Small.run(objective, SPEC, weights, 3);
        assertThat(result.penalty()).isCloseTo(7 * deceived, within(7 * TOLERANCE));
        Map<String, float[]> gradients = result.gradients();
        String name = Objective.DISCRIMINATOR + "." + last;
        float[] weight = Objects.requireNonNull(gradients.get(name + ".weight"));
        for (int u = 0; u < WIDTH; u++) {
            assertThat((double) weight[u]).isCloseTo(gradient[u], within(TOLERANCE));
        }
        assertThat((double) Objects.requireNonNull(gradients.get(name + ".bias"))[0])
                .isCloseTo(gradient[WIDTH], within(TOLERANCE));
    }

    @Test
    void factorsAreTakenFromPermutedDimensions() {
        check(new Objective.Factor(7, WIDTH), false);
        Network network = new Objective.Factor(7, 1000).networks(10).get(Objective.DISCRIMINATOR);
        // Six layers of 1,000 units and the logit's.
        assertThat(Objects.requireNonNull(network).parameters("d").stream()
                        .mapToInt(p -> p.size())
                        .sum())
                .isEqualTo(11 * 1000 + 5 * 1001 * 1000 + 1001);
    }

    @Test
    void thePriorIsTakenFromTheNoise() {
        check(new Objective.Adversarial(7, WIDTH), true);
    }
}
