package dev.penumbra.report;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.report.Regime.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the lecture says about the two terms of the loss, held against numbers. */
public final class LectureFacts {
    /** E|z| of the prior N(0, 1): sqrt(2 / pi). */
    private static final double PRIOR_MEAN_ABS = Math.sqrt(2 / Math.PI);

    private LectureFacts() {}

    /**
     * One statement and what was measured.
     *
     * @param statement what is said
     * @param quantity  what was measured, with its unit
     * @param measured  its value
     * @param threshold in words, what the value must be for the statement to hold
     * @param holds     whether it is
     */
    public record Fact(String statement, String quantity, double measured, String threshold, boolean holds) {}

    /** The facts about those roles that are there, in the lecture's order. */
    public static List<Fact> of(List<Regime> regimes) {
        List<Fact> facts = new ArrayList<>();
        for (Regime r : regimes) {
            Evaluation e = r.evaluation();
            switch (r.role()) {
                case RECONSTRUCTION_ONLY -> reconstructionOnly(e, facts);
                case REGULARIZER_ONLY -> regularizerOnly(e, facts);
                case BOTH -> both(e, facts);
                case AUTOENCODER -> {}
            }
        }
        asAutoencoder(regimes, facts);
        return List.copyOf(facts);
    }

    private static void reconstructionOnly(Evaluation e, List<Fact> facts) {
        below(
                "Reconstruction only: σ goes to 0, areas become points",
                "mean σ (latent units)",
                e.meanSigma(),
                0.1,
                facts);
        above(
                "Reconstruction only: the means move far out, away from the prior",
                "mean |μ| (latent units)",
                e.meanAbsMu(),
                2 * PRIOR_MEAN_ABS,
                facts);
    }

    private static void regularizerOnly(Evaluation e, List<Fact> facts) {
        below("Regularizer only: μ goes to 0 for every input", "mean |μ| (latent units)", e.meanAbsMu(), 0.05, facts);
        between("Regularizer only: σ goes to 1", "mean σ (latent units)", e.meanSigma(), 0.95, 1.05, facts);
        below(
                "Regularizer only: the latent code says nothing",
                "KL (nats per example)",
                Objects.requireNonNull(e.kl(), "a VAE has a KL"),
                0.05,
                facts);
    }

    private static void both(Evaluation e, List<Fact> facts) {
        between(
                "Both: the means stay where the prior is",
                "mean |μ| (latent units)",
                e.meanAbsMu(),
                0.25 * PRIOR_MEAN_ABS,
                2 * PRIOR_MEAN_ABS,
                facts);
        between(
                "Both: areas neither vanish nor fill the prior",
                "mean σ (latent units)",
                e.meanSigma(),
                0.01,
                0.95,
                facts);
    }

    private static void asAutoencoder(List<Regime> regimes, List<Fact> facts) {
        for (Regime vae : regimes) {
            for (Regime ae : regimes) {
                if (vae.role() == Role.RECONSTRUCTION_ONLY && ae.role() == Role.AUTOENCODER) {
                    between(
                            "Reconstruction only: in effect a basic autoencoder",
                            "mse relative to the autoencoder's (ratio)",
                            vae.evaluation().mse() / ae.evaluation().mse(),
                            0.75,
                            1.25,
                            facts);
                }
            }
        }
    }

    private static void below(String statement, String quantity, double value, double limit, List<Fact> facts) {
        facts.add(new Fact(statement, quantity, value, "below " + Numbers.text(limit), value < limit));
    }

    private static void above(String statement, String quantity, double value, double limit, List<Fact> facts) {
        facts.add(new Fact(statement, quantity, value, "above " + Numbers.text(limit), value > limit));
    }

    private static void between(
            String statement, String quantity, double value, double low, double high, List<Fact> facts) {
        String threshold = "from " + Numbers.text(low) + " to " + Numbers.text(high);
        facts.add(new Fact(statement, quantity, value, threshold, value >= low && value <= high));
    }
}
