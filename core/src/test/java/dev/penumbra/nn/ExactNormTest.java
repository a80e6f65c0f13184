package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Against the formula by its definition. Both sides are in double precision: what separates them is one rounding to a float. */
class ExactNormTest {
    private static final int BATCH = 3;
    private static final Shape IMAGE = Shape.image(6, 4, 5);
    private static final double ROUNDING = 1e-7;

    @Test
    void groupNormUsesThePixelsOfTheChannelsOfAGroup() {
        // Channels 0 to 2 are group 0, channels 3 to 5 group 1.
        check(new Layer.GroupNorm(2), IMAGE, i -> i / (3 * 20), i -> i / 20);
        check(new Layer.GroupNorm(6), IMAGE, i -> i / 20, i -> i / 20);
    }

    @Test
    void layerNormUsesAllValuesAndScalesEach() {
        check(new Layer.LayerNorm(), IMAGE, i -> 0, i -> i);
        check(new Layer.LayerNorm(), Shape.of(9), i -> 0, i -> i);
    }

    private static void check(Layer layer, Shape shape, IntUnaryOperator group, IntUnaryOperator weightOf) {
        Network network = new Network(shape, List.of(layer));
        Weights weights = random(network);
        float[] x = new Seed(2).gaussians(BATCH * shape.size());
        float[] y = new ExactNetwork(network, weights, "n").run(x, BATCH, 1);
        for (int b = 0; b < BATCH; b++) {
            for (int i = 0; i < shape.size(); i++) {
                double n = 0;
                double sum = 0;
                double squares = 0;
                for (int j = 0; j < shape.size(); j++) {
                    if (group.applyAsInt(j) == group.applyAsInt(i)) {
                        double value = x[b * shape.size() + j];
                        n++;
                        sum += value;
                        squares += value * value;
                    }
                }
                double mean = sum / n;
                double variance = squares / n - mean * mean;
                int w = weightOf.applyAsInt(i);
                double expected =
                        (x[b * shape.size() + i] - mean) / Math.sqrt(variance + 1e-5) * weights.get("n.0.weight")[w]
                                + weights.get("n.0.bias")[w];
                assertThat((double) y[b * shape.size() + i])
                        .isCloseTo(expected, within(ROUNDING * (1 + Math.abs(expected))));
            }
        }
    }

    @Test
    void batchNormUsesTheRunningStatisticsOfTheChannelOrTheValue() {
        for (Shape shape : List.of(IMAGE, Shape.of(7))) {
            Network network = new Network(shape, List.of(new Layer.BatchNorm()));
            Weights weights = random(network);
            float[] x = new Seed(2).gaussians(BATCH * shape.size());
            float[] y = new ExactNetwork(network, weights, "n").run(x, BATCH, 1);
            int channels = shape.dim(0);
            for (int i = 0; i < x.length; i++) {
                int c = i % shape.size() / (shape.size() / channels);
                double expected = (x[i] - weights.get("n.0.runningMean")[c])
                                / Math.sqrt(weights.get("n.0.runningVariance")[c] + 1e-5)
                                * weights.get("n.0.weight")[c]
                        + weights.get("n.0.bias")[c];
                assertThat((double) y[i]).isCloseTo(expected, within(ROUNDING * (1 + Math.abs(expected))));
            }
        }
    }

    /** Weights of no special values; variances are positive. */
    static Weights random(Network network) {
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        for (Parameter p : network.parameters("n")) {
            float[] values = new Seed(1).named(p.name()).gaussians(p.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = p.name().endsWith("Variance") ? 0.1f + values[i] * values[i] : values[i];
            }
            tensors.put(p.name(), new Weights.Values(p.dims(), values));
        }
        return new Weights(tensors);
    }
}
