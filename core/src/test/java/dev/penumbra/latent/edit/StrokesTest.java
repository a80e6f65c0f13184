package dev.penumbra.latent.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrokesTest {
    private static final int SIDE = 28;

    /** Points in each direction at which a pixel is tested: coverage is then known to 1/16 along an edge. */
    private static final int FINE = 16;

    private interface Region {
        boolean has(double x, double y);
    }

    /** Each pixel as bright as the part of it that the region covers; x to the right and y upwards from the middle. */
    private static float[] draw(double brightness, Region region) {
        float[] image = new float[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            int covered = 0;
            for (int k = 0; k < FINE * FINE; k++) {
                double x = i % SIDE + (k % FINE + 0.5) / FINE - SIDE / 2.0;
                double y = SIDE / 2.0 - (Math.floorDiv(i, SIDE) + (Math.floorDiv(k, FINE) + 0.5) / FINE);
                covered += region.has(x, y) ? 1 : 0;
            }
            image[i] = (float) (brightness * covered / (FINE * FINE));
        }
        return image;
    }

    /** A bar of this width across its own length, leaning by {@code slant}, level at both ends. */
    private static float[] bar(double width, double height, double slant) {
        double across = width * Math.sqrt(1 + slant * slant);
        return draw(1, (x, y) -> Math.abs(y) <= height / 2 && Math.abs(x - slant * y - 0.3) <= across / 2);
    }

    /**
     * The outline cuts each of the four corners by about half a pixel of perimeter, 0.3 pixels in the width of a bar of 18; the sheared ends are
     * longer than those of a bar by the factor sqrt(1 + slant^2), which is 3 % of the ends at a slant of 0.25.
     */
    @ParameterizedTest
    @CsvSource({"2, 0", "3, 0", "4, 0", "5.5, 0", "2, 0.25", "3.5, 0.25", "3.5, -0.25", "2.5, 0.4"})
    void barsAreAsThickAsTheyWereDrawn(double width, double slant) {
        assertThat(Strokes.of(bar(width, 18, slant), 0, SIDE, SIDE).thickness()).isCloseTo(width, within(0.25));
    }

    /** mu11 / mu02 of a sheared bar is the shear itself; pixels are squares, which add 1/12 to mu02 of 18^2/12: 0.3 %. */
    @ParameterizedTest
    @CsvSource({"0, 2", "0.25, 2", "-0.25, 3", "0.5, 3", "-0.4, 4"})
    void barsLeanAsTheyWereDrawn(double slant, double width) {
        assertThat(Strokes.of(bar(width, 18, slant), 0, SIDE, SIDE).slant())
                .isCloseTo(slant, within(0.005 * Math.abs(slant) + 1e-6));
    }

    /** Pixels are squares: 1/12 more in a variance of height^2/12 is 1/(2 height) in the height. */
    @ParameterizedTest
    @CsvSource({"10, 0", "18, 0.3", "20.5, -0.2"})
    void barsAreAsHighAsTheyWereDrawn(double height, double slant) {
        assertThat(Strokes.of(bar(3, height, slant), 0, SIDE, SIDE).size())
                .isCloseTo(height, within(0.5 / height + 0.01));
    }

    /** Chords of half a pixel on a circle of radius 7 are shorter than their arcs by less than 0.1 %; the level moves by less than 0.02 pixels. */
    @Test
    void anOutlineHasTheAreaAndPerimeterOfADisc() {
        float[] disc = draw(0.6, (x, y) -> Math.hypot(x, y) <= 7);
        Outline outline = Outline.of(disc, 0, SIDE, SIDE, 0.3);
        assertThat(outline.area()).isCloseTo(Math.PI * 49, within(0.02 * 2 * Math.PI * 7));
        assertThat(outline.perimeter()).isCloseTo(2 * Math.PI * 7, within(0.02 * 2 * Math.PI * 7));
    }

    /** A ring has two edges; it is measured as a bar bent round: w' l' = w l and w' + l' = l, so w' is above w by w^2/l or so. */
    @Test
    void holesHaveAnOutlineToo() {
        float[] ring = draw(1, (x, y) -> Math.hypot(x, y) <= 9 && Math.hypot(x, y) >= 6);
        Outline outline = Outline.of(ring, 0, SIDE, SIDE, 0.5);
        assertThat(outline.perimeter()).isCloseTo(2 * Math.PI * 15, within(0.02 * 2 * Math.PI * 15));
        double length = 2 * Math.PI * 7.5;
        assertThat(Strokes.of(ring, 0, SIDE, SIDE).thickness())
                .isCloseTo((length - Math.sqrt(length * length - 4 * 3 * length)) / 2, within(0.1));
    }

    @Test
    void inkThatTouchesTheBorderEndsThere() {
        float[] full = new float[] {1, 1, 1, 1};
        Outline outline = Outline.of(full, 0, 2, 2, 0.5);
        // Half a pixel beyond the outermost centres on each side, with the four corners cut: 4 - 4/8.
        assertThat(outline.area()).isEqualTo(3.5);
        assertThat(outline.perimeter()).isCloseTo(4 + 4 * Math.sqrt(0.5), within(1e-12));
    }

    @Test
    void twoPixelsThatTouchAtACornerAreJoined() {
        Outline outline = Outline.of(new float[] {1, 0, 0, 1}, 0, 2, 2, 0.5);
        // Two diamonds of area 1/2 whose facing edges become the two sides of a bridge of area 1/4 more.
        assertThat(outline.area()).isEqualTo(1.5);
        assertThat(outline.perimeter()).isCloseTo(8 * Math.sqrt(0.5), within(1e-12));
    }

    @Test
    void brightnessDoesNotMatter() {
        float[] bright = bar(3, 16, 0.2);
        float[] dim = bright.clone();
        for (int i = 0; i < dim.length; i++) {
            dim[i] /= 4; // a power of two: the same bits
        }
        assertThat(Strokes.of(dim, 0, SIDE, SIDE)).isEqualTo(Strokes.of(bright, 0, SIDE, SIDE));
    }

    @Test
    void anImageWithoutInkHasNothingToMeasure() {
        assertThat(Strokes.of(new float[9], 0, 3, 3)).isEqualTo(new Strokes(0, 0, 0));
        float[] negative = new float[9];
        negative[4] = -1;
        assertThat(Strokes.of(negative, 0, 3, 3)).isEqualTo(new Strokes(0, 0, 0));
    }

    @Test
    void anImageIsMeasuredWhereItBegins() {
        float[] bar = bar(3, 16, 0.2);
        float[] shifted = new float[bar.length + 7];
        System.arraycopy(bar, 0, shifted, 7, bar.length);
        assertThat(Strokes.of(shifted, 7, SIDE, SIDE)).isEqualTo(Strokes.of(bar, 0, SIDE, SIDE));
    }
}
