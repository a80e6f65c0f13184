package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
    private static final int BLACK = 0xff000000;
    private static final int WHITE = 0xffffffff;
    private static final int CLEAR = 0;

    @TempDir
    Path folder;

    @Test
    void aGridEnlargesEachPixelAndSeparatesImagesByAGutter() {
        // Two images of 1x2 pixels: black, white; and mid-grey, white. 0.5 * 255 rounds to 128 = 0x80.
        float[] images = {0, 1, 0.5f, 1};
        BufferedImage grid = Pictures.grid(images, 2, Shape.image(1, 1, 2), 2, 4, 1);
        int grey = 0xff808080;
        int[] row = {BLACK, BLACK, WHITE, WHITE, CLEAR, grey, grey, WHITE, WHITE};
        assertThat(rows(grid)).isDeepEqualTo(new int[][] {row, row});
    }

    @Test
    void aGridFillsRowsAndLeavesTheRestClear() {
        BufferedImage grid = Pictures.grid(new float[] {1, 1, 1}, 3, Shape.image(1, 1, 1), 2, 1, 0);
        assertThat(rows(grid)).isDeepEqualTo(new int[][] {{WHITE, WHITE}, {WHITE, CLEAR}});
    }

    @Test
    void threeChannelsAreRedGreenAndBlueAndValuesAreClamped() {
        float[] image = {2, 0, /* green */ -1, 1, /* blue */ 0.2f, 0};
        BufferedImage grid = Pictures.grid(image, 1, Shape.image(3, 1, 2), 1, 2, 0);
        assertThat(rows(grid)).isDeepEqualTo(new int[][] {{0xffff0033, 0xff00ff00}});
    }

    @Test
    void ofTwoChannelsTheFirstIsShownAsGrey() {
        BufferedImage grid = Pictures.grid(new float[] {1, 0}, 1, Shape.image(2, 1, 1), 1, 1, 0);
        assertThat(rows(grid)).isDeepEqualTo(new int[][] {{WHITE}});
    }

    @Test
    void imagesLargerThanTheCellAreAveraged() {
        // 3x3 to a cell of 2: blocks of 2x2, the last ones cut. Means: 1/4, 1/2, 0, 1.
        float[] image = {1, 0, 1, 0, 0, 0, 0, 0, 1};
        BufferedImage grid = Pictures.grid(image, 1, Shape.image(1, 3, 3), 1, 2, 0);
        assertThat(rows(grid)).isDeepEqualTo(new int[][] {{0xff404040, 0xff808080}, {BLACK, WHITE}});
    }

    @Test
    void whatIsWrittenReadsBackAsTheSamePixels() throws IOException {
        BufferedImage grid = Pictures.grid(new float[] {0, 0.25f, 1, 1}, 2, Shape.image(1, 2, 1), 2, 6, 2);
        Path file = folder.resolve("grid.png");
        Pictures.write(file, grid);
        assertThat(rows(ImageIO.read(file.toFile()))).isDeepEqualTo(rows(grid));
    }

    @Test
    void tooFewValuesAreNamed() {
        assertThatThrownBy(() -> Pictures.grid(new float[7], 2, Shape.image(1, 2, 2), 2, 8, 0))
                .hasMessageContaining("needs 8 values, got 7");
    }

    @Test
    void aFileThatCannotBeWrittenIsAnInputException() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        assertThatThrownBy(() -> Pictures.write(file.resolve("x.png"), image)).isInstanceOf(InputException.class);
    }

    private static int[][] rows(BufferedImage image) {
        int[][] rows = new int[image.getHeight()][];
        for (int y = 0; y < rows.length; y++) {
            rows[y] = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        }
        return rows;
    }
}
