package dev.penumbra.torch.nn;

import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;

/** Applies a model with LibTorch: for bulk and GPU. Thread-safe. Holds native memory until closed. */
public final class TorchInference implements Inference, AutoCloseable {
    private final Model model;
    private final Device device;
    private final Parameters parameters;
    private final TorchNetwork encoder;
    private final TorchNetwork decoder;

    public TorchInference(Model model, Device device) {
        this.model = model;
        this.device = device;
        this.parameters = Parameters.fixed(model.weights(), device);
        this.encoder = new TorchNetwork(model.spec().encoder(), parameters, ModelSpec.ENCODER);
        this.decoder = new TorchNetwork(model.spec().decoder(), parameters, ModelSpec.DECODER);
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public Posterior encode(float[] x, int batch) {
        int v = model.spec().latent();
        try (Scope scope = new Scope();
                NoGrad noGrad = new NoGrad()) {
            Tensor code = encoder.forward(
                    input(x, batch, model.spec().schema().shape().size()));
            float[] mean = code.narrow(1, 0, v).toArray();
            float[] logStd = new float[mean.length];
            switch (model.spec().kind()) {
                case AE -> Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
                case VAE -> logStd = code.narrow(1, v, v).toArray();
            }
            return new Posterior(v, mean, logStd);
        }
    }

    @Override
    public float[] decode(float[] z, int batch) {
        try (Scope scope = new Scope();
                NoGrad noGrad = new NoGrad()) {
            return decoder.forward(input(z, batch, model.spec().latent())).toArray();
        }
    }

    private Tensor input(float[] values, int batch, int size) {
        int count = Math.multiplyExact(batch, size);
        if (values.length < count) {
            throw new IllegalArgumentException(
                    batch + " rows of " + size + " values are " + count + " values, got " + values.length);
        }
        return Tensor.of(device, values.length == count ? values : Arrays.copyOf(values, count), batch, size);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
