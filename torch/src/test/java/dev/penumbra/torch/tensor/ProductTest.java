package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.torch.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductTest {
    private static final int ROWS = 7;
    private static final int INNER = 50;
    private static final int COLUMNS = 33;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Engine.load();
    }

    @Test
    void setsAndAddsWhatTheDefinitionSaysWhicheverFactorIsTransposed() {
        float[] a = new Seed(1).gaussians(ROWS * INNER);
        float[] b = new Seed(2).gaussians(INNER * COLUMNS);
        try (Scope scope = new Scope()) {
            for (boolean transposeA : new boolean[] {false, true}) {
                for (boolean transposeB : new boolean[] {false, true}) {
                    Tensor out = Tensor.zeros(Device.CPU, ROWS, COLUMNS);
                    Product product =
                            new Product(out, matrix(a, ROWS, INNER, transposeA), matrix(b, INNER, COLUMNS, transposeB));
                    product.set();
                    assertIsProduct(out.toArray(), a, b, 1);
                    product.add();
                    assertIsProduct(out.toArray(), a, b, 2);
                }
            }
        }
    }

    /** The matrix with these values row by row, of which the rows or the columns are contiguous. */
    private static Tensor matrix(float[] values, int rows, int columns, boolean byColumns) {
        Tensor matrix = Tensor.of(Device.CPU, values, rows, columns);
        if (!byColumns) {
            return matrix;
        }
        float[] transposed = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = values[i * columns + j];
            }
        }
        return Tensor.of(Device.CPU, transposed, columns, rows).transpose();
    }

    private static void assertIsProduct(float[] out, float[] a, float[] b, int times) {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0;
                for (int k = 0; k < INNER; k++) {
                    sum += (double) a[i * INNER + k] * b[k * COLUMNS + j];
                }
                assertThat(out[i * COLUMNS + j]).isCloseTo((float) (times * sum), within(1e-4f));
            }
        }
    }

    /** Some versions of oneDNN keep their data where a signal's frame is written: uxlfoundation/oneDNN, issue 4845. */
    @Test
    void aProfilerMayInterruptIt() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        int exit = ChildJvm.run(log, ProfiledProducts.class);
        assertThat(Files.readString(log)).contains("done");
        assertThat(exit).isZero();
    }
}
