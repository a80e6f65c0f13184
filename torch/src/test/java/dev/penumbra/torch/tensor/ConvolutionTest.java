package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution, its transpose and the gradient of its weights against sums over all products that the definition names. */
class ConvolutionTest {
    private static final int IMAGES = 3;

    @BeforeAll
    static void load() {
        Engine.load();
    }

    @ParameterizedTest(name = "{0} to {1} channels, {2}x{3}, kernel {4}, stride {5}, padding {6}")
    @CsvSource({
        "1,  32, 28, 28, 4, 2, 1",
        "32, 64, 14, 14, 4, 2, 1",
        "64, 16, 7,  7,  4, 2, 1",
        "3,  5,  9,  6,  3, 1, 1",
        "7,  1,  6,  8,  3, 3, 0",
        "2,  9,  8,  5,  5, 2, 2",
        "17, 33, 5,  5,  3, 2, 1",
        "4,  4,  3,  4,  1, 1, 0",
        "1,  1,  4,  4,  4, 1, 0",
    })
    void isWhatTheDefinitionSays(
            int channels, int coarseChannels, int height, int width, int kernel, int stride, int padding) {
        Shape fineShape = Shape.image(channels, height, width);
        Shape coarseShape = new Layer.Conv(coarseChannels, kernel, stride, padding).output(fineShape);
        var convolution = new Convolution(IMAGES, fineShape, coarseShape, kernel, stride, padding);
        float[] fine = new Seed(1).gaussians(IMAGES * fineShape.size());
        float[] coarse = new Seed(2).gaussians(IMAGES * coarseShape.size());
        float[] weight = new Seed(3).gaussians(coarseChannels * channels * kernel * kernel);
        float[] bias = new Seed(4).gaussians(coarseChannels);

        double[] down = new double[coarse.length];
        double[] up = new double[fine.length];
        double[] gradient = new double[weight.length];
        double[] biasGradient = new double[bias.length];
        for (int i = 0; i < coarse.length; i++) {
            down[i] += bias[i % coarseChannels];
            biasGradient[i % coarseChannels] += coarse[i];
        }
        forEachProduct(convolution, (f, c, w) -> {
            down[c] += (double) weight[w] * fine[f];
            up[f] += (double) weight[w] * coarse[c];
            gradient[w] += (double) fine[f] * coarse[c];
        });

        try (Scope scope = new Scope()) {
            Tensor weights = Tensor.of(Device.CPU, weight, coarseChannels, channels, kernel, kernel);
            Tensor biases = Tensor.of(Device.CPU, bias, coarseChannels);
            Tensor fineImages = Tensor.of(Device.CPU, fine, IMAGES, fineShape.size());
            Tensor coarseImages = Tensor.of(Device.CPU, coarse, IMAGES, coarseShape.size());
            Tensor fineOut = Tensor.zeros(Device.CPU, IMAGES, fineShape.size());
            Tensor coarseOut = Tensor.zeros(Device.CPU, IMAGES, coarseShape.size());
            Tensor weightsOut = Tensor.zeros(Device.CPU, coarseChannels, channels, kernel, kernel);
            Tensor biasesOut = Tensor.zeros(Device.CPU, coarseChannels);
            try (var downward = convolution.down(fineImages, weights, biases, coarseOut);
                    var unbiased = convolution.down(fineImages, weights, null, coarseOut);
                    var upward = convolution.up(coarseImages, weights, fineOut);
                    var gradients = convolution.gradients(fineImages, coarseImages, weightsOut, biasesOut);
                    var unbiasedGradients = convolution.gradients(fineImages, coarseImages, weightsOut, null)) {
                for (int run = 0; run < 2; run++) {
                    downward.run();
                    assertClose(coarseOut, down);
                    unbiased.run();
                    assertClose(coarseOut, without(down, bias));
                    upward.run();
                    assertClose(fineOut, up);
                    gradients.run();
                    assertClose(weightsOut, gradient);
                    assertClose(biasesOut, biasGradient);
                    InPlace.zero(weightsOut);
                    unbiasedGradients.run();
                    assertClose(weightsOut, gradient);
                }
            }
        }
    }

    private interface Product {
        void add(int fine, int coarse, int weight);
    }

    /** The places in fine images, coarse images and weights that belong together. */
    private static void forEachProduct(Convolution of, Product product) {
        Shape fine = of.fine();
        Shape coarse = of.coarse();
        int kernel = of.kernel();
        for (int i = 0; i < of.images() * coarse.size(); i++) {
            int o = i % coarse.channels();
            int w = i / coarse.channels() % coarse.width();
            int h = i / coarse.channels() / coarse.width() % coarse.height();
            int image = i / coarse.size();
            for (int k = 0; k < fine.channels() * kernel * kernel; k++) {
                int c = k / (kernel * kernel);
                int y = h * of.stride() - of.padding() + k / kernel % kernel;
                int x = w * of.stride() - of.padding() + k % kernel;
                if (y >= 0 && y < fine.height() && x >= 0 && x < fine.width()) {
                    int f = ((image * fine.height() + y) * fine.width() + x) * fine.channels() + c;
                    product.add(f, i, o * fine.channels() * kernel * kernel + k);
                }
            }
        }
    }

    private static double[] without(double[] down, float[] bias) {
        double[] out = down.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] -= bias[i % bias.length];
        }
        return out;
    }

    /** Sums of up to a thousand products of some units, in floats. */
    private static void assertClose(Tensor actual, double[] expected) {
        float[] values = actual.toArray();
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as("%d", i).isCloseTo((float) expected[i], within(5e-4f));
        }
    }
}
