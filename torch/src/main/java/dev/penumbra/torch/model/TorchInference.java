package dev.penumbra.torch.model;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies a model with LibTorch: for bulk and GPU. Thread-safe. Holds native memory until closed. */
public final class TorchInference implements Inference, AutoCloseable {
    private final Model model;
    private final ModelSpec spec;
    private final Device device;
    private final Parameters parameters;
    private final TensorModel tensors;

    public TorchInference(Model model, Device device) {
        this.model = model;
        this.spec = model.spec();
        this.device = device;
        this.parameters = Parameters.fixed(model.weights(), device);
        this.tensors = TensorModel.of(spec, parameters);
    }

    @Override
    public Model model() {
        return model;
    }

    /** Whether it runs on the CPU, where large batches gain nothing. */
    public boolean isOnCpu() {
        return device == Device.CPU;
    }

    @Override
    public Posterior encode(float[] x, int[] labels, int batch) {
        return apply(() -> {
            TensorModel.Encoded encoded = tensors.encode(examples(x, batch), classes(labels, batch));
            float[] mean = encoded.mean_BV().toArray();
            float[] logStd = new float[mean.length];
            Tensor logStd_BV = encoded.logStd_BV();
            if (logStd_BV == null) {
                Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
            } else {
                logStd = logStd_BV.toArray();
            }
            return new Posterior(spec.latent(), mean, logStd);
        });
    }

    @Override
    public Draws draw(float[] x, int[] labels, int batch, float[] noise) {
        return apply(() -> {
            Draw draw = tensors.draw(examples(x, batch), classes(labels, batch), rows(noise, batch, spec.noise()), 1);
            return new Draws(
                    draw.z_RV().toArray(),
                    doubles(draw.logPosterior_R().get()),
                    doubles(draw.logPrior_R().get()));
        });
    }

    /**
     * Estimates of log p(x): log p(x, z) - log q(z|x) of samples z ~ q(z|x).
     *
     * @param noise [batch k, noise], draws of N(0, 1), k rows for each example
     * @return [batch k]
     */
    public double[] logWeights(float[] x, int[] labels, int batch, float[] noise, int k) {
        return apply(() -> doubles(
                tensors.draw(examples(x, batch), classes(labels, batch), rows(noise, batch * k, spec.noise()), k)
                        .logWeight_R()));
    }

    /** The exact runtime's prior: drawing from it is no work for a library. */
    @Override
    public float[] samplePrior(int count, Seed seed, double temperature) {
        return Inference.exact(model, 1).samplePrior(count, seed, temperature);
    }

    @Override
    public float[] decode(float[] z, int[] labels, int batch) {
        return apply(() -> tensors.decode(rows(z, batch, spec.latent()), classes(labels, batch))
                .toArray());
    }

    private static <T> T apply(Supplier<T> work) {
        try (Scope scope = new Scope();
                NoGrad noGrad = new NoGrad()) {
            return work.get();
        }
    }

    private Tensor examples(float[] x, int batch) {
        return rows(x, batch, spec.schema().shape().size());
    }

    private @Nullable Tensor classes(int[] labels, int batch) {
        return Labels.tensor(labels, batch, spec.classes(), device);
    }

    private Tensor rows(float[] values, int rows, int width) {
        int count = Math.multiplyExact(rows, width);
        if (values.length < count) {
            throw new IllegalArgumentException(
                    rows + " rows of " + width + " values are " + count + " values, got " + values.length);
        }
        return Tensor.of(device, values.length == count ? values : Arrays.copyOf(values, count), rows, width);
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
