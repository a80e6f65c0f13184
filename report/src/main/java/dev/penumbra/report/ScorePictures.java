package dev.penumbra.report;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.Score;
import dev.penumbra.nn.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Where in an image its score comes from. */
public final class ScorePictures {
    private static final int COLUMNS = 8;
    private static final int CELL = 84;
    private static final int GUTTER = 4;

    private ScorePictures() {}

    /**
     * Each pixel's share of -log p(x|z), summed over the channels, as grey in [0, 1], [count, height, width]: black is the smallest share
     * of any of these images, white the largest finite one and all that are not, so that they can be compared.
     *
     * @param scores at least one, of images
     */
    public static float[] maps(List<Score> scores, Shape shape) {
        int plane = shape.height() * shape.width();
        double[] shares = new double[scores.size() * plane];
        for (int i = 0; i < scores.size(); i++) {
            for (int k = 0; k < shape.size(); k++) {
                shares[i * plane + k % plane] += scores.get(i).parts()[k];
            }
        }
        double least = Arrays.stream(shares).min().orElseThrow();
        double most = Arrays.stream(shares).filter(Double::isFinite).max().orElse(least);
        float[] maps = new float[shares.length];
        for (int k = 0; k < maps.length; k++) {
            boolean infinite = shares[k] == Double.POSITIVE_INFINITY;
            maps[k] = infinite ? 1 : most > least ? (float) ((shares[k] - least) / (most - least)) : 0;
        }
        return maps;
    }

    /** Rows of images, each row above that of its {@link #maps}. */
    public static void write(Path file, List<Score> scores, Schema schema) {
        Shape shape = schema.shape();
        int d = shape.size();
        int plane = shape.height() * shape.width();
        float[] maps = maps(scores, shape);
        float[] x = new float[scores.size() * d];
        float[] coloured = new float[x.length];
        for (int i = 0; i < scores.size(); i++) {
            System.arraycopy(scores.get(i).x(), 0, x, i * d, d);
            for (int c = 0; c < shape.channels(); c++) {
                System.arraycopy(maps, i * plane, coloured, i * d + c * plane, plane);
            }
        }
        Pictures.write(
                file,
                Pictures.stacked(List.of(schema.toPicture(x), coloured), scores.size(), shape, COLUMNS, CELL, GUTTER));
    }

    /** The {@link #maps} alone, as grey PNG files of the images' size, numbered by rank and named as the examples. */
    public static void writeMaps(Path folder, List<Score> scores, Dataset data) {
        Shape shape = data.schema().shape();
        Shape grey = Shape.image(1, shape.height(), shape.width());
        float[] maps = maps(scores, shape);
        Schema schema = new Schema(grey, Scaling.PIXELS, List.of(), List.of());
        new ExampleFiles(folder, schema, scores.size(), COLUMNS, true)
                .folder(each -> IntStream.range(0, scores.size())
                        .forEach(i -> each.take(
                                data.name(scores.get(i).index()),
                                Arrays.copyOfRange(maps, i * grey.size(), (i + 1) * grey.size()))));
    }
}
