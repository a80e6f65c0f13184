package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.model.Objective;
import java.util.List;

/** The objectives by name. */
public final class Objectives {
    /** All that can be chosen with {@code --objective} and as {@code objective} of a configuration. */
    public static final List<Offer> ALL = List.of(
            new Offer(
                    "elbo",
                    "elbo[:free-bits=X][:cycles=N][:capacity=C,gamma=G]",
                    "the evidence lower bound; free bits, cyclical weight or a target for the KL",
                    "docs/objectives/elbo.md"),
            new Offer(
                    "iwae", "iwae:k=N", "the importance-weighted bound of k samples", "docs/objectives/importance.md"),
            new Offer(
                    "dreg",
                    "dreg:k=N",
                    "the same with the doubly reparameterized gradient",
                    "docs/objectives/importance.md"),
            new Offer(
                    "miwae",
                    "miwae:m=M,k=N",
                    "the mean of m importance-weighted bounds of k samples",
                    "docs/objectives/importance.md"),
            new Offer(
                    "ciwae",
                    "ciwae:k=N,beta=B",
                    "beta ELBO + (1 - beta) importance-weighted bound",
                    "docs/objectives/importance.md"),
            new Offer(
                    "piwae",
                    "piwae:m=M,k=N",
                    "k m samples' bound for the decoder, m bounds of k for the encoder",
                    "docs/objectives/importance.md"),
            new Offer(
                    "tc",
                    "tc:beta=X",
                    "beta-TCVAE: beta times the total correlation of z",
                    "docs/objectives/disentangling.md"),
            new Offer(
                    "factor",
                    "factor:gamma=X[,width=N]",
                    "FactorVAE: the total correlation by a discriminator",
                    "docs/objectives/disentangling.md"),
            new Offer(
                    "dip-i",
                    "dip-i:od=X,d=X",
                    "DIP-VAE-I: the covariance of the posteriors' means towards the identity",
                    "docs/objectives/disentangling.md"),
            new Offer(
                    "dip-ii",
                    "dip-ii:od=X,d=X",
                    "DIP-VAE-II: the covariance of z towards the identity",
                    "docs/objectives/disentangling.md"),
            new Offer(
                    "info",
                    "info:alpha=X,lambda=X",
                    "InfoVAE: less KL, and the MMD of aggregate posterior and prior",
                    "docs/objectives/matching.md"),
            new Offer(
                    "wae-mmd",
                    "wae-mmd:lambda=X",
                    "Wasserstein autoencoder: the MMD in the KL's place",
                    "docs/objectives/matching.md"),
            new Offer(
                    "aae",
                    "aae:weight=X[,width=N]",
                    "adversarial autoencoder: a discriminator in the KL's place",
                    "docs/objectives/matching.md"),
            new Offer(
                    "rae-l2",
                    "rae-l2:code=X,decay=X",
                    "regularized autoencoder: small codes and decoder weights",
                    "docs/objectives/matching.md"),
            new Offer(
                    "rae-gp",
                    "rae-gp:code=X,gradient=X",
                    "regularized autoencoder: small codes and a smooth decoder",
                    "docs/objectives/matching.md"));

    private static final int MAX_SAMPLES = 10_000;

    private Objectives() {}

    /**
     * The objective that {@code text} names.
     *
     * @throws dev.penumbra.InputException where it names none, or a setting is out of range
     */
    public static Objective parse(String text) {
        Choice choice =
                Choice.parse(text, "--objective", ALL.stream().map(Offer::name).toList());
        return switch (choice.name()) {
            case "elbo" -> {
                choice.allowing("free-bits", "cycles", "capacity", "gamma");
                yield new Objective.Elbo(
                        choice.number("free-bits", 0, 0, 1000),
                        choice.whole("cycles", 0, 0, 1_000_000),
                        choice.number("capacity", 0, 0, 1e6),
                        choice.number("gamma", 1000, 0, 1e9));
            }
            case "iwae" -> new Objective.Iwae(samples(choice.allowing("k"), "k", 5));
            case "dreg" -> new Objective.Dreg(samples(choice.allowing("k"), "k", 5));
            case "miwae" -> new Objective.Miwae(samples(choice.allowing("m", "k"), "m", 8), samples(choice, "k", 8));
            case "ciwae" ->
                new Objective.Ciwae(samples(choice.allowing("k", "beta"), "k", 8), choice.number("beta", 0.5, 0, 1));
            case "piwae" -> new Objective.Piwae(samples(choice.allowing("m", "k"), "m", 8), samples(choice, "k", 8));
            case "tc" -> new Objective.TotalCorrelation(weight(choice.allowing("beta"), "beta", 6));
            case "factor" ->
                new Objective.Factor(weight(choice.allowing("gamma", "width"), "gamma", 35), width(choice));
            case "dip-i" -> dip(choice, false, 10, 100);
            case "dip-ii" -> dip(choice, true, 10, 10);
            case "info" ->
                new Objective.InfoVae(
                        choice.allowing("alpha", "lambda").number("alpha", 0, -1e6, 1), weight(choice, "lambda", 10));
            case "wae-mmd" -> new Objective.WaeMmd(weight(choice.allowing("lambda"), "lambda", 10));
            case "aae" ->
                new Objective.Adversarial(weight(choice.allowing("weight", "width"), "weight", 1), width(choice));
            case "rae-l2" ->
                new Objective.Regularized(
                        weight(choice.allowing("code", "decay"), "code", 1e-2), weight(choice, "decay", 1e-4), 0);
            case "rae-gp" ->
                new Objective.Regularized(
                        weight(choice.allowing("code", "gradient"), "code", 1e-2), 0, weight(choice, "gradient", 1e-4));
            default -> throw new IllegalStateException("an objective without a reader: " + choice);
        };
    }

    private static Objective dip(Choice choice, boolean ofSamples, double offDiagonal, double diagonal) {
        choice.allowing("od", "d");
        return new Objective.Dip(ofSamples, weight(choice, "od", offDiagonal), weight(choice, "d", diagonal));
    }

    private static double weight(Choice choice, String key, double otherwise) {
        return choice.number(key, otherwise, 0, 1e9);
    }

    private static int width(Choice choice) {
        return choice.whole("width", 1000, 1, 1 << 14);
    }

    private static int samples(Choice choice, String key, int otherwise) {
        return choice.whole(key, otherwise, 1, MAX_SAMPLES);
    }
}
