package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.PngWriter;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are stand-ins on a path of their own, run by the shell that their first line names. */
class InstalledCompressorsTest {
    private static final byte[] PNG = PngWriter.png(Shape.image(1, 2, 2), new byte[] {1, 2, 3, 4});
    private static final String WEBP = "cwebp -lossless -z 9";
    private static final String JXL = "cjxl -d 0 -e 9";
    private static final String ZSTD = "zstd --ultra -22";

    @TempDir
    private Path folder;

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, ("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Of two items of 5 bytes, which are the same image. */
    private InstalledCompressors ofTwo(long seconds, byte[] png) {
        InstalledCompressors installed = new InstalledCompressors("relative::" + folder, seconds);
        for (int i = 0; i < 2; i++) {
            installed.add(new byte[5], png);
        }
        return installed;
    }

    @Test
    void whatIsInstalledIsRunInAFolderThatIsGoneAfterwards() throws IOException {
        program("cwebp", "[ \"$*\" = '-lossless -z 9 -quiet in.png -o out.jxl' ] && cp in.png out.jxl");
        program("zstd", "pwd > '" + folder + "/where'; cp items out.jxl");
        try (InstalledCompressors installed = ofTwo(60, PNG)) {
            assertThat(installed.bytes()).containsOnlyKeys(WEBP, ZSTD);
            assertThat(installed.bytes()).containsEntry(WEBP, 2L * PNG.length);
            assertThat(installed.notes()).isEmpty();
        }
        assertThat(Path.of(Files.readString(folder.resolve("where")).strip())).doesNotExist();
    }

    @Test
    void aProgramThatFailsOrTakesTooLongIsLeftOutWithANote() throws IOException {
        program("cwebp", "exit 3");
        program("cjxl", "true");
        program("zstd", "cp items out.jxl");
        try (InstalledCompressors installed = ofTwo(60, PNG)) {
            assertThat(installed.bytes()).containsOnlyKeys(ZSTD).containsEntry(ZSTD, 10L);
            assertThat(installed.notes())
                    .containsExactly(
                            "left out: " + WEBP + ", which ended with 3", "left out: " + JXL + ", which cannot be run");
        }
        program("cwebp", "exec sleep 600");
        try (InstalledCompressors installed = ofTwo(0, PNG)) {
            assertThat(installed.bytes()).doesNotContainKey(WEBP);
            assertThat(installed.notes()).contains("left out: " + WEBP + ", which takes longer than 0 s");
        }
    }

    @Test
    void imagesOf16BitsAreNotComparedWithWhatHolds8() throws IOException {
        program("cwebp", "cp in.png out.jxl");
        byte[] deep = PNG.clone();
        deep[24] = 16;
        try (InstalledCompressors installed = ofTwo(60, deep)) {
            assertThat(installed.bytes()).isEmpty();
        }
        try (InstalledCompressors none = new InstalledCompressors(null, 60)) {
            none.add(new byte[5], PNG);
            assertThat(none.bytes()).isEmpty();
        }
    }
}
