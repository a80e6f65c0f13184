package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import org.jspecify.annotations.Nullable;

/** Refuses posteriors, priors and objectives that make no sense together. */
final class Combinations {
    private final RunConfig config;
    private final PosteriorFamily posterior;
    private final Prior prior;
    private final Objective objective;

    private Combinations(RunConfig config, PosteriorFamily posterior, Prior prior) {
        this.config = config;
        this.posterior = posterior;
        this.prior = prior;
        this.objective = Objectives.parse(config.objective());
    }

    /** {@link InputException} where the pieces of a model do not go together, or not with how it is trained. */
    static void check(RunConfig config, PosteriorFamily posterior, Prior prior) {
        Combinations pieces = new Combinations(config, posterior, prior);
        pieces.priorOfAPoint();
        pieces.ownPrior();
        pieces.pseudoInputs();
        pieces.weightOfALearnedPrior();
        pieces.codes();
        pieces.objective();
        refuse(
                config.model().conditional() && !config.data().normal().isEmpty(),
                "A conditional model is asked for the class of an anomaly, which it never saw",
                "--normal or --conditional",
                "both",
                "leave --conditional out");
    }

    private void priorOfAPoint() {
        refuse(
                !(posterior.isVariational() || prior instanceof Prior.Normal),
                "A prior is learned through the KL, and a point has none",
                "--prior normal, or none",
                asked("--prior", config.model().prior()),
                "train a VAE, or draw from a mixture fitted to the codes: `penumbra generate --from mixture`");
    }

    /** Codes have probabilities, and directions a density on the sphere: the KL to any other prior is infinite. */
    private void ownPrior() {
        String asked = config.model().prior();
        refuse(
                asked != null && !(posterior.defaultPrior() instanceof Prior.Normal),
                "This posterior has a prior of its own: uniform over its codes, or on its sphere",
                "--posterior " + config.model().posterior() + " without --prior",
                asked("--prior", asked),
                "leave --prior out, or use --posterior gaussian");
    }

    private void pseudoInputs() {
        boolean vamp = prior instanceof Prior.Vamp;
        refuse(
                vamp && !(posterior instanceof PosteriorFamily.Gaussian),
                "A VampPrior is a mixture of Gaussian posteriors",
                "--posterior gaussian, or none",
                asked("--posterior", config.model().posterior()),
                "use --prior mixture:K with this posterior");
        refuse(
                vamp && config.model().conditional(),
                "Pseudo-inputs have no class to condition on",
                "--prior vamp without --conditional",
                "both",
                "use --prior mixture:K");
    }

    private void weightOfALearnedPrior() {
        boolean learned = !prior.networks().isEmpty()
                || !prior.parameters(config.model().latent(), 1).isEmpty();
        refuse(
                learned && config.loss().klWeight() == 0,
                "A prior is learned through the KL, whose weight is 0",
                "a weight above 0",
                asked("--prior", config.model().prior()),
                "give a larger --beta or --lambda, or leave --prior out");
        refuse(
                learned && objective instanceof Objective.Penalized penalized && penalized.klFactor() == 0,
                "A prior is learned through the KL, which this objective does without",
                "--prior normal, or none",
                asked("--prior", config.model().prior()) + ", " + asked("--objective", config.objective()),
                "leave --prior out");
    }

    private void objective() {
        boolean point = !posterior.isVariational();
        boolean forPoints = objective instanceof Objective.Elbo
                || (objective instanceof Objective.Penalized penalized && penalized.klFactor() == 0);
        refuse(
                point && !forPoints,
                "This objective needs a distribution of z, and a point has none",
                "--objective elbo, wae-mmd, aae, rae-l2 or rae-gp, or none",
                asked("--objective", config.objective()),
                "train a VAE, or leave --objective out");
        boolean gaussian = posterior instanceof PosteriorFamily.Gaussian && prior instanceof Prior.Normal;
        boolean matchesPrior =
                objective instanceof Objective.Penalized && !(objective instanceof Objective.Regularized);
        refuse(
                matchesPrior && !(gaussian || point),
                "This objective is written for Gaussian posteriors and the prior N(0, I)",
                "neither --posterior nor --prior",
                asked("--posterior", config.model().posterior()) + ", "
                        + asked("--prior", config.model().prior()),
                "leave them out, or use --objective elbo");
        weights(config);
        refuse(
                objective instanceof Objective.Dreg && !(posterior instanceof PosteriorFamily.Gaussian),
                "The doubly reparameterized gradient needs log q(z|x) as a function of z, which only a Gaussian gives",
                "--posterior gaussian, or none",
                asked("--posterior", config.model().posterior()),
                "use --objective iwae:k=N with this posterior");
    }

    /** Objectives that state the weights of their terms themselves, or are bounds for a weight of 1 only. */
    static void weights(RunConfig config) {
        Objective objective = Objectives.parse(config.objective());
        boolean fixed = !(objective instanceof Objective.Elbo)
                && !(objective instanceof Objective.Penalized penalized && penalized.klFactor() == 0);
        refuse(
                fixed && !(config.loss() instanceof Loss.Nats nats && nats.beta() == 1),
                "This objective states the weights of its terms itself, in nats",
                "neither --beta nor --lambda, or --beta 1",
                asked("--objective", config.objective()) + " with " + config.loss(),
                "leave --beta and --lambda out, or use --objective elbo");
        double warmup = config.training().warmup();
        refuse(
                warmup > 0 && (objective instanceof Objective.Dreg || objective instanceof Objective.Piwae),
                "The gradients of this objective are those of the bound, whose KL has the weight 1",
                "no --warmup",
                asked("--objective", config.objective()) + " with --warmup " + warmup,
                "leave --warmup out, or use --objective iwae:k=N");
        refuse(
                warmup > 0 && objective instanceof Objective.Elbo elbo && elbo.cycles() > 0,
                "The cycles of the KL's weight are a warm-up of their own",
                "no --warmup",
                asked("--objective", config.objective()) + " with --warmup " + warmup,
                "leave --warmup out, or the cycles");
    }

    /** Given x, codes are not random: samples are all alike, and their KL is a constant that no weight or target changes. */
    private void codes() {
        boolean plain = objective instanceof Objective.Elbo elbo
                && elbo.freeBits() == 0
                && elbo.capacity() == 0
                && elbo.cycles() == 0;
        refuse(
                posterior instanceof VectorQuantized && !plain,
                "Codes are not random given the example, so there is nothing to weight",
                "--objective elbo, without settings",
                asked("--objective", config.objective()),
                "leave --objective out");
    }

    private static String asked(String option, @Nullable String value) {
        return value == null ? "no " + option : option + " " + value;
    }

    private static void refuse(boolean wrong, String what, String expected, String received, String remedy) {
        if (wrong) {
            throw new InputException(what, expected, received, "--posterior, --prior and --objective", remedy);
        }
    }
}
