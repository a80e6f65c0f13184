package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    Path folder;

    private final byte[] content = Bytes.counting(10_000);

    private static byte[] all(Storage storage) {
        byte[] bytes = new byte[(int) storage.size()];
        storage.read(0, bytes);
        return bytes;
    }

    @Test
    void memoryTemporaryFileAndMappedFileHoldTheSame() throws IOException {
        for (long budget : new long[] {100_000, 10_000, 5_000, 0}) {
            Workspace workspace = new Workspace(budget, folder.resolve("tmp"));
            try (StorageWriter writer = new StorageWriter(workspace, 0, "test")) {
                for (int from = 0; from < content.length; from += 1000) {
                    writer.write(content, from, 1000);
                }
                assertThat(all(writer.finish())).as("budget %d", budget).isEqualTo(content);
            }
            Path file = Files.write(folder.resolve("file"), content);
            assertThat(all(Storage.ofFile(file, workspace))).isEqualTo(content);
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).as("temporary files vanish").isEmpty();
        }
    }

    @Test
    void readsGoAcrossTheBordersOfChunks() throws IOException {
        byte[] large = Bytes.counting((1 << 22) + 10);
        try (StorageWriter writer = new StorageWriter(new Workspace(1 << 23, folder), 0, "test")) {
            writer.write(large);
            byte[] part = new byte[6];
            writer.finish().read((1 << 22) - 3, part);
            assertThat(part).containsExactly(-3, -2, -1, 0, 1, 2);
        }
    }

    @Test
    void dataBeyondTheBudgetReadsTheSame() {
        Workspace small = new Workspace(3, folder.resolve("tmp"));
        byte[] idx = Bytes.idx(8, new int[] {3, 2, 2}, Bytes.counting(12));
        Path gzip = Path.of(Bytes.file(folder, "a.gz", Bytes.gzip(idx)));
        Path plain = Path.of(Bytes.file(folder, "a-ubyte", idx));
        for (Path path : new Path[] {gzip, plain}) {
            Dataset data = Format.open(path, DataOptions.of(new Seed(1)), small).train();
            assertThat(Bytes.example(data, 2)).containsExactly(8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f);
        }
    }

    @Test
    void moreThanTheDiskHoldsIsRefused() {
        assertThatThrownBy(() -> new StorageWriter(new Workspace(0, folder), Long.MAX_VALUE, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("disk");
    }
}
