package dev.penumbra.latent.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Contrast;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Source;
import dev.penumbra.data.Subset;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.latent.edit.Edit.Move;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditTest {
    private static final Direction FIRST =
            new Direction("a", Method.MEANS, false, 0, 1, "probe", 1, new float[] {1, 2});
    private static final Direction SECOND =
            new Direction("b", Method.MEANS, false, 0, 1, "strokes", 1, new float[] {0, -1});

    /** z = (2 x1, x2 / 2), decoded times 3. */
    @Test
    void allMovesAreMadeAtOnce() {
        float[] x = {1, 4};
        Edit edit = Edit.of(LinearWorld.MODEL, x, List.of(new Move(FIRST, 2), new Move(SECOND, -1)));
        assertThat(edit.reconstruction()).containsExactly(6, 6);
        assertThat(edit.edited()).containsExactly(3 * (2 + 2), 3 * (2 + 4 + 1));
    }

    @Test
    void aStripGoesFromTheOppositeToWhatWasAsked() {
        float[] strip = Edit.strip(LinearWorld.MODEL, new float[] {1, 4}, List.of(new Move(FIRST, 2)), -1, 1, 3);
        assertThat(strip).containsExactly(0, -6, 6, 6, 12, 18);
    }

    /** Codes of (0, 0) and (1, 4) are (0, 0) and (2, 2): along (1, 2) at 0 and (2 + 4) / 5 strengths. */
    @Test
    void aMoveBeyondAllCodesIsToldOf() {
        Direction spanning = FIRST.spanning(new float[] {0, 0, 2, 2});
        assertThat(spanning.span()).isEqualTo(new Direction.Span(0, 1.2));
        float[] x = {1, 4};
        assertThat(Edit.warnings(LinearWorld.MODEL, x, List.of(new Move(spanning, -1.1))))
                .isEmpty();
        assertThat(Edit.warnings(LinearWorld.MODEL, x, List.of(new Move(spanning, -1.3), new Move(SECOND, 50))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("a=-1.3");
        assertThat(Edit.warnings(LinearWorld.MODEL, x, List.of(new Move(spanning, 0.1))))
                .hasSize(1);
        assertThat(Edit.warnings(LinearWorld.MODEL, x, List.of(new Move(FIRST, 50))))
                .isEmpty();
    }

    @Test
    void photographsHaveNoStrokes() {
        Shape small = Shape.image(1, 16, 16);
        float[] drawing = bar(2);
        float[] photograph = new float[256];
        for (int k = 0; k < 256; k++) {
            photograph[k] = (20 + k % 230) / 255f;
        }
        assertThat(Strokes.areDrawn(images(small, drawing))).isTrue();
        assertThat(Attribute.of(images(small, drawing))).hasSize(3);
        assertThat(Attribute.of(images(small, photograph))).isEmpty();
        assertThat(Attribute.of(images(Shape.image(3, 4, 4), new float[48]))).isEmpty();
        assertThat(Attribute.of(images(Shape.image(1, 2, 129), new float[258]))).isEmpty();
        assertThatThrownBy(() -> Attribute.named(images(small, photograph), "slant"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("drawings");
    }

    private static Dataset images(Shape shape, float[] x) {
        return new ArrayDataset(Schema.image(shape, List.of()), x, null);
    }

    @Test
    void oneExampleIsEdited() {
        Dataset two = LinearWorld.data(4);
        assertThatThrownBy(() -> Edit.given(LinearWorld.MODEL, two))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("NAME:INDEX");
        assertThat(Edit.given(LinearWorld.MODEL, new Subset(two, new int[] {1})))
                .isSameAs(LinearWorld.MODEL);
    }

    /** Bars of 2 x 12 and of 4 x 12 pixels of whole pixels: the outline cuts a triangle with sides of 1/2 from each of the four corners. */
    @Test
    void changesAreMeasuredOnTheImages() {
        Schema schema = Schema.image(Shape.image(1, 16, 16), List.of());
        float[] thin = bar(2);
        float[] thick = bar(4);
        Direction direction = new Direction("thickness", Method.PROBE, false, 3, 1, "strokes", 0.5, new float[] {1});
        List<Direction> learned = List.of(direction, FIRST, SECOND);
        List<EditChange> changes =
                EditChange.of(schema, learned, List.of(new Move(direction, 4)), thin, new Edit(thin, thick));
        assertThat(changes).hasSize(1);
        EditChange change = changes.getFirst();
        assertThat(change.asked()).isEqualTo(4);
        assertThat(change.original()).isEqualTo(change.reconstruction()).isCloseTo(thickness(2), within(1e-12));
        assertThat(change.edited()).isCloseTo(thickness(4), within(1e-12));
        assertThat(change.change()).isEqualTo((change.edited() - change.original()) / 0.5);
    }

    private static double thickness(int width) {
        double area = width * 12 - 4 / 8.0;
        double perimeter = 2 * (width + 12) - 4 * (1 - Math.sqrt(0.5));
        return (perimeter - Math.sqrt(perimeter * perimeter - 16 * area)) / 4;
    }

    private static float[] bar(int width) {
        float[] image = new float[256];
        for (int y = 2; y < 14; y++) {
            for (int x = 3; x < 3 + width; x++) {
                image[16 * y + x] = 1;
            }
        }
        return image;
    }

    @Test
    void theNearestExamplesVoteAndNearerOnesBreakTies() {
        Dataset line = line(new float[] {0, 1, 2, 10, 11, 12}, 0, 0, 0, 1, 1, 1);
        NearestNeighbours classifier = new NearestNeighbours(examples(line), false);
        assertThat(classifier.accuracy(new float[] {3, 9}, new int[] {0, 1}, -1, 2))
                .isEqualTo(1);
        assertThat(classifier.accuracy(new float[] {1, 11, 12}, new int[] {0, 1, 0}, -1, 3))
                .isCloseTo(2 / 3.0, within(1e-12));
        NearestNeighbours few = new NearestNeighbours(examples(line(new float[] {0, 1}, 0, 1)), false);
        assertThat(few.accuracy(new float[] {0.4f, 0.6f}, new int[] {0, 1}, -1, 2))
                .isEqualTo(1);
    }

    @Test
    void faintImagesAreComparedByTheirShape() {
        Examples two = new Examples(
                new float[2], new float[] {1, 0.2f, 0.1f, 0.1f}, new int[] {0, 1}, List.of(), new double[0][]);
        float[] faint = {0.1f, 0.02f};
        assertThat(new NearestNeighbours(two, true).accuracy(faint, new int[] {0}, -1, 1))
                .isEqualTo(1);
        assertThat(new NearestNeighbours(two, false).accuracy(faint, new int[] {1}, -1, 1))
                .isEqualTo(1);
    }

    private static Dataset line(float[] x, int... labels) {
        return new ArrayDataset(new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of("zero", "one")), x, labels);
    }

    private static Examples examples(Dataset data) {
        float[] x = new float[data.size()];
        int[] labels = new int[data.size()];
        for (int i = 0; i < x.length; i++) {
            data.read(i, x, i);
            labels[i] = data.label(i);
        }
        return new Examples(x, x, labels, List.of(), new double[0][]);
    }

    /** "one" is the data's second class and the model's first. */
    @Test
    void aConditionalModelLearnsFromClassesOfTheSameNames() {
        Schema schema = new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of("one", "zero"));
        VaeSpec spec = new VaeSpec(
                schema,
                1,
                2,
                Architecture.encoder("linear", Shape.of(3), 2),
                new PosteriorFamily.Gaussian(),
                new Prior.Normal(),
                Architecture.decoder("linear", 3, Shape.of(1)),
                new Gaussian(1));
        Inference conditional = Inference.exact(new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), 1);
        Dataset ones = line(new float[10], 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Source source = new Source("ones", ones, null, null);
        EditData data = EditData.of(conditional, source, Pixels.GREY, new Seed(1));
        assertThat(data.train().label(0)).isZero();
        assertThat(data.test().label(0)).isZero();
        Source unlabelled = new Source("none", new ArrayDataset(schema, new float[10], null), null, null);
        assertThatThrownBy(() -> EditData.of(conditional, unlabelled, Pixels.GREY, new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("data with labels");
    }

    @Test
    void twoSetsOfExamplesBecomeTwoClasses() {
        Dataset with = line(new float[] {7, 8, 9}, 0, 0, 0);
        Dataset without = line(new float[] {1, 2}, 1, 1);
        Contrast both = new Contrast("smile", with, without);
        assertThat(both.size()).isEqualTo(5);
        assertThat(both.schema().classes()).containsExactly("without smile", "smile");
        float[] x = new float[5];
        for (int i = 0; i < 5; i++) {
            both.read(i, x, i);
            assertThat(both.label(i)).isEqualTo(i < 2 ? 0 : 1);
        }
        assertThat(x).containsExactly(1, 2, 7, 8, 9);
        assertThat(Attribute.named(both, "smile")).isEqualTo(new Attribute.OfClass("smile", 1));
        assertThatThrownBy(() -> new Contrast("smile", with, LinearWorld.data(4)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("different kinds");
    }
}
