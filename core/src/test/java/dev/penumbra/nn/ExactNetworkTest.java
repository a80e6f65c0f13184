package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactNetworkTest {
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    private static float[] run(Shape input, Layer layer, float[] weight, float[] bias, float... x) {
        Network network = new Network(input, List.of(layer));
        var tensors = new LinkedHashMap<String, Weights.Values>();
        List<Parameter> parameters = network.parameters("n");
        if (!parameters.isEmpty()) {
            tensors.put("n.0.weight", new Weights.Values(parameters.get(0).dims(), weight));
            tensors.put("n.0.bias", new Weights.Values(parameters.get(1).dims(), bias));
        }
        return new ExactNetwork(network, new Weights(tensors), "n").run(x, x.length / input.size(), 1);
    }

    private static float[] floats(float... values) {
        return values;
    }

    @Test
    void linearMultipliesByTheMatrixAndAddsTheBias() {
        assertThat(run(
                        Shape.of(3),
                        new Layer.Linear(2),
                        floats(1, 2, 3, 4, 5, 6),
                        floats(10, 20),
                        1,
                        0,
                        -1, //
                        1,
                        1,
                        1))
                .containsExactly(8, 18, 16, 35);
    }

    @Test
    void convCorrelatesWithStrideAndZeroPadding() {
        // 3x3 image, 2x2 kernel, stride 2, padding 1: the four patches hold [.,.,.,1] [.,.,2,3] [.,4,.,7] [5,6,8,9].
        assertThat(run(
                        Shape.image(1, 3, 3),
                        new Layer.Conv(1, 2, 2, 1),
                        floats(1, 10, 100, 1000),
                        floats(0.5f),
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        9))
                .containsExactly(1000.5f, 3200.5f, 7040.5f, 9865.5f);
    }

    @Test
    void convSumsOverInputChannels() {
        assertThat(run(
                        Shape.image(2, 1, 2),
                        new Layer.Conv(2, 1, 1, 0),
                        floats(1, 10, 2, 20),
                        floats(0, 1),
                        1,
                        2,
                        3,
                        4))
                .containsExactly(31, 42, 63, 85);
    }

    @Test
    void transposedConvSpreadsEachPixelOverItsWindow() {
        // Stride 2 and a 2x2 kernel do not overlap: each pixel becomes a 2x2 tile; the extra column holds the bias.
        assertThat(run(
                        Shape.image(1, 1, 2),
                        new Layer.TransposedConv(1, 2, 2, 0, 0, 1),
                        floats(1, 10, 100, 1000),
                        floats(0.5f),
                        3,
                        4))
                .containsExactly(
                        3.5f, 30.5f, 4.5f, 40.5f, 0.5f, //
                        300.5f, 3000.5f, 400.5f, 4000.5f, 0.5f);
        // Stride 1 overlaps: 1x2 image, 2x2 kernel, padding 0.
        assertThat(run(
                        Shape.image(1, 1, 2),
                        new Layer.TransposedConv(1, 2, 1, 0, 0, 0),
                        floats(1, 10, 100, 1000),
                        floats(0),
                        3,
                        4))
                .containsExactly(3, 34, 40, 300, 3400, 4000);
    }

    @Test
    void activationsAreTheirDefinitions() {
        float[] x = {-2, -0.5f, 0, 0.5f, 2};
        assertThat(run(Shape.of(5), new Layer.Activation(Layer.Function.RELU), x, x, x))
                .containsExactly(0, 0, 0, 0.5f, 2);
        assertThat(run(Shape.of(5), new Layer.Activation(Layer.Function.LEAKY_RELU), x, x, x))
                .containsExactly(-0.02f, -0.005f, 0, 0.5f, 2);
        // To the 7 digits that a float holds, from the mathematical functions' tables.
        assertClose(Layer.Function.TANH, 2, 0.9640276);
        assertClose(Layer.Function.SIGMOID, 2, 0.8807971);
        assertClose(Layer.Function.SIGMOID, -2, 0.1192029);
        assertClose(Layer.Function.SILU, 2, 1.7615942);
        // Hendrycks & Gimpel's formula, evaluated apart from this program with 30 digits.
        assertClose(Layer.Function.GELU, 1, 0.841191991);
        assertClose(Layer.Function.GELU, -2, -0.045402306);
        assertClose(Layer.Function.GELU, -100, 0);
        assertClose(Layer.Function.GELU, 100, 100);
        assertClose(Layer.Function.SOFTPLUS, 0, 0.6931472);
        assertClose(Layer.Function.SOFTPLUS, -2, 0.1269280);
        assertClose(Layer.Function.SOFTPLUS, 1000, 1000);
        assertClose(Layer.Function.SILU, -1000, 0);
        assertClose(Layer.Function.SIGMOID, -1000, 0);
    }

    private static void assertClose(Layer.Function function, float x, double expected) {
        float[] none = {};
        float y = run(Shape.of(1), new Layer.Activation(function), none, none, x)[0];
        assertThat((double) y).isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void gluGatesTheFirstHalfByTheSecond() {
        float[] none = {};
        // sigmoid(0) = 1/2; sigmoid(2) = 0.88079708.
        assertThat(run(Shape.of(4), new Layer.Glu(), none, none, 3, -5, 0, 2)).containsExactly(1.5f, -4.4039855f);
        // [4, 1, 2]: channels 0 and 1 are gated by channels 2 and 3.
        assertThat(run(Shape.image(4, 1, 2), new Layer.Glu(), none, none, 1, 2, 3, 4, 0, 0, -1000, 1000))
                .containsExactly(0.5f, 1, 0, 4);
    }

    @Test
    void residualAddsItsBodyToItsInput() {
        Layer linear = new Layer.Linear(2);
        Layer inner = new Layer.Residual(List.of(new Layer.Activation(Layer.Function.RELU)));
        Network network = new Network(Shape.of(2), List.of(new Layer.Residual(List.of(linear, inner))));
        assertThat(network.parameters("n")).extracting(Parameter::name).containsExactly("n.0.0.weight", "n.0.0.bias");
        var tensors = new LinkedHashMap<String, Weights.Values>();
        tensors.put("n.0.0.weight", new Weights.Values(List.of(2, 2), floats(1, 2, 3, 4)));
        tensors.put("n.0.0.bias", new Weights.Values(List.of(2), floats(10, -100)));
        // W x + b = (15, -89); plus its ReLU (30, -89); plus x.
        assertThat(new ExactNetwork(network, new Weights(tensors), "n").run(floats(1, 2), 1, 1))
                .containsExactly(31, -87);
    }

    @Test
    void reshapeKeepsValues() {
        assertThat(run(Shape.of(4), new Layer.Reshape(Shape.image(1, 2, 2)), floats(), floats(), 1, 2, 3, 4))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void transposedConvIsTheTransposeOfConv() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 30; trial++) {
            int kernel = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(3);
            int padding = random.nextInt(kernel);
            Shape image = Shape.image(1 + random.nextInt(3), 4 + random.nextInt(6), 4 + random.nextInt(6));
            Layer.Conv conv = new Layer.Conv(1 + random.nextInt(3), kernel, stride, padding);
            Shape small = conv.output(image);
            Layer.TransposedConv transposed = new Layer.TransposedConv(
                    image.channels(),
                    kernel,
                    stride,
                    padding,
                    (image.height() + 2 * padding - kernel) % stride,
                    (image.width() + 2 * padding - kernel) % stride);
            assertThat(transposed.output(small)).isEqualTo(image);
            // Small whole numbers: all sums are exact, so the two sides are equal, not close.
            float[] weight = wholeNumbers(random, conv.parameters(image).get(0).size());
            float[] x = wholeNumbers(random, image.size());
            float[] y = wholeNumbers(random, small.size());
            float[] forward = run(image, conv, weight, new float[small.channels()], x);
            float[] back = run(small, transposed, weight, new float[image.channels()], y);
            assertThat(dot(forward, y)).isEqualTo(dot(x, back));
        }
    }

    private static float[] wholeNumbers(SplittableRandom random, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = random.nextInt(-8, 9);
        }
        return out;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /**
     * A sum of n products in floats, in any order, is off by at most about n u times the sum of the magnitudes, u = 2^-24
     * (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); n + 2 covers second-order terms at these n.
     */
    @Test
    void randomLayersAgreeWithTheDefinitionInDoublePrecision() {
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 120; trial++) {
            int kernel = 1 + random.nextInt(5);
            int stride = 1 + random.nextInt(3);
            int padding = random.nextInt(kernel);
            Shape image = Shape.image(1 + random.nextInt(11), 5 + random.nextInt(9), 5 + random.nextInt(25));
            Layer layer = switch (trial % 3) {
                case 0 -> new Layer.Linear(1 + random.nextInt(70));
                case 1 -> new Layer.Conv(1 + random.nextInt(9), kernel, stride, padding);
                default ->
                    new Layer.TransposedConv(
                            1 + random.nextInt(9),
                            kernel,
                            stride,
                            padding,
                            random.nextInt(stride),
                            random.nextInt(stride));
            };
            Weights weights = Weights.initial(new Network(image, List.of(layer)).parameters("n"), new Seed(trial));
            float[] weight = weights.get("n.0.weight");
            float[] bias = weights.get("n.0.bias");
            int batch = 1 + random.nextInt(4);
            float[] x = new Seed(trial).named("x").gaussians(batch * image.size());
            float[] y = run(image, layer, weight, bias, x);
            int outputs = y.length / batch;
            for (int b = 0; b < batch; b++) {
                float[] example = Arrays.copyOfRange(x, b * image.size(), (b + 1) * image.size());
                NaiveLayers.Sum[] expected = NaiveLayers.apply(layer, image, weight, bias, example);
                for (int i = 0; i < outputs; i++) {
                    double bound = (expected[i].terms() + 2) * UNIT_ROUNDOFF * expected[i].magnitude();
                    double error = Math.abs(y[b * outputs + i] - expected[i].value());
                    if (!(error <= bound)) {
                        fail("%s of %s, output %d is off by %s, more than %s", layer, image, i, error, bound);
                    }
                }
            }
        }
    }

    @Test
    void threadsAndBatchingDoNotChangeABit() {
        for (String text : List.of("mlp:50", "conv:8,12")) {
            Shape image = Shape.image(2, 13, 10);
            Network network = Architecture.encoder(text, image, 9);
            assertBatchingIsFree(network);
            assertBatchingIsFree(Architecture.decoder(Architecture.mirror(text), 9, image));
        }
    }

    private static void assertBatchingIsFree(Network network) {
        int batch = 150;
        int size = network.input().size();
        ExactNetwork exact = new ExactNetwork(network, Weights.initial(network.parameters("n"), new Seed(1)), "n");
        float[] x = new Seed(2).gaussians(batch * size);
        float[] original = x.clone();
        float[] all = exact.run(x, batch, 1);
        assertThat(x).as("the input is only read").isEqualTo(original);
        assertThat(exact.run(x, batch, 2)).isEqualTo(all);
        assertThat(exact.run(x, batch, 7)).isEqualTo(all);
        int outputs = network.output().size();
        int from = 0;
        for (int count = 1; from < batch; from += count, count = Math.min(count + 3, batch - from)) {
            float[] part = exact.run(Arrays.copyOfRange(x, from * size, (from + count) * size), count, 1);
            assertThat(part).isEqualTo(Arrays.copyOfRange(all, from * outputs, (from + count) * outputs));
        }
    }

    @Test
    void theSignOfAZeroDoesNotDependOnTheExamplesBeside() {
        float[] weight = floats(1, 1, 1, 1);
        float[] minusZero = floats(-0f);
        float[] alone = run(Shape.of(4), new Layer.Linear(1), weight, minusZero, new float[4]);
        float[] x = new float[16];
        x[12] = 1;
        float[] besideAnother = run(Shape.of(4), new Layer.Linear(1), weight, minusZero, x);
        assertThat(Float.floatToRawIntBits(alone[0])).isEqualTo(Float.floatToRawIntBits(besideAnother[0]));
    }

    @Test
    void missingWeightsAndWrongBatchesAreRefused() {
        Network network = Architecture.encoder("mlp:5", Shape.of(3), 2);
        Weights weights = Weights.initial(network.parameters("n"), new Seed(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactNetwork(network, weights, "other"))
                .withMessageContaining("other.0.weight");
        Network wider = Architecture.encoder("mlp:6", Shape.of(3), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactNetwork(wider, weights, "n"))
                .withMessageContaining("[6, 3]")
                .withMessageContaining("[5, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactNetwork(network, weights, "n").run(new float[7], 2, 1));
        assertThat(new ExactNetwork(network, weights, "n").run(new float[0], 0, 2))
                .isEmpty();
    }
}
