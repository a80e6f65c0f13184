package dev.penumbra.distribution;

import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link InverseAutoregressiveFlow}. Described by z at noise 0 and, for each dimension, the product of the factors that its own
 * noise meets on the way there.
 */
final class ExactAutoregressiveFlow implements ExactPosterior {
    private final int latent;
    private final int context;
    private final List<ExactNetwork> steps = new ArrayList<>();

    ExactAutoregressiveFlow(int latent, InverseAutoregressiveFlow flow, Weights weights) {
        this.latent = latent;
        this.context = flow.context();
        flow.networks().forEach((prefix, network) -> steps.add(new ExactNetwork(network, weights, prefix)));
    }

    @Override
    public Posterior describe(float[] code, int batch) {
        Path path = path(code, batch, new float[batch * latent]);
        float[] logStd = new float[path.logScale.length];
        for (int k = 0; k < logStd.length; k++) {
            logStd[k] = (float) path.logScale[k];
        }
        return new Posterior(latent, path.z, logStd);
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        Path path = path(code, batch, noise);
        double[] logDensity = new double[batch];
        for (int k = 0; k < noise.length; k++) {
            logDensity[k / latent] -= 0.5 * noise[k] * noise[k] + path.logScale[k] + SpecialFunctions.HALF_LOG_2_PI;
        }
        return new Sample(path.z, logDensity);
    }

    /** The samples, and for each dimension the logarithm of d z_j / d noise_j with the dimensions before it held fixed. */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    private record Path(float[] z, double[] logScale) {}

    private Path path(float[] code, int batch, float[] noise) {
        int width = 2 * latent + context;
        int read = latent + context;
        float[] z = new float[batch * latent];
        double[] logScale = new double[batch * latent];
        float[] inputs = new float[batch * read];
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < latent; j++) {
                double logStd = LogParameter.softened(code[i * width + latent + j]);
                logScale[i * latent + j] = logStd;
                z[i * latent + j] = (float) (code[i * width + j] + StrictMath.exp(logStd) * noise[i * latent + j]);
            }
            System.arraycopy(code, i * width + 2 * latent, inputs, i * read + latent, context);
        }
        for (int t = 0; t < steps.size(); t++) {
            if (t > 0) {
                reverse(z, logScale, batch);
            }
            for (int i = 0; i < batch; i++) {
                System.arraycopy(z, i * latent, inputs, i * read, latent);
            }
            float[] out = steps.get(t).run(inputs, batch, 1);
            for (int k = 0; k < z.length; k++) {
                int first = k / latent * 2 * latent + k % latent;
                double m = out[first];
                double s = out[first + latent] + InverseAutoregressiveFlow.OPENING;
                z[k] = (float) (m + SpecialFunctions.sigmoid(s) * (z[k] - m));
                logScale[k] -= SpecialFunctions.softplus(-s);
            }
        }
        return new Path(z, logScale);
    }

    private void reverse(float[] z, double[] logScale, int batch) {
        for (int i = 0; i < batch; i++) {
            for (int a = i * latent, b = a + latent - 1; a < b; a++, b--) {
                float swapped = z[a];
                z[a] = z[b];
                z[b] = swapped;
                double log = logScale[a];
                logScale[a] = logScale[b];
                logScale[b] = log;
            }
        }
    }
}
