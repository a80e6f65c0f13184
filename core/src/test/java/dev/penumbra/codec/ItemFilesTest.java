package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Named;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.model.ExactInference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemFilesTest {
    private static final ExactInference MODEL = Coders.vae(new BetaBinomial());

    @TempDir
    private Path folder;

    private Path compressed(Dataset data) {
        Path file = folder.resolve("x.pnz");
        Compressor.compress(MODEL, data, file, Compressor.Settings.lossless(), done -> {});
        return file;
    }

    @Test
    void arraysAndFoldersHoldTheValues() {
        Dataset data = new Named(Coders.data(2, 255, 1), List.of("a/first", "b.png"));
        Path file = compressed(data);
        for (String out : new String[] {"x.npy", "images"}) {
            assertThat(ItemFiles.write(MODEL, file, folder.resolve(out), 1)).isEqualTo(2);
            Dataset read = Items.open(folder.resolve(out).toString(), DataOptions.of(new Seed(1)));
            for (int i = 0; i < 2; i++) {
                assertThat(CompressorTest.item(read, i)).isEqualTo(CompressorTest.item(data, i));
            }
        }
        assertThat(folder.resolve("images/a/first.png")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.png", "/tmp/out.png", "a/../../out.png", "", "a\0b"})
    void noNameLeadsOutOfTheFolder(String name) {
        Path file = compressed(new Named(Coders.data(1, 255, 1), List.of(name)));
        assertThatThrownBy(() -> ItemFiles.write(MODEL, file, folder.resolve("images"), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".npy");
        assertThat(Files.exists(folder.resolve("out.png"))).isFalse();
    }
}
