package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.eval.Health.Finding;
import dev.penumbra.eval.Health.Verdict;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The checks of {@link Health}. */
final class HealthChecks {
    /** I(x; z) is at most the KL, so below this z tells less than a seventh of a bit about x, and a decoder can gain no more by it. */
    private static final double NATS = 0.1;

    /** Published models use as few as a fifth of their dimensions (Burda et al. 2016, table 1); below a tenth v is plainly wrong. */
    private static final double DEAD = 0.9;

    /** Half of the mass is not shared. Below this, at least every second sample is of a kind that the other side does not have. */
    private static final double SHARED = 0.5;

    /** A gap as large as the spread from example to example: beyond what Cohen 1988 calls a large effect, 0.8. */
    private static final double SPREADS = 1;

    /** Of a normal or exponential spread, the worst hundredth has a share of 0.03 to 0.07. */
    private static final double CARRIED = 0.5;

    private static final double WORST = 0.01;

    /** Of fewer examples one may well have half of the spread. */
    private static final int FEWEST = 10;

    /** For losses without an ELBO: reconstructions of new examples are twice as far off. */
    private static final double ERRORS = 2;

    /** Points: one of a hundred places along the dimension is told, log 100 = 4.6 nats in one dimension. */
    private static final double POINT = 0.01;

    private final Inference inference;
    private final Seed seed;
    private final boolean anythingUnseen;
    private final Evaluation train;
    private final Evaluation held;
    private final Coded coded;
    private final List<Finding> findings = new ArrayList<>();

    HealthChecks(Inference inference, Dataset train, @Nullable Dataset unseen, Loss loss, Seed seed) {
        Dataset held = unseen == null ? train : unseen;
        this.anythingUnseen = unseen != null;
        this.inference = inference;
        this.seed = seed;
        Seed noise = seed.named("noise");
        this.train = Evaluator.evaluate(inference, train, loss, noise.named("train"), "train", "");
        this.held = Evaluator.evaluate(inference, held, loss, noise.named("held"), "held", "");
        this.coded = Coded.of(inference, held, noise.named("held"));
    }

    List<Finding> findings() {
        collapse();
        deadUnits();
        if (coded.count() > 1) {
            ignoredCode();
            holes();
        }
        points();
        if (anythingUnseen) {
            overfitting();
        }
        if (coded.count() >= FEWEST) {
            carriedMean();
        }
        return findings;
    }

    private void collapse() {
        Double kl = held.kl();
        String advice =
                "train for longer (--epochs), lower beta or lambda, warm the KL up (--warmup 10), or keep some of it"
                        + " free (--objective elbo:free-bits=0.1)";
        if (kl == null) {
            add(
                    "posterior-collapse",
                    held.activeUnits() == 0,
                    held.activeUnits(),
                    1,
                    "%s dimensions are active; with fewer than %s," + " examples cannot be told apart",
                    "raise the learning rate, or train for longer");
        } else {
            add(
                    "posterior-collapse",
                    kl < NATS,
                    kl,
                    NATS,
                    "the KL is %s nats per example; below %s, z says nothing" + " about x",
                    advice);
        }
    }

    private void deadUnits() {
        int v = inference.model().spec().latent();
        double dead = 1 - (double) held.activeUnits() / v;
        Verdict verdict =
                dead > DEAD && held.activeUnits() > 0 ? Verdict.ALARM : dead > 0 ? Verdict.NOTE : Verdict.WELL;
        String text = held.activeUnits() + " of " + v + " dimensions are active: their mean varies by more than "
                + Evaluation.ACTIVE + " over the examples";
        findings.add(new Finding(
                "dead-units",
                verdict,
                dead,
                DEAD,
                text,
                verdict == Verdict.ALARM
                        ? "give --latent " + Math.max(1, 2 * held.activeUnits()) + " or lower beta"
                        : ""));
    }

    /** What reconstruction loses where each example gets the code of another. */
    private void ignoredCode() {
        boolean density = held.logLikelihood() != null;
        double own = mean(fit(coded.z(), density));
        double shuffled = mean(fit(coded.shuffled(seed.named("shuffle")), density));
        String advice = "make the decoder weaker or z larger, and check that it reads z";
        if (density) {
            add(
                    "ignored-code",
                    own - shuffled < NATS,
                    own - shuffled,
                    NATS,
                    "with the codes of other examples log p(x|z)"
                            + " falls by %s nats; below %s, the decoder does not use z",
                    advice);
        } else {
            add(
                    "ignored-code",
                    shuffled / own < 1.01,
                    shuffled / own,
                    1.01,
                    "with the codes of other examples the"
                            + " squared error is %s times as large; below %s, the decoder does not use z",
                    advice);
        }
    }

    private static double mean(double[] values) {
        return Mean.of(values).value();
    }

    /** log p(x|z), or the mean squared error, of each example. */
    private double[] fit(float[] z, boolean density) {
        Likelihood likelihood = inference.model().likelihood();
        int n = coded.count();
        int d = coded.x().length / n;
        float[] outputs = coded.decode(inference, z);
        float[] means = means(outputs);
        double[] fit = new double[n];
        for (int i = 0; i < n; i++) {
            if (density) {
                fit[i] = likelihood.logDensity(coded.x(), i * d, outputs, i * d * likelihood.outputsPerValue(), d);
            } else {
                for (int k = i * d; k < (i + 1) * d; k++) {
                    double error = (double) coded.x()[k] - means[k];
                    fit[i] += error * error / d;
                }
            }
        }
        return fit;
    }

    private float[] means(float[] outputs) {
        Likelihood likelihood = inference.model().likelihood();
        int n = coded.count();
        int d = coded.x().length / n;
        float[] means = new float[n * d];
        for (int i = 0; i < n; i++) {
            likelihood.mean(outputs, i * d * likelihood.outputsPerValue(), means, i * d, d);
        }
        return means;
    }

    /** Both sides are decoded, so that what the decoder blurs counts for neither. */
    private void holes() {
        float[] prior = inference.samplePrior(coded.count(), seed.named("prior"), 1);
        double shared = Indistinguishable.share(
                means(coded.decode(inference, coded.z())),
                means(coded.decode(inference, prior)),
                coded.x().length / coded.count());
        add(
                "holes",
                shared < SHARED,
                shared,
                SHARED,
                "what the prior decodes to and what the codes of the data decode to"
                        + " have a share of %s in common; below %s, draws of the prior often fall where no data is",
                "raise beta or lambda, take a learned prior (--prior vamp:500), or draw from a mixture fitted to the"
                        + " codes");
    }

    /** Standard deviations against the spread of the means, in the active dimensions; not of models whose codes are points. */
    private void points() {
        if (held.meanSigma() == 0 || held.activeUnits() == 0) {
            return;
        }
        int v = inference.model().spec().latent();
        int n = coded.count();
        double sum = 0;
        for (int j = 0; j < v; j++) {
            double[] mean = new double[n];
            double sigma = 0;
            for (int i = 0; i < n; i++) {
                mean[i] = coded.posterior().mean()[i * v + j];
                sigma += coded.posterior().std(i, j) / n;
            }
            double spread = Mean.of(mean).standardError() * Math.sqrt(n);
            if (spread * spread > Evaluation.ACTIVE) {
                sum += sigma / spread / held.activeUnits();
            }
        }
        add(
                "points",
                sum < POINT,
                sum,
                POINT,
                "sigma is %s of the spread of the means; below %s, posteriors are points and"
                        + " what lies between them was never decoded",
                "raise beta or lambda, or the likelihood's standard" + " deviation");
    }

    private void overfitting() {
        Double seen = train.elbo();
        Double unseen = held.elbo();
        if (seen != null && unseen != null) {
            double spread = spread(train);
            double gap = spread > 0 ? (seen - unseen) / spread : 0;
            boolean sure = seen - unseen > 3 * Math.hypot(error(train), error(held));
            add(
                    "overfitting",
                    sure && gap > SPREADS,
                    gap,
                    SPREADS,
                    "the ELBO of training examples is better by %s of its"
                            + " spread; above %s, the model knows them by heart",
                    advice());
        } else if (train.mse() > 0) {
            double ratio = held.mse() / train.mse();
            add(
                    "overfitting",
                    ratio > ERRORS,
                    ratio,
                    ERRORS,
                    "the squared error of new examples is %s times that of"
                            + " training examples; above %s, the model knows them by heart",
                    advice());
        }
    }

    /** What the worst examples have of the distances of all from the median loss: reconstruction, and the KL where it is known. */
    private void carriedMean() {
        boolean density = held.logLikelihood() != null;
        double[] losses = fit(coded.z(), density);
        for (int i = 0; i < losses.length; i++) {
            boolean closed = density && inference.model().spec().hasClosedKl();
            losses[i] = density ? (closed ? coded.posterior().kl(i) : 0) - losses[i] : losses[i];
        }
        Arrays.sort(losses);
        double median = losses[losses.length / 2];
        int worst = Math.max(1, (int) (WORST * losses.length));
        double all = 0;
        double theirs = 0;
        for (int i = 0; i < losses.length; i++) {
            all += Math.abs(losses[i] - median);
            theirs += i >= losses.length - worst ? losses[i] - median : 0;
        }
        double share = all > 0 ? theirs / all : 0;
        add(
                "carried-mean",
                share > CARRIED,
                share,
                CARRIED,
                worst
                        + (worst == 1
                                ? " example has"
                                : " examples of the " + losses.length + " that were looked at have")
                        + " a share of %s of what sets losses apart; above %s, a mean says little of the others",
                "look at these examples (penumbra score), take a likelihood that outliers move less (--likelihood"
                        + " student-t), or take logarithms of the columns");
    }

    private static String advice() {
        return "train for fewer epochs (set training.patience), take a smaller network, or more data";
    }

    /** Standard deviation of the ELBO from example to example. */
    private static double spread(Evaluation e) {
        return error(e) * Math.sqrt(e.examples());
    }

    private static double error(Evaluation e) {
        @Nullable Double error = e.elboStandardError();
        return error == null ? 0 : error;
    }

    private void add(String name, boolean sick, double value, double threshold, String text, String advice) {
        Verdict verdict = sick ? Verdict.ALARM : Verdict.WELL;
        String words = text.formatted(number(value), number(threshold));
        findings.add(new Finding(name, verdict, value, threshold, words, sick ? advice : ""));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
