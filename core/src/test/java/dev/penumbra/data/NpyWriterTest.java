package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Path file = folder.resolve("x.npy");
        float[] values = {1.5f, -2, Float.MIN_VALUE, 4, 5, 6};
        NpyWriter.write(file, List.of(3, 2), values);
        NumberArray array = NpyReader.read(file, Workspace.of(Map.of()));
        assertThat(array.dims()).isEqualTo(List.of(3, 2));
        assertThat(array.get(0, 6)).containsExactly(1.5, -2, Float.MIN_VALUE, 4, 5, 6);

        NpyWriter.write(file, List.of(2), new byte[] {0, (byte) 255});
        assertThat(NpyReader.read(file, Workspace.of(Map.of())).get(0, 2)).containsExactly(0, 255);
    }

    @Test
    void theHeaderIsThatOfNumPy() {
        byte[] header = NpyWriter.header("<f4", List.of(7));
        assertThat(header.length % 64).isZero();
        assertThat(new String(header, 10, header.length - 10, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }")
                .endsWith("\n");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> NpyWriter.write(folder.resolve("y.npy"), List.of(2, 2), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 2]");
    }
}
