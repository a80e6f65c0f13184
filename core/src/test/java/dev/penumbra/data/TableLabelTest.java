package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLabelTest {
    @TempDir
    Path folder;

    private Dataset open(String text) {
        return open(text, TableFormat.FOUND);
    }

    private Dataset open(String text, TableFormat format) {
        return Sources.open(
                        Bytes.file(folder, "t.csv", text),
                        DataOptions.of(new Seed(1)).withTable(format))
                .train();
    }

    private static TableFormat labels(String name) {
        return new TableFormat(null, null, null, name, null, null);
    }

    private static TableFormat shape(Shape shape) {
        return new TableFormat(null, null, null, null, null, shape);
    }

    private Dataset target(int rows, IntFunction<Object> value) {
        return open("a,target\n"
                + IntStream.range(0, rows)
                        .mapToObj(i -> i * i % 11 + "," + value.apply(i) + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void aTargetOfManyValuesIsAFeature() {
        Dataset prices = target(60, i -> 100000 + 37 * i);
        assertThat(prices.schema().columns()).containsExactly("a", "target");
        assertThat(prices.notes().getFirst()).contains("'target' is a feature");
        assertThat(target(60, i -> i / 7.0).schema().classes()).isEmpty();
        assertThat(target(300, i -> 18 + i % 40).schema().classes()).isEmpty();
    }

    @Test
    void aTargetOfFewValuesHoldsTheClasses() {
        assertThat(target(60, i -> i % 3).schema().classes()).containsExactly("0", "1", "2");
        assertThat(target(300, i -> i % 40).schema().classes()).hasSize(40);
        assertThat(target(4, i -> i % 2 == 0 ? -1 : 1).schema().classes()).containsExactly("-1", "1");
        assertThat(target(4, i -> "k" + i).schema().classes()).hasSize(4);
    }

    @Test
    void anyColumnCanHoldTheClasses() {
        Dataset data = open("a,species,b\n1,cat,2\n3,ant,4\n", labels("Species"));
        assertThat(data.schema().classes()).containsExactly("ant", "cat");
        assertThat(Bytes.example(data, 1)).containsExactly(3, 4);
        Dataset unnamed = open("1,x\n3,y\n", labels("2"));
        assertThat(unnamed.schema().classes()).containsExactly("x", "y");
        assertThatThrownBy(() -> open("a,species\n1,cat\n", labels("specie")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("species");
    }

    @Test
    void noColumnNeedsToHoldClasses() {
        Dataset data = open("a,label\n1,2.5\n3,4.5\n", labels(TableFormat.NO_LABELS));
        assertThat(data.schema().columns()).containsExactly("a", "label");
        assertThat(data.schema().classes()).isEmpty();
    }

    @Test
    void wholeNumbersAreOneClassHoweverTheyAreWritten() {
        assertThat(open("a,label\n1,2.0\n3,2\n").schema().classes()).containsExactly("2");
    }

    @Test
    void columnsOfPixelsAreImages() {
        Dataset data = open("label,pixel0,pixel1,pixel2,pixel3\n7,0,255,51,0\n8,0,0,0,1\n");
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 2, 2));
        assertThat(Bytes.example(data, 0)).containsExactly(0, 1, 0.2f, 0);
        assertThat(data.schema().columns()).isEmpty();
        assertThat(data.className(1)).isEqualTo("8");
        assertThat(data.notes().getFirst()).contains("images 1x2x2 of 0 to 255");
        assertThat(open("label,1x1,1x2,1x3,2x1,2x2,2x3\n1,0,9,0,0,0,0\n")
                        .schema()
                        .shape())
                .isEqualTo(Shape.image(1, 2, 3));
        assertThat(open("pixel1,pixel2,pixel3,pixel4\n0,9,0,0\n").schema().shape())
                .isEqualTo(Shape.image(1, 2, 2));
        assertThat(open("pixel0,pixel1,pixel2,pixel3,pixel4\n0,9,0,0,0\n")
                        .schema()
                        .shape())
                .isEqualTo(Shape.of(5));
    }

    @Test
    void rowsAreImagesOfTheShapeThatIsAskedFor() {
        String text = "1,2,3,4,5,6\n255,6,5,4,3,2\n1,6,5,9,3,2\n";
        assertThat(open(text, shape(Shape.image(1, 2, 3))).schema().shape()).isEqualTo(Shape.image(1, 2, 3));
        assertThatThrownBy(() -> open(text, shape(Shape.image(1, 2, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("6 values");
    }

    @Test
    void rowsOfBytesThatMayBeImagesAreSaidToBe() {
        String pixels = IntStream.range(0, 64).mapToObj(i -> "" + (255 - i)).collect(Collectors.joining(","));
        assertThat(open(pixels + "\n" + pixels + "\n").notes().getFirst()).contains("--shape 1x8x8");
        String labelled = "7," + pixels + "\n8," + pixels + "\n";
        assertThat(open(labelled).notes().getFirst()).contains("--shape 1x8x8 --label-column 1");
        Dataset data = open(labelled, new TableFormat(null, null, null, "1", null, Shape.image(1, 8, 8)));
        assertThat(data.schema().classes()).containsExactly("7", "8");
    }

    @Test
    void aModelReadsItsColumnsByName() {
        Schema reader = open("a,b\n1,2\n").schema();
        DataOptions options = DataOptions.of(new Seed(1)).withReader(reader);
        String more = Bytes.file(folder, "more.csv", "b,name,a\n2,x,1\n4,y,3\n");
        Dataset data = Sources.open(more, options).train();
        assertThat(data.schema().columns()).containsExactly("a", "b");
        assertThat(Bytes.example(data, 1)).containsExactly(3, 4);
        assertThat(data.notes().getFirst()).contains("left out: name");
        String less = Bytes.file(folder, "less.csv", "b,c\n2,3\n");
        assertThatThrownBy(() -> Sources.open(less, options))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without a")
                .hasMessageContaining("less.csv");
    }

    @Test
    void classesAreThoseOfTheFirstNameOnly() {
        Dataset data = open("target,label\n1.5,x\n2.5,y\n");
        assertThat(data.schema().columns()).isEqualTo(List.of("target"));
    }
}
