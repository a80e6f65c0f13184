package dev.penumbra.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A network that gives the same bits on every machine, for every number of threads, and however examples are put into batches:
 * 32-bit floats, each sum in a fixed order that its layer states, products added by {@link Math#fma}, transcendental functions by
 * {@link StrictMath}. Pure Java. Immutable and safe for use by several threads.
 */
public final class ExactNetwork {
    /** Most examples of a block: enough that each weight is read from memory for many of them. */
    private static final int BLOCK = 64;
    /** Most values of a block's widest layer. */
    private static final int BLOCK_VALUES = 1 << 20;

    private final Network network;
    private final ExactLayer layers;
    private final int block;

    /**
     * Copies the weights into the order in which they are read.
     *
     * @param prefix before the names of the network's weights
     * @throws IllegalArgumentException where weights are missing or have another shape
     */
    public ExactNetwork(Network network, Weights weights, String prefix) {
        this.network = network;
        weights.require(network.parameters(prefix));
        this.layers = ready(network.layers(), network.input(), weights, prefix + ".");
        int widest = network.input().size();
        for (Network.Step step : network.steps()) {
            widest = Math.max(widest, step.output().size());
        }
        this.block = Math.clamp(BLOCK_VALUES / widest, 1, BLOCK);
    }

    /** These layers with their weights, in one. */
    private static ExactLayer ready(List<Layer> layers, Shape input, Weights weights, String prefix) {
        List<ExactLayer> ready = new ArrayList<>();
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String path = prefix + i + ".";
            switch (layer) {
                case Layer.Linear linear ->
                    ready.add(ExactLayer.linear(weights.get(path + "weight"), weights.get(path + "bias")));
                case MaskedLinear linear ->
                    ready.add(
                            ExactLayer.linear(linear.masked(weights.get(path + "weight")), weights.get(path + "bias")));
                case Layer.Conv conv ->
                    ready.add(new ExactConv(conv, shape, weights.get(path + "weight"), weights.get(path + "bias")));
                case Layer.TransposedConv conv ->
                    ready.add(new ExactTransposedConv(
                            conv, shape, weights.get(path + "weight"), weights.get(path + "bias")));
                case Layer.Activation activation -> ready.add(ExactLayer.activation(activation.function()));
                case Layer.Glu glu -> ready.add(ExactLayer.glu());
                case Layer.Residual residual ->
                    ready.add(ExactLayer.residual(ready(residual.body(), shape, weights, path)));
                case Layer.BatchNorm norm ->
                    ready.add(ExactNorm.batch(
                            weights.get(path + "weight"),
                            weights.get(path + "bias"),
                            weights.get(path + "runningMean"),
                            weights.get(path + "runningVariance")));
                case Layer.GroupNorm norm ->
                    ready.add(
                            ExactNorm.grouped(norm.groups(), weights.get(path + "weight"), weights.get(path + "bias")));
                case Layer.LayerNorm norm ->
                    ready.add(ExactNorm.grouped(1, weights.get(path + "weight"), weights.get(path + "bias")));
                case Layer.Reshape reshape -> {
                    // Values keep their order: nothing to do.
                }
            }
            shape = layer.output(shape);
        }
        return ExactLayer.chain(List.copyOf(ready));
    }

    /**
     * The outputs of a batch.
     *
     * @param x       [batch, input size], row after row; only read
     * @param batch   how many examples
     * @param threads how many threads may work on it, at least 1; the result does not depend on it
     * @return [batch, output size]
     */
    public float[] run(float[] x, int batch, int threads) {
        if (batch < 0 || x.length != (long) batch * network.input().size()) {
            throw new IllegalArgumentException(
                    batch + " examples of " + network.input() + " were expected, got " + x.length + " values");
        }
        float[] out = new float[Math.multiplyExact(batch, network.output().size())];
        int size = Math.clamp((batch + threads - 1) / threads, 1, block);
        if (threads == 1 || batch <= size) {
            for (int from = 0; from < batch; from += size) {
                runBlock(x, out, from, Math.min(size, batch - from));
            }
            return out;
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> blocks = new ArrayList<>();
            for (int from = 0; from < batch; from += size) {
                int start = from;
                blocks.add(workers.submit(() -> runBlock(x, out, start, Math.min(size, batch - start))));
            }
            for (Future<?> each : blocks) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a block of examples failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running a network", e);
        }
        return out;
    }

    private void runBlock(float[] x, float[] out, int from, int count) {
        int inputs = network.input().size();
        float[][] examples = new float[count][];
        for (int e = 0; e < count; e++) {
            examples[e] = Arrays.copyOfRange(x, (from + e) * inputs, (from + e + 1) * inputs);
        }
        examples = layers.apply(examples);
        for (int e = 0; e < count; e++) {
            System.arraycopy(examples[e], 0, out, (from + e) * examples[e].length, examples[e].length);
        }
    }
}
