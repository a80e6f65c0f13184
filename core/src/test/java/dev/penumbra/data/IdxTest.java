package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    Path folder;

    @Test
    void labelsWithAPointInTheirNameAreFound() {
        Bytes.file(folder, "a-labels.idx1-ubyte", Bytes.idx(8, new int[] {2}, new byte[] {7, 3}));
        String images = Bytes.file(folder, "a-images.idx3-ubyte", Bytes.idx(8, new int[] {2, 2, 2}, Bytes.counting(8)));
        assertThat(Bytes.open(images).schema().classes()).containsExactly("3", "7");
    }

    @Test
    void aFileOfLabelsIsCalledThat() {
        String labels = Bytes.file(folder, "a-labels-idx1-ubyte", Bytes.idx(8, new int[] {2}, new byte[] {7, 3}));
        assertThatThrownBy(() -> Bytes.open(labels))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds labels");
    }

    private static byte[] images() {
        return Bytes.idx(8, new int[] {3, 2, 2}, Bytes.counting(12));
    }

    @Test
    void bytesBecomePixelsOfZeroToOne() {
        Dataset data = Bytes.open(Bytes.file(folder, "a-images-idx3-ubyte", images()));
        assertThat(data.size()).isEqualTo(3);
        Values bytes = new Values(Values.Type.BYTE, true, List.of(0.0), List.of(255.0));
        assertThat(data.schema())
                .isEqualTo(new Schema(Shape.image(1, 2, 2), Scaling.PIXELS, bytes, List.of(), List.of()));
        assertThat(Bytes.example(data, 1)).containsExactly(4 / 255f, 5 / 255f, 6 / 255f, 7 / 255f);
        assertThat(data.label(1)).isEqualTo(-1);
    }

    @Test
    void gzipGivesTheSameAsThePlainFile() {
        Dataset plain = Bytes.open(Bytes.file(folder, "plain-ubyte", images()));
        Dataset zipped = Bytes.open(Bytes.file(folder, "zipped.gz", Bytes.gzip(images())));
        for (int i = 0; i < 3; i++) {
            assertThat(Bytes.example(zipped, i)).containsExactly(Bytes.example(plain, i));
        }
    }

    @Test
    void labelsAreFoundBesideTheImages() {
        String path = Bytes.file(folder, "a-images-idx3-ubyte.gz", Bytes.gzip(images()));
        Bytes.file(folder, "a-labels-idx1-ubyte", Bytes.idx(8, new int[] {3}, new byte[] {7, 2, 7}));
        Dataset data = Bytes.open(path);
        assertThat(data.schema().classes()).containsExactly("2", "7");
        assertThat(new int[] {data.label(0), data.label(1), data.label(2)}).containsExactly(1, 0, 1);
    }

    @Test
    void aFolderOfIdxFilesKeepsItsSplits() {
        Bytes.file(folder, "train-images-idx3-ubyte", images());
        Bytes.file(folder, "train-labels-idx1-ubyte", Bytes.idx(8, new int[] {3}, new byte[] {0, 1, 0}));
        Bytes.file(folder, "t10k-images-idx3-ubyte", Bytes.idx(8, new int[] {1, 2, 2}, Bytes.counting(4)));
        Bytes.file(folder, "t10k-labels-idx1-ubyte", Bytes.idx(8, new int[] {1}, new byte[] {1}));
        Source source = Sources.open(folder.toString(), DataOptions.of(new Seed(1)));
        assertThat(source.train().size()).isEqualTo(3);
        assertThat(source.validation()).isNull();
        assertThat(Objects.requireNonNull(source.test()).label(0)).isEqualTo(1);
    }

    @Test
    void aWrongNumberOfLabelsIsRefused() {
        String path = Bytes.file(folder, "a-images-idx3-ubyte", images());
        Bytes.file(folder, "a-labels-idx1-ubyte", Bytes.idx(8, new int[] {2}, new byte[2]));
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 labels");
    }

    @Test
    void imagesOfZerosAndOnesStayAsTheyAre() {
        Dataset data =
                Bytes.open(Bytes.file(folder, "b-ubyte", Bytes.idx(8, new int[] {1, 2, 2}, new byte[] {0, 1, 1, 0})));
        assertThat(Bytes.example(data, 0)).containsExactly(0, 1, 1, 0);
        assertThat(data.schema().scaling()).isEqualTo(Scaling.NONE);
    }

    @Test
    void bytesAboveHalfAreNotNegative() {
        Dataset data =
                Bytes.open(Bytes.file(folder, "c-ubyte", Bytes.idx(8, new int[] {1, 1, 2}, new byte[] {-1, -128})));
        assertThat(Bytes.example(data, 0)).containsExactly(1f, 128 / 255f);
    }

    @Test
    void theLevelsOfBytesAreKnownWithoutReadingThem() {
        Dataset data = Bytes.open(Bytes.file(folder, "d-ubyte", images()));
        for (Dataset seen : List.of(data, new Subset(data, new int[] {2, 0}))) {
            assertThat(seen.levels()).hasSize(256);
            assertThat(seen.levels()).startsWith(0, 1 / 255f).endsWith(1f);
            assertThat(seen.levels()).contains(Bytes.example(seen, 1));
        }
        Dataset floats = Bytes.open(Bytes.file(folder, "e-float", Bytes.idx(13, new int[] {1, 1, 1}, new byte[4])));
        assertThat(floats.levels()).isEmpty();
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] plain = images();
        byte[] gzip = Bytes.gzip(plain);
        for (int length = 0; length < plain.length; length++) {
            refused("t-ubyte", Arrays.copyOf(plain, length));
        }
        for (int length = 0; length < gzip.length; length++) {
            refused("t.gz", Arrays.copyOf(gzip, length));
        }
    }

    @Test
    void trailingBytesAreRefused() {
        refused("t-ubyte", Arrays.copyOf(images(), images().length + 1));
        refused("t.gz", Bytes.gzip(Arrays.copyOf(images(), images().length + 1)));
    }

    @Test
    void aWrongMagicNumberIsRefused() {
        String path = Bytes.file(folder, "m-ubyte", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0x01020304")
                .hasMessageContaining(path);
    }

    @Test
    void sizesBeyondTheFileAreRefusedBeforeAnythingIsAllocated() {
        int huge = Integer.MAX_VALUE;
        for (int[] dims :
                List.of(new int[] {huge, huge, huge}, new int[] {huge, 1, 1}, new int[] {1 << 20, 1 << 10, 1})) {
            refused("h-ubyte", Bytes.idx(8, dims, new byte[4]));
            refused("h.gz", Bytes.gzip(Bytes.idx(8, dims, new byte[4])));
        }
        refused("h-ubyte", Bytes.idx(8, new int[] {-1, 2, 2}, new byte[4]));
    }

    @Test
    void anEmptySetIsRefused() {
        refused("e-ubyte", Bytes.idx(8, new int[] {0, 2, 2}, new byte[0]));
    }

    private void refused(String name, byte[] content) {
        String path = Bytes.file(folder, name, content);
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(path);
    }
}
