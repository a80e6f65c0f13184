package dev.penumbra.distribution;

import dev.penumbra.Seed;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** {@link RealNvp}. */
final class ExactRealNvp implements ExactPrior {
    private final int latent;
    private final List<ExactNetwork> networks = new ArrayList<>();
    private final List<float[]> scales = new ArrayList<>();

    ExactRealNvp(int latent, RealNvp flow, Weights weights) {
        this.latent = latent;
        flow.networks().forEach((prefix, network) -> networks.add(new ExactNetwork(network, weights, prefix)));
        for (int i = 0; i < networks.size(); i++) {
            scales.add(weights.get(RealNvp.scale(i)));
        }
    }

    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        float[] base = z.clone();
        double[] logDeterminant = normalize(base, batch);
        double[] out = new ExactNormal(latent).logDensity(base, batch, noise);
        for (int i = 0; i < batch; i++) {
            out[i] += logDeterminant[i];
        }
        return out;
    }

    /** Takes each row of {@code z} to where the flow starts, and gives log |det d base / d z|. */
    double[] normalize(float[] z, int batch) {
        double[] logDeterminant = new double[batch];
        for (int i = 0; i < networks.size(); i++) {
            Coupling coupling = coupling(i, z, batch);
            for (int k = 0; k < coupling.size(); k++) {
                int at = coupling.at(k);
                double s = coupling.logScale(k);
                z[at] = (float) (z[at] * StrictMath.exp(s) + coupling.shift(k));
                logDeterminant[at / latent] += s;
            }
        }
        return logDeterminant;
    }

    /** The flow backwards, from N(0, temperature^2 I). */
    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] z = new ExactNormal(latent).sample(count, seed, temperature);
        for (int i = networks.size() - 1; i >= 0; i--) {
            Coupling coupling = coupling(i, z, count);
            for (int k = 0; k < coupling.size(); k++) {
                int at = coupling.at(k);
                z[at] = (float) ((z[at] - coupling.shift(k)) * StrictMath.exp(-coupling.logScale(k)));
            }
        }
        return z;
    }

    private Coupling coupling(int i, float[] z, int batch) {
        RealNvp.Part read = RealNvp.Part.read(i, latent);
        float[] inputs = new float[batch * read.size()];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(z, b * latent + read.from(), inputs, b * read.size(), read.size());
        }
        RealNvp.Part changed = RealNvp.Part.changed(i, latent);
        return new Coupling(latent, changed, networks.get(i).run(inputs, batch, 1), scales.get(i));
    }

    /** What a layer does to the values that it changes, of which {@code k} counts those of all rows. */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    private record Coupling(int latent, RealNvp.Part changed, float[] outputs, float[] scale) {
        int size() {
            return outputs.length / 2;
        }

        int at(int k) {
            return k / changed.size() * latent + changed.from() + k % changed.size();
        }

        double shift(int k) {
            return outputs[k / changed.size() * 2 * changed.size() + k % changed.size()];
        }

        double logScale(int k) {
            int r = (2 * (k / changed.size()) + 1) * changed.size() + k % changed.size();
            return scale[k % changed.size()] * StrictMath.tanh(outputs[r]);
        }
    }
}
