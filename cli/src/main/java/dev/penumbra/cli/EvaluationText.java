package dev.penumbra.cli;

import dev.penumbra.eval.Aggregate;
import dev.penumbra.eval.BlockKl;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Health;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.eval.factors.DisentanglementScores;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code evaluate} says in words. */
final class EvaluationText {
    private EvaluationText() {}

    /** The numbers in two lines, one for each scale of the loss. */
    static String summary(Evaluation e) {
        return String.format(
                Locale.ROOT,
                "%-10s  loss %s  ELBO %s nats (log p(x|z) %s, KL %s)%s  mse %s%n            "
                        + "mean |mu| %s  mean sigma %s  active units %d  (%,d examples)",
                e.split(),
                ProgressLine.number(e.loss()),
                number(e.elbo()),
                number(e.logLikelihood()),
                number(e.kl()),
                e.bitsPerDim() == null ? "" : "  at most " + ProgressLine.number(e.bitsPerDim()) + " bits per value",
                ProgressLine.number(e.mse()),
                ProgressLine.number(e.meanAbsMu()),
                ProgressLine.number(e.meanSigma()),
                e.activeUnits(),
                e.examples());
    }

    /** Everything, a topic a line. */
    static String of(EvaluationJson all) {
        StringBuilder text = new StringBuilder(summary(all.evaluation()));
        Evaluation e = all.evaluation();
        if (e.elboStandardError() != null) {
            line(
                    text,
                    "ELBO",
                    "standard error " + number(e.elboStandardError()) + " nats over the examples; rate "
                            + number(all.rate()) + ", distortion " + number(all.distortion()) + " nats");
        }
        line(text, "dimensions", dimensions(e));
        if (!all.blocks().isEmpty()) {
            line(text, "blocks", blocks(all.blocks()));
        }
        if (all.importance() != null) {
            line(text, "log p(x)", of(all.importance()));
        }
        if (all.aggregate() != null) {
            line(text, "codes", of(all.aggregate()));
        }
        if (all.scores() != null) {
            line(text, "factors", of(all.scores()));
        }
        line(text, "health", of(all.health()));
        return text.toString();
    }

    private static void line(StringBuilder text, String topic, String words) {
        text.append(String.format("%n%-10s  %s", topic, words));
    }

    private static String dimensions(Evaluation e) {
        String active = e.activeUnits() + " active: variance of the mean above " + Evaluation.ACTIVE;
        List<Double> kl = e.klPerDimension();
        return kl.isEmpty()
                ? active
                : active + "; KL of each "
                        + kl.stream()
                                .sorted((a, b) -> Double.compare(b, a))
                                .limit(10)
                                .map(ProgressLine::number)
                                .collect(Collectors.joining(" "))
                        + (kl.size() > 10 ? " ..., the largest 10 of " + kl.size() : "");
    }

    private static String blocks(List<BlockKl> blocks) {
        return blocks.stream()
                .map(b -> ProgressLine.number(b.kl()) + " at "
                        + b.z().dims().stream().map(String::valueOf).collect(Collectors.joining("x")))
                .collect(Collectors.joining(", ", "KL from the top, nats: ", ""));
    }

    private static String of(LikelihoodEstimate e) {
        return String.format(
                Locale.ROOT,
                "%s nats, standard error %s over the examples, %,d samples%s",
                ProgressLine.number(e.logMarginal()),
                ProgressLine.number(e.standardError()),
                e.samples(),
                e.bitsPerDim() == null ? "" : "; " + ProgressLine.number(e.bitsPerDim()) + " bits per value");
    }

    private static String of(Aggregate a) {
        return (a.information() == null ? "" : "I(x; z) " + number(a.information()) + " nats, ")
                + (a.marginalKl() == null ? "" : "KL(q(z) || p(z)) " + number(a.marginalKl()) + " nats, ")
                + "MMD " + number(a.mmd())
                + String.format(Locale.ROOT, "  (%,d examples)", a.examples());
    }

    private static String of(DisentanglementScores s) {
        return "MIG " + number(s.mig()) + "  SAP " + number(s.sap()) + "  DCI " + number(s.disentanglement()) + " "
                + number(s.completeness()) + " " + number(s.informativeness()) + "  FactorVAE " + number(s.factorVae())
                + "  BetaVAE " + number(s.betaVae());
    }

    private static String of(Health health) {
        return health.findings().stream()
                .filter(f -> f.verdict() != Health.Verdict.WELL)
                .map(f -> String.format(
                        "%n    %-6s%s: %s%s",
                        f.verdict().name().toLowerCase(Locale.ROOT),
                        f.name(),
                        f.text(),
                        f.advice().isEmpty() ? "" : String.format("%n          try: %s", f.advice())))
                .collect(Collectors.joining("", health.summary(), ""));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "undefined" : ProgressLine.number(value);
    }
}
