package dev.penumbra.torch.train;

import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.model.LadderSpec;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the decoder's outputs begin under a discretized logistic likelihood: at the mean and the scale of each channel of the training
 * data, so that an untrained model is about as good as the best one that knows nothing of an example. From outputs near 0 it would begin
 * with a scale of 1, wider than all levels, and a mean of black.
 */
final class OutputStart {
    /** Examples that are looked at, at most, equally spaced. */
    private static final int LOOK = 4096;

    /** What the last weights are multiplied by: outputs then differ from those of the data by less than its spread. */
    private static final float QUIET = 0.1f;

    private OutputStart() {}

    /** The weights of the last layer, in the place of {@code initial} ones; empty where they stay. */
    static Map<String, Weights.Values> of(ModelSpec spec, Weights initial, Dataset data) {
        Network network = switch (spec) {
            case VaeSpec vae -> vae.decoder();
            case LadderSpec ladder -> ladder.output();
        };
        String prefix = spec instanceof VaeSpec ? VaeSpec.DECODER : LadderSpec.OUTPUT;
        List<Parameter> parameters = network.parameters(prefix);
        Likelihood likelihood = spec.likelihood();
        if (!(likelihood instanceof DiscretizedLogistic logistic) || !endsInSums(network)) {
            return Map.of();
        }
        String bias = parameters.getLast().name();
        int each = logistic.outputsPerValue() * data.schema().shape().dim(0);
        if (initial.get(bias).length % each != 0) {
            return Map.of();
        }
        String weight = bias.replaceFirst("bias$", "weight");
        float[] small = initial.get(weight).clone();
        for (int i = 0; i < small.length; i++) {
            small[i] *= QUIET;
        }
        float[] start = start(logistic, data, initial.get(bias).length);
        return Map.of(bias, values(initial, bias, start), weight, values(initial, weight, small));
    }

    private static Weights.Values values(Weights initial, String name, float[] values) {
        return new Weights.Values(
                Objects.requireNonNull(initial.tensors().get(name)).dims(), values);
    }

    /** Whether the outputs are the sums of a layer with biases, whatever their shape. */
    private static boolean endsInSums(Network network) {
        for (Layer layer : network.layers().reversed()) {
            if (!(layer instanceof Layer.Reshape)) {
                return layer instanceof Layer.Linear
                        || layer instanceof Layer.Conv
                        || layer instanceof Layer.TransposedConv;
            }
        }
        return false;
    }

    /** Biases: of each of the likelihood's parameters one for each value, or for each channel of an image. */
    private static float[] start(DiscretizedLogistic logistic, Dataset data, int biases) {
        Shape shape = data.schema().shape();
        int channels = shape.dim(0);
        int area = shape.size() / channels;
        double[] mean = new double[channels];
        double[] squares = new double[channels];
        int step = Math.ceilDiv(data.size(), LOOK);
        int looked = 0;
        float[] x = new float[shape.size()];
        for (int e = 0; e < data.size(); e += step) {
            data.read(e, x, 0);
            looked++;
            for (int i = 0; i < x.length; i++) {
                mean[i / area] += x[i];
                squares[i / area] += (double) x[i] * x[i];
            }
        }
        float[] start = new float[biases];
        int perParameter = biases / logistic.outputsPerValue();
        for (int b = 0; b < biases; b++) {
            int channel = b % perParameter / (perParameter / channels);
            double center = mean[channel] / ((double) looked * area);
            double variance = squares[channel] / ((double) looked * area) - center * center;
            start[b] = (float) logistic.start(b / perParameter, center, StrictMath.sqrt(Math.max(variance, 0)));
        }
        return start;
    }
}
