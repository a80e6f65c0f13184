package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTextTest {
    @TempDir
    Path folder;

    private Dataset open(String text) {
        return open(text.getBytes(StandardCharsets.UTF_8), TableFormat.FOUND);
    }

    private Dataset open(byte[] bytes, TableFormat format) {
        return Sources.open(
                        Bytes.file(folder, "t.csv", bytes),
                        DataOptions.of(new Seed(1)).withTable(format))
                .train();
    }

    private static TableFormat encoding(String name) {
        return new TableFormat(null, null, name, null, null, null);
    }

    @Test
    void lettersThatAreNotUtf8AreWindows1252() {
        byte[] latin = "a,label\n1,n\u00e9\n2,n\u00e8\n3,\u20ac\n".getBytes(Charset.forName("windows-1252"));
        Dataset data = open(latin, TableFormat.FOUND);
        assertThat(data.schema().classes()).containsExactly("n\u00e8", "n\u00e9", "\u20ac");
        assertThat(data.notes().getFirst()).contains("windows-1252, since it is not UTF-8");
        assertThatThrownBy(() -> open(latin, encoding("UTF-8")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--encoding");
        assertThatThrownBy(() -> open(new byte[] {'a', '\n', (byte) 0x81, '\n'}, TableFormat.FOUND))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no letters");
    }

    @Test
    void otherEncodingsAreReadByTheirMarkOrWhenAsked() {
        String text = "\ufeffh\u00f6he,b\n1,2\n";
        for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE")) {
            Dataset data = open(text.getBytes(Charset.forName(name)), TableFormat.FOUND);
            assertThat(data.schema().columns()).as(name).containsExactly("h\u00f6he", "b");
        }
        byte[] unmarked = text.substring(1).getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> open(unmarked, TableFormat.FOUND))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("UTF-16LE");
        assertThat(open(unmarked, encoding("UTF-16LE")).schema().columns()).contains("h\u00f6he");
        assertThatThrownBy(() -> encoding("latin-99"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("encoding");
    }

    @Test
    void aLetterAcrossTwoBuffersIsOne() {
        String text =
                IntStream.range(0, 40_000).mapToObj(i -> "1,\u00e9\n").collect(Collectors.joining("", "a,label\n", ""));
        assertThat(open(text).notes().getFirst()).contains("UTF-8").doesNotContain("windows");
    }

    @Test
    void theDelimiterIsLookedForOutsideOfQuotes() {
        Dataset data = open("\"temp; C\",b,c\n1,2,3\n");
        assertThat(data.schema().columns()).containsExactly("temp; C", "b", "c");
        assertThat(open("\"x, y\";b\n1;2\n3;4\n").schema().columns()).containsExactly("x, y", "b");
        assertThat(open("name of it,b\n1,2\n3,4\n").schema().columns()).containsExactly("name of it", "b");
    }

    @Test
    void everyRowCountsForTheDelimiter() {
        assertThat(open("a;b,c;d\n1;2;3\n4;5;6\n").schema().columns()).containsExactly("a", "b,c", "d");
        assertThat(open("1|2|3\n4|5|6\n").schema().shape().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,5;2,25\n3,75;-4,0\n", "1,5\t2,25\n3,75\t-4,0\n", "1,5 2,25\n3,75 -4,0\n"})
    void decimalCommasAreRead(String text) {
        Dataset data = open(text);
        assertThat(Bytes.example(data, 0)).containsExactly(1.5f, 2.25f);
        assertThat(Bytes.example(data, 1)).containsExactly(3.75f, -4);
        assertThat(data.notes().getFirst()).contains("decimal commas");
    }

    @Test
    void oneColumnWithDecimalCommasIsReadWhenAsked() {
        byte[] text = "3,0039\n4,0052\n".getBytes(StandardCharsets.UTF_8);
        assertThat(open(text, TableFormat.FOUND).notes().getFirst()).contains("2 columns", "--decimal ,");
        Dataset data = open(text, new TableFormat(null, null, null, null, ",", null));
        assertThat(Bytes.example(data, 0)).containsExactly(3.0039f);
    }

    @Test
    void separatorsOfThousandsAreRefusedWithTheirPlace() {
        for (String text : List.of(
                "a;b\n1.234,5;2\n",
                "a;b\n1,234;2\n",
                "a,b\n\"1,234\",2\n",
                "a;b\n0,5;1\n1.234,5;2\n",
                "a;b\n1 234,5;2\n")) {
            assertThatThrownBy(() -> open(text))
                    .as(text)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("column 1 (a)")
                    .hasMessageContaining("thousands");
        }
    }

    @Test
    void blanksThatDoNotBreakLinesAreBlanks() {
        assertThat(Bytes.example(open("a,b\n1\u00a0,2\n3,\u202f4\n"), 1)).containsExactly(3, 4);
    }

    @Test
    void whatExcelWritesIsRead() {
        Dataset data = open("sep=;\r\na;b\r\n1;2\r\n;\r\n3;4\r\n");
        assertThat(data.schema().columns()).containsExactly("a", "b");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.notes().getFirst()).contains("left out: 1 row without a value");
        assertThat(open("a,b\r1,2\r3,4\r").size()).isEqualTo(2);
    }

    @Test
    void compressedTablesAreRead() {
        byte[] gzip = Bytes.gzip("a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("t.csv.gz", "t.tsv.gz", "t.txt.gz", "t.csv", "t.gz", "t")) {
            Dataset data = Bytes.open(Bytes.file(folder, name, gzip));
            assertThat(data.schema().columns()).as(name).containsExactly("a", "b");
        }
    }

    @Test
    void aCompressedTableThatGrowsWithoutEndIsRefused() {
        byte[] one = Bytes.gzip("0,0\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        IntStream.range(0, 17).forEach(i -> many.writeBytes(one));
        byte[] zeros = many.toByteArray();
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "z.csv.gz", zeros)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unpack it");
    }

    @ParameterizedTest
    @CsvSource({
        "PAR1xxxx, Parquet",
        "'{\"a\": 1}', JSON",
        "'[{\"a\": 1}]', JSON",
        "<!DOCTYPE html>, HTML",
        "'%PDF-1.7', PDF",
        "SQLite format 3, SQLite",
        "BZh91AY, bzip2"
    })
    void otherFilesAreCalledWhatTheyAre(String start, String kind) {
        for (String name : List.of("f.csv", "f.parquet", "f.json")) {
            assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, name, start + "\n1,2\n")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(kind);
        }
    }

    @Test
    void workbooksAreCalledWhatTheyAre() {
        byte[] excel = Bytes.zip(Map.of("xl/workbook.xml", new byte[3]));
        byte[] calc = Bytes.zip(Map.of("content.xml", new byte[3]));
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "a.xlsx", excel)))
                .hasMessageContaining("Excel");
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "b.csv", excel))).hasMessageContaining("Excel");
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "a.ods", calc))).hasMessageContaining("OpenDocument");
    }

    @Test
    void missingValuesAreRefusedWithTheirPlace() {
        for (String cell : List.of("NA", "?", "", "nan", "null", "-")) {
            assertThatThrownBy(() -> open("a,b\n1,2\n3," + cell + "\n4,5\n"))
                    .as(cell)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 3, column 2 (b)");
        }
    }

    @Test
    void numbersBeyond32BitsAreCalledThat() {
        assertThatThrownBy(() -> open("a,b\n1,9e38\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3.4e38");
    }

    @Test
    void bytesOfZeroAndOpenQuotesAreRefused() {
        assertThatThrownBy(() -> open("a,b\n1,\0\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("byte 6");
        String open = "a,b\n\"1,2\n" + "3,4\n".repeat(1 << 20);
        assertThatThrownBy(() -> open(open)).isInstanceOf(InputException.class).hasMessageContaining("quotes");
    }

    @Test
    void wideTablesAreRead() {
        int columns = 20_000;
        String row =
                IntStream.range(0, columns).mapToObj(i -> String.valueOf(i % 7)).collect(Collectors.joining(","));
        Dataset data = open(row + "\n" + row + "\n");
        assertThat(data.schema().shape().size()).isEqualTo(columns);
        assertThat(Bytes.example(data, 1)[columns - 1]).isEqualTo((columns - 1) % 7);
    }

    @Test
    void moreCellsThanTheLimitAreRefusedWithIt() {
        assertThatThrownBy(() -> open(",".repeat(TableRows.MAX_CELLS + 2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(String.valueOf(TableRows.MAX_CELLS));
    }

    @Test
    void theNoteSaysWhatWasUnderstood() {
        assertThat(open("a,b,label\n1,2,x\n3,4,y\n").notes())
                .containsExactly(
                        "read as: comma, header, UTF-8, 2 rows, 2 columns, 2 classes from 'label', as many as rows"
                                + " (--label-column none for a feature)");
    }

    @Test
    void pointsThatMaySeparateThousandsAreSaid() {
        String doubt = "1.000 in b is read as 1";
        assertThat(open("a;b\n1.5;999\n2.25;1.000\n3;1.250\n").notes().getFirst())
                .contains(doubt);
        assertThat(open("a;b\n1.5;0.125\n2;1.250\n3;3\n").notes().getFirst()).doesNotContain("thousands");
        assertThat(open("a;b\n1.5;1.125\n2;1.250\n3;3.500\n").notes().getFirst())
                .doesNotContain("thousands");
    }
}
