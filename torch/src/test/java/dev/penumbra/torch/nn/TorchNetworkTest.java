package dev.penumbra.torch.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What training does beyond applying a network. */
class TorchNetworkTest {
    /** Sums of some ten float products of size about 1. */
    private static final double TOLERANCE = 1e-5;

    @BeforeAll
    static void load() {
        Engine.load();
    }

    @Test
    void batchNormTrainsOnTheBatchAndKeepsRunningStatistics() {
        Shape shape = Shape.image(3, 2, 2);
        int batch = 5;
        int n = batch * 4;
        Network network = new Network(shape, List.of(new Layer.BatchNorm()));
        Weights initial = Weights.initial(network.parameters("n"), new Seed(1));
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(initial, network.parameters("n"), Device.CPU)) {
            assertThat(parameters.trained()).containsOnlyKeys("n.0.weight", "n.0.bias");
            TorchNetwork torch = new TorchNetwork(network, parameters, "n");
            double[] mean = new double[3];
            double[] variance = {1, 1, 1};
            for (int step = 0; step < 3; step++) {
                float[] x = new Seed(2).at(step).gaussians(batch * 12);
                float[] y = torch.forward(Tensor.of(Device.CPU, x, batch, 12)).toArray();
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    double squares = 0;
                    for (int i = 0; i < n; i++) {
                        double value = x[i / 4 * 12 + c * 4 + i % 4];
                        sum += value;
                        squares += value * value;
                    }
                    double m = sum / n;
                    double v = squares / n - m * m;
                    for (int i = 0; i < n; i++) {
                        int at = i / 4 * 12 + c * 4 + i % 4;
                        assertThat((double) y[at]).isCloseTo((x[at] - m) / Math.sqrt(v + 1e-5), within(TOLERANCE));
                    }
                    mean[c] += 0.1 * (m - mean[c]);
                    variance[c] += 0.1 * (v * n / (n - 1) - variance[c]);
                }
            }
            float[] runningMean = parameters.get("n.0.runningMean").toArray();
            float[] runningVariance = parameters.get("n.0.runningVariance").toArray();
            for (int c = 0; c < 3; c++) {
                assertThat((double) runningMean[c]).isCloseTo(mean[c], within(TOLERANCE));
                assertThat((double) runningVariance[c]).isCloseTo(variance[c], within(TOLERANCE));
            }

            float[] x = new Seed(3).gaussians(12);
            try (NoGrad noGrad = new NoGrad()) {
                float[] y = new TorchNetwork(network, parameters.applied(), "n")
                        .forward(Tensor.of(Device.CPU, x, 1, 12))
                        .toArray();
                for (int i = 0; i < 12; i++) {
                    assertThat((double) y[i])
                            .isCloseTo((x[i] - mean[i / 4]) / Math.sqrt(variance[i / 4] + 1e-5), within(TOLERANCE));
                }
            }
            assertThat(parameters.get("n.0.runningMean").toArray())
                    .as("applying updates nothing")
                    .isEqualTo(runningMean);
        }
    }

    @Test
    void aBatchOfOneVectorTrainsOnTheRunningStatistics() {
        Network network = new Network(Shape.of(2), List.of(new Layer.BatchNorm()));
        Weights initial = Weights.initial(network.parameters("n"), new Seed(1));
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(initial, network.parameters("n"), Device.CPU)) {
            float[] y = new TorchNetwork(network, parameters, "n")
                    .forward(Tensor.of(Device.CPU, new float[] {3, -4}, 1, 2))
                    .toArray();
            assertThat((double) y[0]).isCloseTo(3 / Math.sqrt(1 + 1e-5), within(TOLERANCE));
            assertThat((double) y[1]).isCloseTo(-4 / Math.sqrt(1 + 1e-5), within(TOLERANCE));
            assertThat(parameters.get("n.0.runningMean").toArray()).containsExactly(0, 0);
            assertThat(parameters.get("n.0.runningVariance").toArray()).containsExactly(1, 1);
        }
    }

    @Test
    void maskedWeightsHaveNoGradient() {
        MaskedLinear layer = new MaskedLinear(4, 2, MaskedLinear.Role.INPUT);
        Network network = new Network(Shape.of(3), List.of(layer));
        Weights initial = Weights.initial(network.parameters("n"), new Seed(1));
        float[] x = {2, 3, 5};
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(initial, network.parameters("n"), Device.CPU)) {
            new TorchNetwork(network, parameters, "n")
                    .forward(Tensor.of(Device.CPU, x, 1, 3))
                    .sum()
                    .backward();
            float[] gradient = Objects.requireNonNull(
                            parameters.get("n.0.weight").gradient())
                    .toArray();
            // d sum / d W[unit][i] = mask x_i: units 0 and 2 see the context alone, units 1 and 3 input 0 too.
            assertThat(gradient).containsExactly(0, 0, 5, 2, 0, 5, 0, 0, 5, 2, 0, 5);
        }
    }
}
