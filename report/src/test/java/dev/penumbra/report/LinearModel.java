package dev.penumbra.report;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ModelConfig.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of one linear layer each way whose weights are computed from data, not trained: principal components, scaled so that the
 * means have unit variance in each dimension.
 */
final class LinearModel {
    private static final int ITERATIONS = 12;
    private static final int MAX_EXAMPLES = 500;

    private LinearModel() {}

    /** The first {@code latent} principal components of {@code data}; of a VAE with this standard deviation everywhere. */
    static Inference of(Dataset data, Kind kind, int latent, double sigma, Likelihood likelihood) {
        return of(data, kind, latent, sigma, 1, likelihood);
    }

    /** The same with means of standard deviation {@code spread}. */
    static Inference of(Dataset data, Kind kind, int latent, double sigma, double spread, Likelihood likelihood) {
        Schema schema = data.schema();
        int d = schema.shape().size();
        PosteriorFamily posterior = kind == Kind.VAE ? new PosteriorFamily.Gaussian() : new PosteriorFamily.Point();
        int outputs = posterior.outputs(latent);
        Network encoder = new Network(schema.shape(), List.of(new Layer.Linear(outputs)));
        Network decoder = new Network(Shape.of(latent), List.of(new Layer.Linear(d)));
        ModelSpec spec = new VaeSpec(schema, latent, encoder, posterior, decoder, likelihood);

        double[][] centred = centred(data);
        float[] toLatent = new float[outputs * d];
        float[] encoderBias = new float[outputs];
        float[] toData = new float[d * latent];
        float[] mean = mean(data);
        for (int k = 0; k < latent; k++) {
            double[] axis = component(centred, new Seed(k).gaussians(d));
            double std = Math.max(1e-6, deflate(centred, axis)) / spread;
            for (int i = 0; i < d; i++) {
                toLatent[k * d + i] = (float) (axis[i] / std);
                encoderBias[k] -= (float) (axis[i] / std) * mean[i];
                toData[i * latent + k] = (float) (axis[i] * std);
            }
            if (kind == Kind.VAE) {
                encoderBias[latent + k] = (float) Math.log(sigma);
                // A spread of standard deviations, by what is seen along the axis.
                for (int i = 0; i < d; i++) {
                    toLatent[(latent + k) * d + i] = 0.3f * toLatent[k * d + i];
                }
                encoderBias[latent + k] += 0.3f * encoderBias[k];
            }
        }
        Map<String, Weights.Values> values = new LinkedHashMap<>();
        values.put("encoder.0.weight", new Weights.Values(List.of(outputs, d), toLatent));
        values.put("encoder.0.bias", new Weights.Values(List.of(outputs), encoderBias));
        values.put("decoder.0.weight", new Weights.Values(List.of(d, latent), toData));
        values.put("decoder.0.bias", new Weights.Values(List.of(d), mean));
        List<Parameter> parameters = spec.parameters();
        return Inference.exact(
                new Model(spec, Weights.initial(parameters, new Seed(1)).with(values)), 1);
    }

    private static float[] mean(Dataset data) {
        int d = data.schema().shape().size();
        int n = Math.min(MAX_EXAMPLES, data.size());
        float[] mean = new float[d];
        float[] x = new float[d];
        for (int i = 0; i < n; i++) {
            data.read(i, x, 0);
            for (int k = 0; k < d; k++) {
                mean[k] += x[k] / n;
            }
        }
        return mean;
    }

    private static double[][] centred(Dataset data) {
        int d = data.schema().shape().size();
        int n = Math.min(MAX_EXAMPLES, data.size());
        float[] mean = mean(data);
        double[][] rows = new double[n][d];
        float[] x = new float[d];
        for (int i = 0; i < n; i++) {
            data.read(i, x, 0);
            for (int k = 0; k < d; k++) {
                rows[i][k] = x[k] - mean[k];
            }
        }
        return rows;
    }

    /** The direction of the largest variance, by power iteration. */
    private static double[] component(double[][] rows, float[] start) {
        double[] axis = new double[start.length];
        for (int k = 0; k < start.length; k++) {
            axis[k] = start[k];
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[axis.length];
            for (double[] row : rows) {
                double along = dot(row, axis);
                for (int k = 0; k < next.length; k++) {
                    next[k] += along * row[k];
                }
            }
            double length = Math.max(1e-12, Math.sqrt(dot(next, next)));
            for (int k = 0; k < next.length; k++) {
                axis[k] = next[k] / length;
            }
        }
        return axis;
    }

    /** Takes out what lies along {@code axis}; its standard deviation. */
    private static double deflate(double[][] rows, double[] axis) {
        double squares = 0;
        for (double[] row : rows) {
            double along = dot(row, axis);
            squares += along * along;
            for (int k = 0; k < axis.length; k++) {
                row[k] -= along * axis[k];
            }
        }
        return Math.sqrt(squares / rows.length);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
