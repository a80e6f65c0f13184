package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir
    Path folder;

    private Dataset open(String text) {
        return Bytes.open(Bytes.file(folder, "t.csv", text));
    }

    @Test
    void everyDelimiterIsFound() {
        for (String delimiter : List.of(",", ";", "\t", " ", "   ")) {
            Dataset data = open("1 2.5 -3e-1\n4 5 6\n".replace(" ", delimiter));
            assertThat(data.size()).as(delimiter).isEqualTo(2);
            assertThat(Bytes.example(data, 0)).as(delimiter).containsExactly(1, 2.5f, -0.3f);
        }
    }

    @Test
    void blanksAroundTabsAndAtLineEndsDoNotMatter() {
        assertThat(Bytes.example(open("540.0 \t0.0 \t79.99 \r\n1 \t2 \t3 \r\n\r\n"), 0))
                .containsExactly(540, 0, 79.99f);
    }

    @Test
    void aFirstRowOfTextIsTheHeader() {
        Dataset data = open("\uFEFFheight,\"weight, kg\"\n1,2\n3,4\n");
        assertThat(data.schema().columns()).containsExactly("height", "weight, kg");
        assertThat(data.size()).isEqualTo(2);
        assertThat(open("1,2\n3,4\n").size()).isEqualTo(2);
    }

    @Test
    void aColumnCalledLabelClassOrTargetHoldsTheClasses() {
        Dataset text = open("a,Class,b\n1,cat,2\n3,ant,4\n5,cat,6\n");
        assertThat(text.schema().columns()).containsExactly("a", "b");
        assertThat(text.schema().classes()).containsExactly("ant", "cat");
        assertThat(text.label(0)).isEqualTo(1);
        assertThat(Bytes.example(text, 2)).containsExactly(5, 6);
        Dataset numbers = open("label,0,1\n10,1,2\n9,3,4\n");
        assertThat(numbers.schema().classes()).containsExactly("9", "10");
        assertThat(numbers.schema().columns()).containsExactly("0", "1");
    }

    @Test
    void whatIsNoNumberIsRefusedWithRowAndColumn() {
        for (String bad : List.of("x", "", "NaN", "nan", "NA", "1e999", "0x10", "1f", "Infinity", "1,5")) {
            String cell = bad.contains(",") ? '"' + bad + '"' : bad;
            assertThatThrownBy(() -> open("a,b\n1,2\n3," + cell + "\n"))
                    .as(bad)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 3, column 2 (b)")
                    .hasMessageContaining("'" + bad + "'");
        }
    }

    @Test
    void textInAFirstRowOfNumbersIsNoHeader() {
        assertThatThrownBy(() -> open("1,M,3\n4,B,6\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 1, column 2");
    }

    @Test
    void raggedRowsAreRefused() {
        assertThatThrownBy(() -> open("1,2\n3,4,5\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 2");
        assertThatThrownBy(() -> open("1,2\n3\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 2");
    }

    @Test
    void emptyTablesAreRefused() {
        for (String text : List.of("", "\n\n", "a,b\n", "label\nx\n")) {
            assertThatThrownBy(() -> open(text)).as(text).isInstanceOf(InputException.class);
        }
    }

    @Test
    void fractionsAreNoLabels() {
        assertThatThrownBy(() -> open("a,class\n1,2.5\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("(class)");
    }

    @Test
    void oneClassOnlyIsAllowed() {
        assertThat(open("a,label\n1,x\n2,x\n").schema().classes()).containsExactly("x");
    }
}
