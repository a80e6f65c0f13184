package dev.penumbra.latent;

/** What makes an example an anomaly: each in nats, and larger the less the model expects the example. */
public enum ScoreMethod {
    /** -ELBO: -log p(x|z) over draws of q(z|x), mean, plus the KL; closed where {@link dev.penumbra.model.ModelSpec#hasClosedKl}. */
    ELBO(10, "negative ELBO"),
    /** -log of the mean of p(x|z) p(z) / q(z|x) over draws of q(z|x) (Burda et al. 2016): tends to -log p(x). */
    NLL(100, "importance-weighted -log p(x)"),
    /** -log p(x|z) over draws of q(z|x), mean (An &amp; Cho 2015, "reconstruction probability"). */
    RECONSTRUCTION(10, "negative reconstruction probability");

    /** Draws of z for each example where none are asked for. */
    public final int samples;

    /** In words. */
    public final String title;

    ScoreMethod(int samples, String title) {
        this.samples = samples;
        this.title = title;
    }

    /** Whether it takes a density q(z|x), which a basic autoencoder does not have. */
    public boolean needsPosterior() {
        return this != RECONSTRUCTION;
    }
}
