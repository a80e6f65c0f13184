package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipMembersTest {
    private static final byte[] TABLE = "a,b\n1.5,2\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] IMAGE = PngWriter.png(Shape.image(1, 2, 2), new byte[] {1, 2, 3, 4});

    @TempDir
    private Path folder;

    private String zip(String name, Map<String, byte[]> members) {
        return Bytes.file(folder, name, Bytes.zip(new LinkedHashMap<>(members)));
    }

    private void refused(String path, String... parts) {
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }

    /** The second member gets the name of the first, as long as its own. */
    private String twice(String name, String one, byte[] a, String other, byte[] b) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put(one, a);
        members.put(other, b);
        String bytes = new String(Bytes.zip(members), StandardCharsets.ISO_8859_1);
        return Bytes.file(folder, name, bytes.replace(other, one).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void oneNameTwiceIsRefusedWithBothFiles() {
        byte[] other = PngWriter.png(Shape.image(1, 2, 2), new byte[] {9, 9, 9, 9});
        refused(
                twice("t.zip", "a.png", IMAGE, "b.png", other),
                "one name twice",
                "file 1 of the archive with " + IMAGE.length + " bytes",
                "file 2 of the archive with " + other.length + " bytes",
                "t.zip, a.png");
        byte[] array = Bytes.npy("|u1", false, "(2, 2)", Bytes.counting(4));
        refused(twice("t.npz", "X.npy", array, "Y.npy", array), "one name twice", "t.npz, X.npy");
    }

    @Test
    void aTableAloneIsRead() {
        for (Map<String, byte[]> members : List.of(
                Map.of("train.csv", TABLE),
                Map.of("deep/train.csv", TABLE),
                Map.of("train.csv", TABLE, "__MACOSX/._train.csv", new byte[] {1}),
                Map.of("train.CSV.gz", Bytes.gzip(TABLE)))) {
            Dataset table = Bytes.open(zip("train.csv.zip", members));
            assertThat(table.size()).isEqualTo(3);
            assertThat(table.schema().columns()).containsExactly("a", "b");
            double[] row = new double[2];
            table.readRaw(0, row);
            assertThat(row).containsExactly(1.5, 2);
            assertThat(table.notes()).singleElement().asString().contains("in a zip");
        }
    }

    @Test
    void otherZipsSayWhatIsInThem() {
        refused(
                zip("two.zip", Map.of("train.csv", TABLE, "test.csv", TABLE)),
                "no images",
                "2 of other formats",
                "train.csv",
                "test.csv",
                "unpack");
        refused(zip("readme.zip", Map.of("README", TABLE)), "no images", "README");
        refused(zip("book.zip", Map.of("book.xlsx", Bytes.zip(Map.of("xl/workbook.xml", TABLE)))), "not a table");
    }

    @Test
    void aTableThatGrowsTooMuchOrIsDamagedIsRefused() {
        byte[] bomb = new byte[(1 << 28) + 1];
        Arrays.fill(bomb, (byte) '1');
        refused(zip("bomb.zip", Map.of("a.csv", bomb)), "suspiciously large");
        byte[] stored = Zips.stored("a.csv", TABLE);
        stored[30 + 5 + 4] = '7';
        refused(Bytes.file(folder, "damaged.zip", stored), "damaged", "a.csv");
    }
}
