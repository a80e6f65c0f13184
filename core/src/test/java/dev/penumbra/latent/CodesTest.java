package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes on their way to files and back. */
class CodesTest {
    /** Means are (2 x, -x), standard deviations 0.5, decoded times 10. */
    private static final LinearInference MODEL = LinearInference.of(new Gaussian(1), 0.5, 10, 2, -1);

    private static final Dataset DATA = LinearInference.data(2, 1, 2, 3, 4, 5, 6);
    private static final Seed SEED = new Seed(9);

    @TempDir
    Path folder;

    private List<Path> write(String name, int samples) {
        return CodeWriter.write(folder.resolve(name), MODEL, DATA, samples, SEED);
    }

    private static float[] values(Path file) {
        return LinearInference.all(
                Sources.open(file.toString(), DataOptions.of(SEED)).train());
    }

    @Test
    void tablesHaveNamesClassesAndAllNumbers() throws Exception {
        Path file = write("codes.csv", 1).getFirst();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("name,label,z1,z2,std1,std2,sample1_z1,sample1_z2");
        float[] noise = SEED.of(new float[] {3, 4}, 0, 2).at(0).gaussians(2);
        String[] cells = lines.get(2).split(",");
        assertThat(cells).startsWith("1", "odd", "6.0", "-4.0", "0.5", "0.5");
        // A float of about 6 has a spacing of 5e-7.
        assertThat(Double.parseDouble(cells[6])).isCloseTo(6 + 0.5 * noise[0], within(2e-6));
        assertThat(Double.parseDouble(cells[7])).isCloseTo(-4 + 0.5 * noise[1], within(2e-6));

        Dataset codes = CodeReader.read(file, 2);
        assertThat(LinearInference.all(codes)).containsExactly(2, -2, 6, -4, 10, -6);
        assertThat(codes.name(2)).isEqualTo("2");
        assertThat(codes.className(1)).isEqualTo("odd");
    }

    @Test
    void arraysAreReadBack() {
        List<Path> files = write("codes.npy", 2);
        assertThat(files)
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("codes.npy", "codes-stds.npy", "codes-samples.npy");
        assertThat(values(files.get(0))).containsExactly(2, -2, 6, -4, 10, -6);
        assertThat(values(files.get(1))).containsOnly(0.5f);
        // [3, 2, 2] is read as images of 2 x 2: example 2, draw 1, dimension 0.
        float expected =
                (float) (10 + 0.5 * SEED.of(new float[] {5, 6}, 0, 2).at(1).gaussians(2)[0]);
        assertThat(values(files.get(2))).hasSize(12);
        assertThat(values(files.get(2))[2 * 4 + 2]).isCloseTo(expected, within(2e-6f));
        assertThat(LinearInference.all(CodeReader.read(files.getFirst(), 2))).containsExactly(2, -2, 6, -4, 10, -6);
    }

    @Test
    void aFolderIsWhatTheEmbeddingProjectorReads() throws Exception {
        write("codes", 0);
        assertThat(folder.resolve("codes/vectors.tsv")).hasContent("2.0\t-2.0\n6.0\t-4.0\n10.0\t-6.0");
        assertThat(folder.resolve("codes/metadata.tsv")).hasContent("name\tlabel\n0\teven\n1\todd\n2\teven");
        assertThat(folder.resolve("codes/means.npy")).isNotEmptyFile();
        assertThat(folder.resolve("codes/samples.npy")).doesNotExist();
    }

    @Test
    void jsonLinesHoldAnObjectEach() throws Exception {
        assertThat(Files.readAllLines(write("codes.jsonl", 0).getFirst()))
                .hasSize(3)
                .first()
                .asString()
                .contains("\"name\"", "\"label\"", "even", "\"mean\"", "2.0", "\"std\"");
    }

    @Test
    void decodingGivesEveryPointInOrder() {
        float[] x = new float[6];
        Decoding.forEach(
                MODEL,
                CodeReader.read(write("codes.csv", 0).getFirst(), 2),
                null,
                (i, point) -> System.arraycopy(point, 0, x, 2 * i, 2));
        assertThat(x).containsExactly(20, -20, 60, -40, 100, -60);
    }

    @Test
    void drawsAreOfTheLikelihood() {
        int n = 4000;
        double[] sums = new double[2];
        Decoding.forEach(MODEL, Decoding.points(new float[2 * n], 2), new Seed(4), (i, x) -> {
            sums[0] += x[0] / n;
            sums[1] += (double) x[0] * x[0] / n;
        });
        // N(0, 1): five standard errors.
        assertThat(sums[0]).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(sums[1]).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    }

    @Test
    void whatIsNoCodeIsRefused() throws Exception {
        Path three = Files.writeString(folder.resolve("three.csv"), "z1,z2,z3\n1,2,3\n");
        Path one = Files.writeString(folder.resolve("one.csv"), "z1\n1\n");
        Path plain = Files.writeString(folder.resolve("plain.csv"), "a,b,c\n1,2,3\n");
        for (Path file : List.of(three, one, plain)) {
            assertThatThrownBy(() -> CodeReader.read(file, 2))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("2 numbers for each");
        }
        for (String cell : List.of("NaN", "x", "", "1e99")) {
            Path file = Files.writeString(folder.resolve("bad.csv"), "z1,z2\n1,2\n3," + cell + "\n");
            assertThatThrownBy(() -> CodeReader.read(file, 2))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 3, column z2");
        }
        assertThatThrownBy(() -> write("codes.txt", 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".jsonl");
    }
}
