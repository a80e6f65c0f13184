package dev.penumbra.model;

import dev.penumbra.Seed;
import dev.penumbra.distribution.ExactPosterior;
import dev.penumbra.distribution.ExactPrior;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.nn.ExactNetwork;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies a {@link VaeSpec}'s model: see {@link ExactNetwork}. */
final class ExactVae implements ExactInference {
    private final Model model;
    private final VaeSpec spec;
    private final int threads;
    private final ExactNetwork encoder;
    private final ExactNetwork decoder;
    private final ExactPosterior posterior;
    private final ExactPrior prior;

    ExactVae(Model model, VaeSpec spec, int threads) {
        this.model = model;
        this.spec = spec;
        this.threads = threads;
        this.encoder = new ExactNetwork(spec.encoder(), model.weights(), VaeSpec.ENCODER);
        this.decoder = new ExactNetwork(spec.decoder(), model.weights(), VaeSpec.DECODER);
        this.posterior = ExactPosterior.of(spec.posterior(), spec.latent(), model.weights());
        int inputs = spec.encoder().input().size();
        this.prior = ExactPrior.of(spec.prior(), spec.latent(), model.weights(), pseudo -> {
            int count = pseudo.length / inputs;
            return posterior.describe(encoder.run(pseudo, count, threads), count);
        });
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public Posterior encode(float[] x, int[] labels, int batch) {
        return posterior.describe(code(x, labels, batch), batch);
    }

    @Override
    public Draws draw(float[] x, int[] labels, int batch, float[] noise) {
        int v = spec.latent();
        float[] own = Rows.columns(noise, batch, spec.noise(), 0, v);
        ExactPosterior.Sample sample = posterior.sample(code(x, labels, batch), batch, own);
        float[] rest = Rows.columns(noise, batch, spec.noise(), v, spec.prior().noise());
        return new Draws(sample.z(), sample.logDensity(), prior.logDensity(sample.z(), batch, rest));
    }

    @Override
    public Supplier<float[]> topDown(float @Nullable [] x, int label, Choice choice) {
        int v = spec.latent();
        int[] labels = {label};
        float[] z = new float[v];
        Posterior standard = new Posterior(v, new float[v], new float[v]);
        choice.choose(0, standard, x == null ? null : encode(x, labels, 1), z);
        return () -> decode(z, labels, 1);
    }

    private float[] code(float[] x, int[] labels, int batch) {
        int size = spec.schema().shape().size();
        return encoder.run(
                Rows.labelled(x, size, labels, batch, spec.encoder().input(), spec.classes()), batch, threads);
    }

    @Override
    public float[] samplePrior(int count, Seed seed, double temperature) {
        return prior.sample(count, seed, temperature);
    }

    @Override
    public float[] decode(float[] z, int[] labels, int batch) {
        return decoder.run(
                Rows.labelled(z, spec.latent(), labels, batch, spec.decoder().input(), spec.classes()), batch, threads);
    }
}
