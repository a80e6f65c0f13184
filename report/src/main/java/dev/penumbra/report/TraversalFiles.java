package dev.penumbra.report;

import dev.penumbra.data.Schema;
import dev.penumbra.latent.Decoding;
import dev.penumbra.latent.Traversal;
import dev.penumbra.model.Inference;
import java.nio.file.Path;
import java.util.Locale;

/** What a traversal decodes to. */
public final class TraversalFiles {
    private TraversalFiles() {}

    /**
     * All dimensions in their order, a row of a picture each.
     *
     * @param out       see {@link ExampleFiles}
     * @param inference a conditional model {@linkplain Inference#given given} its class
     * @param steps     points of each dimension
     */
    public static void write(Path out, Inference inference, Traversal traversal, int steps) {
        int[] order = traversal.order().dimensions();
        new ExampleFiles(out, schema(inference), Math.multiplyExact(order.length, steps), steps, true).write(each -> {
            for (int dimension : order) {
                decode(inference, traversal, dimension, steps, each);
            }
        });
    }

    /** A file for each dimension, named by its place in the order and its number, such as {@code 01-z7.png}. */
    public static void writeEach(Path folder, Inference inference, Traversal traversal, int steps) {
        int[] order = traversal.order().dimensions();
        int digits = String.valueOf(order.length).length();
        for (int place = 0; place < order.length; place++) {
            int dimension = order[place];
            String name = String.format(Locale.ROOT, "%0" + digits + "d-z%d", place + 1, dimension + 1);
            Path out = folder.resolve(name + ExampleFiles.ending(schema(inference)));
            new ExampleFiles(out, schema(inference), steps, steps, true)
                    .write(each -> decode(inference, traversal, dimension, steps, each));
        }
    }

    private static void decode(
            Inference inference, Traversal traversal, int dimension, int steps, ExampleFiles.Receiver each) {
        float[] points = traversal.points(dimension, steps);
        int v = traversal.base().length;
        Decoding.forEach(
                inference,
                Decoding.points(points, v),
                null,
                (i, x) ->
                        each.take(String.format(Locale.ROOT, "z%d=%.3f", dimension + 1, points[i * v + dimension]), x));
    }

    private static Schema schema(Inference inference) {
        return inference.model().spec().schema();
    }
}
