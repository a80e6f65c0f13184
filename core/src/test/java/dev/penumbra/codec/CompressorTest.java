package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.codec.Compressor.Settings;
import dev.penumbra.codec.Compressor.Summary;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.distribution.Categorical;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Laplace;
import dev.penumbra.distribution.Poisson;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.Draws;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.nn.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("x.pnz");
    }

    private Summary compress(ExactInference model, Dataset data, Settings settings) {
        return Compressor.compress(model, data, file(), settings, done -> {});
    }

    private static List<float[]> read(ExactInference model, Path file, int threads) throws IOException {
        List<float[]> items = new ArrayList<>();
        Decompressor.read(model, file, threads, item -> {
            assertThat(item.index()).isEqualTo(items.size());
            assertThat(item.name()).isEqualTo(String.valueOf(item.index()));
            items.add(item.x());
        });
        return items;
    }

    static float[] item(Dataset data, int index) {
        float[] x = new float[data.schema().shape().size()];
        data.read(index, x, 0);
        return x;
    }

    static Stream<Arguments> models() {
        PosteriorFamily gaussian = new PosteriorFamily.Gaussian();
        PosteriorFamily point = new PosteriorFamily.Point();
        Prior normal = new Prior.Normal();
        return Stream.of(
                Arguments.of("binary", Coders.vae(new Bernoulli()), 1),
                Arguments.of("grey values under the field's cross-entropy", Coders.vae(new Bernoulli()), 255),
                Arguments.of("beta-binomial", Coders.vae(new BetaBinomial()), 255),
                Arguments.of("mixture of logistics", Coders.vae(new DiscretizedLogistic(2)), 255),
                Arguments.of("five levels", Coders.vae(new Categorical(5)), 4),
                Arguments.of("a density restricted to bytes", Coders.vae(new Laplace()), 255),
                Arguments.of("points", Coders.vae(point, normal, 0, new Gaussian(0.3)), 255),
                Arguments.of("a mixture as prior", Coders.vae(gaussian, new Prior.Mixture(3), 0, new Bernoulli()), 1),
                Arguments.of("classes", Coders.vae(gaussian, normal, 3, new Bernoulli()), 1),
                Arguments.of("a ladder", Coders.ladder(new BetaBinomial()), 255));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void everyItemComesBackAsItWas(String name, ExactInference model, int last) throws IOException {
        Dataset data = Coders.data(23, last, 7);
        Summary summary = compress(model, data, new Settings(0, 10, 1));
        assertThat(summary.items()).isEqualTo(23);
        assertThat(summary.blocks()).isEqualTo(3);
        assertThat(summary.bytes()).isEqualTo(Files.size(file()));
        List<float[]> items = read(model, file(), 1);
        assertThat(items).hasSize(23);
        for (int i = 0; i < 23; i++) {
            assertThat(items.get(i)).isEqualTo(item(data, i));
            assertThat(Decompressor.item(model, file(), i).x()).isEqualTo(item(data, i));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void theBytesDoNotDependOnTheThreads(String name, ExactInference model, int last) throws IOException {
        Dataset data = Coders.data(50, last, 8);
        for (int quality : new int[] {0, 50}) {
            compress(model, data, new Settings(quality, 7, 1));
            byte[] one = Files.readAllBytes(file());
            compress(model, data, new Settings(quality, 7, 3));
            assertThat(Files.readAllBytes(file())).isEqualTo(one);
            assertThat(read(model, file(), 2)).containsExactlyElementsOf(read(model, file(), 1));
        }
    }

    /**
     * 4,000 binary examples; log q(z|x) - log p(x, z) of one has a standard deviation of about two nats, so that the mean is known within
     * 0.1 nats: three standard deviations. A bin is not a point and frequencies are rounded: less than that.
     */
    @Test
    void theRateIsTheNegativeElbo() {
        for (ExactInference model : List.of(Coders.vae(new Bernoulli()), Coders.ladder(new Bernoulli()))) {
            Dataset data = Coders.data(4000, 1, 9);
            List<float[]> items =
                    IntStream.range(0, 4000).mapToObj(i -> item(data, i)).toList();
            BlockCoder.Coded coded = new Lossless(
                            model, Survey.of(new Bernoulli(), data, "data", data, Scaling.PIXELS, null))
                    .encode(items);
            double bits = (8.0 * coded.bytes().length - coded.initialBits()) / 4000;
            assertThat(bits * Math.log(2)).isCloseTo(negativeElbo(model, data), within(0.1));
            assertThat(coded.initialBits())
                    .isLessThan(200 + Bins.BITS * model.model().spec().latent());
        }
    }

    private static double negativeElbo(ExactInference model, Dataset data) {
        int v = model.model().spec().noise();
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            float[] x = item(data, i);
            Draws draws = model.draw(x, Inference.UNLABELLED, 1, new Seed(i).gaussians(v));
            float[] outputs = model.decode(draws.z(), 1);
            sum += draws.logPosterior()[0]
                    - draws.logPrior()[0]
                    - model.model().likelihood().logDensity(x, 0, outputs, 0, x.length);
        }
        return sum / data.size();
    }

    @Test
    void anItemThatTheModelFindsImpossibleIsStoredAsItIs() throws IOException {
        ExactInference model = certain();
        Dataset data = Coders.data(100, 1, 11);
        Summary summary = compress(model, data, new Settings(0, 100, 1));
        // One bit for each of 20 pixels and 12 for the flag, the header, the index and the ends of the block.
        assertThat(8 * summary.bytes()).isLessThan(100 * 33 + 8 * 450);
        List<float[]> items = read(model, file(), 1);
        for (int i = 0; i < 100; i++) {
            assertThat(items.get(i)).isEqualTo(item(data, i));
        }
    }

    /** A model that is sure of white everywhere. */
    private static ExactInference certain() {
        Model model = Coders.vae(new Bernoulli()).model();
        Map<String, Weights.Values> weights = new LinkedHashMap<>();
        model.weights().tensors().forEach((name, tensor) -> {
            if (name.startsWith("decoder") && name.endsWith("bias")) {
                float[] values = new float[tensor.values().length];
                Arrays.fill(values, 1e4f);
                weights.put(name, new Weights.Values(tensor.dims(), values));
            }
        });
        return Inference.exact(new Model(model.spec(), model.weights().with(weights)), 1);
    }

    @Test
    void countsAreCodedUpToTheLargest() throws IOException {
        ExactInference model = Coders.vae(new Poisson(1));
        float[] values = new float[5 * Coders.IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 * (i % 3);
        }
        values[3] = 4000;
        Schema counts = new Schema(Coders.IMAGE, Scaling.NONE, List.of(), List.of());
        Dataset data = new ArrayDataset(counts, values, null);
        compress(model, data, Settings.lossless());
        List<float[]> items = read(model, file(), 1);
        for (int i = 0; i < 5; i++) {
            assertThat(items.get(i)).isEqualTo(item(data, i));
        }
    }

    @Test
    void withLossQualityTradesBytesForErrors() throws IOException {
        ExactInference model = Coders.vae(new Bernoulli());
        Dataset data = Coders.data(300, 255, 12);
        long bytes = 0;
        double error = Double.POSITIVE_INFINITY;
        for (int quality : new int[] {70, 85, 100}) {
            Summary summary = compress(model, data, new Settings(quality, 300, 1));
            assertThat(summary.bytes()).isGreaterThan(bytes);
            bytes = summary.bytes();
            double found = 0;
            List<float[]> items = read(model, file(), 1);
            for (int i = 0; i < 300; i++) {
                float[] mean = model.reconstruct(model.encode(item(data, i), 1).mean(), 1);
                for (int k = 0; k < mean.length; k++) {
                    found += Math.abs(mean[k] - items.get(i)[k]);
                }
            }
            assertThat(found).isLessThan(error);
            error = found;
        }
        assertThat(error / (300 * Coders.IMAGE.size())).isLessThan(0.01);
    }

    @Test
    void dataThatIsNotLevelsIsRefusedWithItsPlace() {
        float[] values = new float[20 * Coders.IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < Coders.IMAGE.size() + 4 ? 0 : 0.3333f + i / 1e5f;
        }
        values[Coders.IMAGE.size() + 4] = 0.3333f;
        Dataset data = new ArrayDataset(Schema.image(Coders.IMAGE, List.of()), values, null);
        assertThatThrownBy(() -> compress(Coders.vae(new Bernoulli()), data, Settings.lossless()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0.3333")
                .hasMessageContaining("item 1, value 4")
                .hasMessageContaining("--quality");
        assertThat(file()).doesNotExist();
    }

    /** Values near those of bytes are not bytes; a few values of any kind are coded as what they are. */
    @Test
    void fewValuesOfAnyKindComeBackBitForBit() throws IOException {
        float[] few = {Math.nextUp(7 / 255f), 7 / 255f, 1e-40f, 0.5f, -3, 2e30f};
        float[] values = new float[3 * Coders.IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = few[i % few.length];
        }
        Schema schema = new Schema(Coders.IMAGE, Scaling.NONE, List.of(), List.of());
        ExactInference model = Coders.vae(new Laplace());
        compress(model, new ArrayDataset(schema, values, null), Settings.lossless());
        List<float[]> items = read(model, file(), 1);
        for (int i = 0; i < values.length; i++) {
            float back = items.get(i / Coders.IMAGE.size())[i % Coders.IMAGE.size()];
            assertThat(Float.floatToRawIntBits(back)).isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    /** Data that compresses to nearly nothing, so that one block of all items would claim more than its bytes may. */
    @Test
    void blocksOfManyItemsAndFewBytesAreDivided() throws IOException {
        Model sure = certain().model();
        Map<String, Weights.Values> zeros = new LinkedHashMap<>();
        sure.weights().tensors().forEach((name, tensor) -> {
            if (name.startsWith("encoder")) {
                zeros.put(name, new Weights.Values(tensor.dims(), new float[tensor.values().length]));
            }
        });
        // Its posterior is its prior: no bits for z either.
        ExactInference model =
                Inference.exact(new Model(sure.spec(), sure.weights().with(zeros)), 1);
        float[] values = new float[70_000 * Coders.IMAGE.size()];
        Arrays.fill(values, 1);
        Dataset data = new ArrayDataset(Schema.image(Coders.IMAGE, List.of()), values, null);
        Summary summary = compress(model, data, new Settings(0, 1 << 20, 1));
        assertThat(summary.blocks()).isEqualTo(2);
        assertThat(read(model, file(), 1)).hasSize(70_000);
    }

    @Test
    void anotherModelIsRefused() {
        compress(Coders.vae(new Bernoulli()), Coders.data(3, 1, 1), Settings.lossless());
        assertThatThrownBy(() -> read(certain(), file(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another model")
                .hasMessageContaining(certain().model().weights().sha256());
    }
}
