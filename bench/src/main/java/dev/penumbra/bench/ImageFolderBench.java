package dev.penumbra.bench;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Seconds to open a folder of images and to pass over it once in shuffled batches. */
public final class ImageFolderBench {
    private static final int BATCH = 128;

    private ImageFolderBench() {}

    /** Argument: the folder. */
    public static void main(String[] args) {
        long start = System.nanoTime();
        Seed seed = new Seed(1);
        Dataset data = Sources.open(args[0], new DataOptions(null, null, seed)).train();
        int size = data.schema().shape().size();
        int[] order = seed.permutation(data.size());
        float[] x = new float[BATCH * size];
        double total = 0;
        for (int from = 0; from < order.length; from += BATCH) {
            int count = Math.min(BATCH, order.length - from);
            data.read(order, from, count, x);
            for (int i = 0; i < count * size; i++) {
                total += x[i];
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> line =
                Map.of("seconds", seconds, "images", order.length, "mean", total / order.length / size);
        System.out.print(new String(Json.writeLine(line), StandardCharsets.UTF_8));
    }
}
