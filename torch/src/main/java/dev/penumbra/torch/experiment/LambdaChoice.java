package dev.penumbra.torch.experiment;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.SweepPoint;
import dev.penumbra.eval.SweepResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Recommends a lambda. Every lambda stands for a Gaussian likelihood of variance lambda d / 2, so ELBOs of different lambdas are
 * bounds on the log-density of the same data and can be compared: the highest one explains unseen data best. Among those that
 * are as good within one standard error over the folds, the largest lambda gives the most regular latent space (the
 * one-standard-error rule of Breiman et al. 1984).
 */
final class LambdaChoice {
    private LambdaChoice() {}

    static SweepResult of(String data, List<SweepPoint> points) {
        SweepPoint best = points.stream()
                .max(Comparator.comparingDouble(LambdaChoice::elbo))
                .orElseThrow();
        double within = elbo(best) - standardError(best);
        SweepPoint chosen = points.stream()
                .filter(p -> elbo(p) >= within)
                .max(Comparator.comparingDouble(SweepPoint::lambda))
                .orElseThrow();
        return new SweepResult(data, "lambda", points, chosen.lambda(), reason(best, chosen, points));
    }

    private static String reason(SweepPoint best, SweepPoint chosen, List<SweepPoint> points) {
        Evaluation any = chosen.folds().getFirst();
        String rule = chosen.equals(best)
                ? String.format(
                        Locale.ROOT,
                        "lambda = %s has the highest cross-validated ELBO (%.1f nats)",
                        Sweep.text(best.lambda()),
                        elbo(best))
                : String.format(
                        Locale.ROOT,
                        "lambda = %s is the largest whose cross-validated ELBO (%.1f nats) is within one standard error of the"
                                + " highest (%.1f nats at lambda = %s)",
                        Sweep.text(chosen.lambda()),
                        elbo(chosen),
                        elbo(best),
                        Sweep.text(best.lambda()));
        String numbers = String.format(
                Locale.ROOT,
                "; there the mean squared error is %.4f, KL %.2f nats, mean sigma %.3f, and %.0f of %d latent dimensions are active",
                mean(chosen, Evaluation::mse),
                mean(chosen, e -> e.kl() == null ? Double.NaN : e.kl()),
                mean(chosen, Evaluation::meanSigma),
                mean(chosen, Evaluation::activeUnits),
                any.klPerDimension().size());
        boolean edge = points.size() > 1
                && (chosen.lambda() == points.getFirst().lambda()
                        || chosen.lambda() == points.getLast().lambda());
        return rule
                + numbers
                + (edge ? "; it lies at the edge of the values tried, so try values beyond it too." : ".");
    }

    private static double elbo(SweepPoint point) {
        return mean(point, e -> e.elbo() == null ? Double.NEGATIVE_INFINITY : e.elbo());
    }

    private static double mean(SweepPoint point, ToDoubleFunction<Evaluation> value) {
        return point.folds().stream().mapToDouble(value).average().orElseThrow();
    }

    /** Of the mean over the folds; 0 for fewer than two. */
    private static double standardError(SweepPoint point) {
        int n = point.folds().size();
        double mean = elbo(point);
        double squares = point.folds().stream()
                .mapToDouble(e -> (e.elbo() == null ? mean : e.elbo()) - mean)
                .map(x -> x * x)
                .sum();
        return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    }
}
