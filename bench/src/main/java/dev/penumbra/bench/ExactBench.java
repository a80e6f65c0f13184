package dev.penumbra.bench;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** Images a second that the exact runtime encodes with a 784-400-40 model, and codes a second that it decodes, on one thread. */
public final class ExactBench {
    private static final int BATCH = 1000;
    private static final int LATENT = 40;
    private static final double SECONDS = 3;

    private ExactBench() {}

    /** Argument: the folder of data sets. */
    public static void main(String[] args) {
        Seed seed = new Seed(1);
        Dataset data = Sources.open("mnist", new DataOptions(Path.of(args[0]), null, seed))
                .train();
        float[] x = new float[BATCH * data.schema().shape().size()];
        data.read(IntStream.range(0, BATCH).toArray(), 0, BATCH, x);
        Network encoder = Architecture.encoder("mlp:400", data.schema().shape(), 2 * LATENT);
        Network decoder = Architecture.decoder("mlp:400", LATENT, data.schema().shape());
        Map<String, Double> line = Map.of(
                "encode",
                perSecond(encoder, x, seed),
                "decode",
                perSecond(decoder, seed.gaussians(BATCH * LATENT), seed));
        System.out.print(new String(Json.writeLine(line), StandardCharsets.UTF_8));
    }

    private static double perSecond(Network network, float[] batch, Seed seed) {
        ExactNetwork exact = new ExactNetwork(network, Weights.initial(network.parameters("network"), seed), "network");
        run(exact, batch);
        return run(exact, batch);
    }

    private static double run(ExactNetwork network, float[] batch) {
        long start = System.nanoTime();
        long count = 0;
        double seconds = 0;
        while (seconds < SECONDS) {
            count += network.run(batch, BATCH, 1).length > 0 ? BATCH : 0;
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return count / seconds;
    }
}
