package dev.penumbra.model;

import dev.penumbra.distribution.Posterior;
import dev.penumbra.nn.ExactNetwork;
import java.util.Arrays;

/** Applies a model with the same bits on every machine and for every number of threads: see {@link ExactNetwork}. Thread-safe. */
public final class ExactInference implements Inference {
    private final Model model;
    private final int threads;
    private final ExactNetwork encoder;
    private final ExactNetwork decoder;

    /**
     * @param threads how many threads may work on a batch, at least 1
     */
    public ExactInference(Model model, int threads) {
        this.model = model;
        this.threads = threads;
        this.encoder = new ExactNetwork(model.spec().encoder(), model.weights(), ModelSpec.ENCODER);
        this.decoder = new ExactNetwork(model.spec().decoder(), model.weights(), ModelSpec.DECODER);
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public Posterior encode(float[] x, int batch) {
        float[] out = encoder.run(x, batch, threads);
        int latent = model.spec().latent();
        return switch (model.spec().kind()) {
            case AE -> {
                float[] logStd = new float[out.length];
                Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
                yield new Posterior(latent, out, logStd);
            }
            case VAE -> {
                float[] mean = new float[batch * latent];
                float[] logStd = new float[batch * latent];
                for (int i = 0; i < batch; i++) {
                    System.arraycopy(out, 2 * i * latent, mean, i * latent, latent);
                    System.arraycopy(out, (2 * i + 1) * latent, logStd, i * latent, latent);
                }
                yield new Posterior(latent, mean, logStd);
            }
        };
    }

    @Override
    public float[] decode(float[] z, int batch) {
        return decoder.run(z, batch, threads);
    }
}
