package dev.penumbra.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.examples.MiniVae.Linear;
import dev.penumbra.examples.MiniVae.Mlp;
import dev.penumbra.examples.MiniVae.Posterior;
import dev.penumbra.examples.MiniVae.Regime;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniVaeTest {
    private static final Regime RECONSTRUCTION = new Regime("reconstruction only", 1, 0);
    private static final Regime REGULARIZER = new Regime("regularizer only", 0, 1);
    private static final Regime BOTH = new Regime("both", 1, 0.3f);

    @Test
    void gradientsOfTheWholeLossAgreeWithFiniteDifferences() {
        for (Regime regime : List.of(RECONSTRUCTION, REGULARIZER, BOTH)) {
            MiniVae vae = vae(5, 7, 2, 2);
            float[][] x = MiniVae.matrix(6, 5, (b, j) -> 2 * Math.sin(1 + b + 3 * j));
            checkGradients(vae, () -> vae.backward(x, regime, new Random(7)));
        }
    }

    @Test
    void gradientsOfTheBasicAutoencoderAgreeWithFiniteDifferences() {
        MiniVae basic = vae(5, 7, 2, 1);
        float[][] x = MiniVae.matrix(6, 5, (b, j) -> 2 * Math.sin(1 + b + 3 * j));
        checkGradients(basic, () -> {
            basic.backwardBasic(x);
            return MiniVae.reconstructionLoss(
                    x, basic.decoder().forward(basic.encoder().forward(x)));
        });
    }

    /** Central differences with h = 1e-3: the truncation, h^2, and the rounding of floats, 1e-7 / h, stay below 5e-4. */
    private static void checkGradients(MiniVae vae, DoubleSupplier loss) {
        assertThat(loss.getAsDouble()).isPositive();
        List<float[][]> gradients = layers(vae).stream().map(layer -> layer.dw).toList();
        for (int l = 0; l < 4; l++) {
            Linear layer = layers(vae).get(l);
            float[][] gradient = gradients.get(l);
            for (int i = 0; i < layer.w.length; i++) {
                for (int j = 0; j < layer.w[i].length; j++) {
                    float value = layer.w[i][j];
                    layer.w[i][j] = value + 0.001f;
                    double above = loss.getAsDouble();
                    layer.w[i][j] = value - 0.001f;
                    double below = loss.getAsDouble();
                    layer.w[i][j] = value;
                    assertThat((above - below) / 0.002).isCloseTo(gradient[i][j], within(0.0005));
                }
            }
        }
        assertThat(size(vae.encoder().second().dw)).isGreaterThan(0.02);
    }

    @Test
    void regularizerGivesTheDecoderNoGradientAndReconstructionGivesItOne() {
        MiniVae vae = vae(5, 7, 2, 2);
        float[][] x = MiniVae.matrix(6, 5, (b, j) -> Math.cos(b + j));
        vae.backward(x, REGULARIZER, new Random(7));
        assertThat(size(vae.decoder().first().dw)).isZero();
        assertThat(size(vae.decoder().second().dw)).isZero();
        assertThat(size(vae.encoder().first().dw)).isPositive();
        vae.backward(x, RECONSTRUCTION, new Random(7));
        assertThat(size(vae.decoder().first().dw)).isPositive();
        assertThat(size(vae.encoder().first().dw)).isPositive();
    }

    @Test
    void lossesAreTheLecturesFormulas() {
        Posterior q = new Posterior(new float[][] {{1, 0}, {0, 0}}, new float[][] {{1, 0}, {0, 0}});
        // One of four dimensions differs from the prior, with mean 1 and sigma e; the mean is over two examples.
        assertThat(MiniVae.regularizationLoss(q)).isCloseTo((1 + Math.exp(2) - 2 - 1) / 2 / 2, within(1e-12));
        assertThat(MiniVae.reconstructionLoss(new float[][] {{0, 1}}, new float[][] {{2, 1}}))
                .isEqualTo(2);
        assertThat(q.sample(new float[][] {{2, 3}, {0, -1}})[0])
                .containsExactly((float) (1 + 2 * Math.E), 3); // mean + sigma eps
    }

    @Test
    void reconstructionAloneShrinksSigmaAndTheRegularizerAloneGivesThePrior() {
        float[][] x = MiniVae.shapes(500, new Random(1)).x();
        Posterior reconstruction = trained(x, RECONSTRUCTION).encode(x);
        assertThat(MiniVae.mean(reconstruction.mean(), reconstruction::sigma)).isLessThan(0.1);

        Posterior regularizer = trained(x, REGULARIZER).encode(x);
        assertThat(meanSize(regularizer)).isLessThan(0.02);
        assertThat(MiniVae.mean(regularizer.mean(), regularizer::sigma)).isCloseTo(1, within(0.02));

        Posterior both = trained(x, new Regime("both", 1, 1e-3f)).encode(x);
        assertThat(MiniVae.mean(both.mean(), both::sigma)).isBetween(0.02, 0.6);
        assertThat(meanSize(both)).isBetween(0.3, 2.0);
    }

    @Test
    void equalSeedsGiveEqualWeights() {
        float[][] x = MiniVae.shapes(100, new Random(1)).x();
        MiniVae first = vae(256, 8, 2, 2);
        MiniVae second = vae(256, 8, 2, 2);
        for (MiniVae vae : List.of(first, second)) {
            Random random = new Random(5);
            vae.train(x, 3, random, batch -> vae.backward(batch, BOTH, random));
        }
        assertThat(first.encoder().first().w).isDeepEqualTo(second.encoder().first().w);
        assertThat(first.encoder().first().w)
                .isNotEqualTo(vae(256, 8, 2, 2).encoder().first().w);
    }

    @Test
    void picturesHaveTheirSizes(@TempDir Path folder) throws IOException {
        MiniVae.Data data = MiniVae.shapes(30, new Random(1));
        MiniVae vae = vae(256, 8, 2, 2);
        vae.report("both terms", vae.encode(data.x()), data, folder);
        assertThat(height(folder, "means")).isEqualTo(800);
        assertThat(height(folder, "generated")).isEqualTo(10 * 16);
        assertThat(height(folder, "between")).isEqualTo(16);
        assertThat(height(folder, "traversed")).isEqualTo(16);
        assertThat(height(folder, "plane")).isEqualTo(20 * 16);
    }

    @Test
    void readsMnistAndRefusesOtherFiles(@TempDir Path folder) throws IOException {
        byte[] pixels = new byte[2 * 784];
        pixels[0] = (byte) 255;
        pixels[785] = 51;
        idx(folder.resolve("t-images-idx3-ubyte.gz"), pixels, 0x803, 2, 28, 28);
        idx(folder.resolve("t-labels-idx1-ubyte.gz"), new byte[] {7, 4}, 0x801, 2);
        MiniVae.Data data = MiniVae.mnist(folder.toString(), "t", 2);
        assertThat(data.label()).containsExactly(7, 4);
        assertThat(data.x()[0][0]).isEqualTo(1);
        assertThat(data.x()[1][1]).isEqualTo(0.2f);

        Path labels = folder.resolve("t-labels-idx1-ubyte.gz");
        Files.write(labels, Arrays.copyOf(Files.readAllBytes(labels), 20));
        assertThatThrownBy(() -> MiniVae.mnist(folder.toString(), "t", 2)).isInstanceOf(EOFException.class);
        idx(labels, new byte[] {7, 4}, 0x901, 2);
        assertThatThrownBy(() -> MiniVae.mnist(folder.toString(), "t", 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("t-labels-idx1-ubyte.gz is not an idx file");
    }

    @Test
    void isOneFileOfAtMost300LinesThatNeedsOnlyTheJdk() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/java/dev/penumbra/examples/MiniVae.java"));
        assertThat(lines).hasSizeLessThanOrEqualTo(300).allMatch(line -> line.length() <= 120);
        assertThat(lines.stream().filter(line -> line.startsWith("import ")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("import java.") || line.startsWith("import javax.imageio."));
    }

    /** @param outputsPerDimension 1 for a basic autoencoder, 2 for a variational one */
    private static MiniVae vae(int d, int h, int v, int outputsPerDimension) {
        Random random = new Random(3);
        return new MiniVae(new Mlp(d, h, outputsPerDimension * v, random), new Mlp(v, h, d, random));
    }

    private static MiniVae trained(float[][] x, Regime regime) {
        Random random = new Random(5);
        MiniVae vae = vae(256, 32, 2, 2);
        vae.train(x, 600, random, batch -> vae.backward(batch, regime, random));
        return vae;
    }

    private static List<Linear> layers(MiniVae vae) {
        return List.of(
                vae.encoder().first(),
                vae.encoder().second(),
                vae.decoder().first(),
                vae.decoder().second());
    }

    private static double meanSize(Posterior q) {
        return MiniVae.mean(q.mean(), (b, j) -> Math.abs(q.mean()[b][j]));
    }

    /** The mean absolute value. */
    private static double size(float[][] a) {
        return MiniVae.mean(a, (i, j) -> Math.abs(a[i][j]));
    }

    private static int height(Path folder, String name) throws IOException {
        return ImageIO.read(folder.resolve("both-terms").resolve(name + ".png").toFile())
                .getHeight();
    }

    private static void idx(Path file, byte[] values, int... header) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int number : header) {
                out.writeInt(number);
            }
            out.write(values);
        }
    }
}
