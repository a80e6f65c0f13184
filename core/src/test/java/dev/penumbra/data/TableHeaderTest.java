package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableHeaderTest {
    @TempDir
    Path folder;

    private Dataset open(String text) {
        return Bytes.open(Bytes.file(folder, "t.csv", text));
    }

    private Dataset open(String text, Boolean header) {
        TableFormat format = new TableFormat(null, header, null, null, null, null);
        return Sources.open(
                        Bytes.file(folder, "t.csv", text),
                        DataOptions.of(new Seed(1)).withTable(format))
                .train();
    }

    private static String rows(int rows, int columns, String format, double low, double high) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(0, columns)
                        .mapToObj(j -> String.format(Locale.ROOT, format, random.nextDouble(low, high)))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void isHeader(String header, String body, int rows) {
        Dataset data = open(header + "\n" + body);
        assertThat(data.size()).as(header).isEqualTo(rows);
        assertThat(String.join(",", data.schema().columns())).isEqualTo(header.replace("\"", ""));
        assertThat(data.notes().getFirst()).contains(", header").doesNotContain("no header");
    }

    private void isData(String text, int rows) {
        Dataset data = open(text);
        assertThat(data.size()).as(text).isEqualTo(rows);
        assertThat(data.notes().getFirst()).contains("no header");
    }

    @Test
    void yearsAboveFractionsAreNames() {
        isHeader("1900,1950,2000", rows(60, 3, "%.4f", 0, 1), 60);
        isHeader("1990,2000", rows(60, 2, "%.4f", 0, 1), 60);
    }

    @Test
    void yearsAboveWholeNumbersOfAnotherSizeAreNames() {
        isHeader("1900,1950,2000", rows(20, 3, "%.0f", 0, 90), 20);
    }

    @Test
    void wavelengthsAreNames() {
        isHeader("400.5,401,401.5,402", rows(30, 4, "%.5f", 0, 1), 30);
    }

    @Test
    void countedColumnsAreNames() {
        isHeader("0,1,2", rows(20, 3, "%.6f", -2, 2), 20);
        isHeader("0,1,2,3,4,5", rows(20, 6, "%.0f", 0, 255), 20);
        isHeader("1,2,3,4,5", rows(20, 5, "%.0f", 0, 9), 20);
    }

    @Test
    void quotedNumbersAboveBareOnesAreNames() {
        isHeader("\"7\",\"3\"", "1,2\n3,4\n", 2);
    }

    @Test
    void wordsBesideYearsAreNames() {
        isHeader("id,1900,1950", "1,3,4\n2,5,6\n", 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,4\n",
                "1,2,3\n2,3,4\n3,4,5\n4,5,6\n",
                "37,80,120\n36.6,82,118\n38.1,79,125\n36.9,85,121\n",
                "0,1\n0.1,0.995\n0.2,0.98\n0.3,0.955\n0.4,0.921\n",
                "0\n0.1\n0.2\n0.3\n0.4\n",
                "0,0\n0,1\n1,0\n1,1\n",
                "5.1,3.5,1.4\n4.9,3.0,1.4\n4.7,3.2,1.3\n",
                "1,2,3\n1,2,3\n1,2,3\n"
            })
    void rowsOfNumbersLikeTheOthersAreData(String text) {
        isData(text, (int) text.lines().count());
    }

    @Test
    void theOptionWins() {
        String text = "1,2\n3,4\n";
        assertThat(open(text, true).schema().columns()).containsExactly("1", "2");
        assertThat(open("1900,1950,2000\n" + rows(5, 3, "%.2f", 0, 1), false).size())
                .isEqualTo(6);
    }

    @Test
    void aMissingValueInTheFirstRowIsNoName() {
        assertThatThrownBy(() -> open("1,NA,3\n4,5,6\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 1, column 2");
    }

    @Test
    void aFirstColumnWithoutNameIsAnIndex() {
        Dataset data = open(",a,b\n0,1,2\n1,3,4\n");
        assertThat(data.schema().columns()).containsExactly("a", "b");
        assertThat(Bytes.example(data, 1)).containsExactly(3, 4);
        assertThat(data.notes().getFirst()).contains("left out: column 1 without a name");
        assertThat(open("Unnamed: 0,a\n0,1\n1,3\n").schema().columns()).containsExactly("a");
        assertThat(open(",0,1,2\n0,.5,.6,.7\n1,.5,.6,.7\n2,.1,.2,.1\n").schema().columns())
                .containsExactly("0", "1", "2");
    }

    @Test
    void rowsOfRHaveAnIndexThatTheHeaderDoesNotName() {
        Dataset data = open("\"a\" \"b\"\n\"1\" 5 6\n\"2\" 7 8\n");
        assertThat(data.schema().columns()).containsExactly("a", "b");
        assertThat(Bytes.example(data, 0)).containsExactly(5, 6);
    }

    @Test
    void theCommentOfNumPyNamesColumns() {
        Dataset data = open("# a b c\n1.0e+00 2.0e+00 3.0e+00\n4 5 6\n");
        assertThat(data.schema().columns()).containsExactly("a", "b", "c");
        assertThat(data.size()).isEqualTo(2);
        assertThat(open("# written today\n#x,y\n1,2\n# a remark\n3,4\n")
                        .schema()
                        .columns())
                .containsExactly("x", "y");
    }

    @Test
    void rowsOfColoursAreNoComments() {
        Dataset data = open("label,a\n#ff0000,1\n#00ff00,2\n#0000ff,3\n");
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.schema().classes()).contains("#ff0000");
    }

    @Test
    void namesThatOccurTwiceAreToldApart() {
        Dataset data = open("a,a,b\n1,2,3\n");
        assertThat(data.schema().columns()).containsExactly("a", "a.1", "b");
        assertThat(data.notes().getFirst()).contains("a.1");
    }

    @Test
    void manyColumnsOfOneNameOrInQuotesAreRead() {
        int columns = 50_000;
        List<String> names = open("x" + ",x".repeat(columns - 1) + "\n1" + ",1".repeat(columns - 1) + "\n")
                .schema()
                .columns();
        assertThat(names).hasSize(columns).doesNotHaveDuplicates().endsWith("x." + (columns - 1));
        assertThat(open("\"1\"" + ",\"1\"".repeat(columns - 1) + "\n2" + ",2".repeat(columns - 1) + "\n")
                        .schema()
                        .shape()
                        .size())
                .isEqualTo(columns);
    }

    @Test
    void delimitersAtTheEndOfRowsAreNoColumn() {
        for (String text : List.of("a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n", "a,b,\n1,2\n3,4\n")) {
            assertThat(open(text).schema().columns()).as(text).containsExactly("a", "b");
        }
        assertThat(open("1,2,\n3,4,\n").schema().shape().size()).isEqualTo(2);
    }
}
