package dev.penumbra.report;

import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main numbers of a run, at both scales of the loss.
 *
 * @param model       what they are about
 * @param loss        what was minimized
 * @param evaluations one for each split, at least one
 */
record KeyNumbers(Model model, Loss loss, List<Evaluation> evaluations) {
    KeyNumbers {
        if (evaluations.isEmpty()) {
            throw new IllegalArgumentException("at least one evaluation is needed");
        }
    }

    /** The evaluation that judges: of the test split, else the last one. */
    Evaluation main() {
        return evaluations.stream()
                .filter(e -> e.split().equals("test"))
                .findFirst()
                .orElse(evaluations.getLast());
    }

    /** What was reached, in one clause. */
    String sentence() {
        Evaluation e = main();
        String numbers = "on " + Numbers.count(e.examples()) + " " + e.split() + " examples its mean squared error is "
                + Numbers.text(e.mse());
        if (e.kl() != null) {
            numbers += ", its KL " + Numbers.text(e.kl()) + " nats";
        }
        if (e.elbo() != null) {
            numbers += ", its ELBO " + Numbers.text(e.elbo()) + " nats";
        }
        return numbers + "; " + e.activeUnits() + " of "
                + Numbers.of(model.spec().latent(), "latent dimension") + (e.activeUnits() == 1 ? " is" : " are")
                + " active.";
    }

    /** The numbers as tiles and as a table, and how the two scales relate. */
    Html html() {
        return Html.join(List.of(tiles(), Html.paragraph(scales()), table()));
    }

    private Html tiles() {
        Evaluation e = main();
        List<Html> tiles = new ArrayList<>();
        tiles.add(tile("Mean squared error", Numbers.text(e.mse()), "per value"));
        if (e.kl() != null) {
            tiles.add(tile("KL", Numbers.text(e.kl()), "nats"));
        }
        if (e.logLikelihood() != null) {
            tiles.add(tile("Log-likelihood", Numbers.text(e.logLikelihood()), "nats"));
        }
        if (e.elbo() != null) {
            tiles.add(tile("ELBO", Numbers.text(e.elbo()), "nats"));
        }
        if (e.bitsPerDim() != null) {
            tiles.add(tile("Bits per value", Numbers.text(e.bitsPerDim()), "at most, by the ELBO"));
        }
        tiles.add(tile("Mean |μ|", Numbers.text(e.meanAbsMu()), "prior: 0.8"));
        if (!isAutoencoder()) {
            tiles.add(tile("Mean σ", Numbers.text(e.meanSigma()), "prior: 1"));
        }
        tiles.add(tile(
                "Active units",
                String.valueOf(e.activeUnits()),
                "of " + model.spec().latent()));
        return Template.of("numbers.html").with("tiles", Html.join(tiles)).html();
    }

    private static Html tile(String name, String value, String unit) {
        return Template.of("number.html")
                .with("name", name)
                .with("value", value)
                .with("unit", unit)
                .html();
    }

    private Html table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("Loss as trained (" + formula() + ")", e -> e.loss()));
        rows.add(row("Lecture: mse (squared units, per value)", e -> e.mse()));
        rows.add(row(
                lambda() == null || loss instanceof Loss.Lecture ? "Lecture: λ" : "Lecture: λ (equivalent)",
                e -> lambda()));
        rows.add(row("Both: KL (nats per example)", Evaluation::kl));
        rows.add(row("Nats: log-likelihood (nats per example)", Evaluation::logLikelihood));
        rows.add(row("Nats: ELBO (nats per example)", Evaluation::elbo));
        rows.add(row("Bits per value: −ELBO / (d log 2)", Evaluation::bitsPerDim));
        rows.add(row(loss instanceof Loss.Nats ? "Nats: β" : "Nats: β (equivalent)", e -> beta()));
        rows.add(row("Nats: s, std of the Gaussian likelihood (units of a value)", Evaluation::likelihoodStd));
        rows.add(row("Mean |μ| (latent units)", e -> e.meanAbsMu()));
        rows.add(row("Mean σ (latent units)", e -> isAutoencoder() ? null : e.meanSigma()));
        rows.add(row("Active units", e -> (double) e.activeUnits()));
        // A row that says nothing of any split, such as the KL of a basic autoencoder, is left out.
        rows.removeIf(row -> row.stream().skip(1).allMatch(Numbers.text(null)::equals));
        List<String> head = Stream.concat(
                        Stream.of("Mean over"), evaluations.stream().map(KeyNumbers::splitName))
                .toList();
        return Html.table("Means over the examples of each split", head, rows);
    }

    private static String splitName(Evaluation e) {
        return e.split() + " (" + Numbers.count(e.examples()) + ")";
    }

    private List<String> row(String name, Function<Evaluation, @Nullable Double> value) {
        return Stream.concat(Stream.of(name), evaluations.stream().map(e -> Numbers.text(value.apply(e))))
                .toList();
    }

    /** The loss as a formula. */
    String formula() {
        return switch (loss) {
            case Loss.Lecture lecture ->
                (lecture.reconstruction() == 1 ? "mse" : Numbers.text(lecture.reconstruction()) + " mse")
                        + (isAutoencoder() ? "" : " + " + Numbers.text(lecture.lambda()) + " KL");
            case Loss.Nats nats -> "−log p(x|z)" + (isAutoencoder() ? "" : " + " + Numbers.text(nats.beta()) + " KL");
        };
    }

    /** lambda, or what it would be at lecture scale: 2 s^2 beta / d; null without a Gaussian likelihood. */
    private @Nullable Double lambda() {
        return switch (loss) {
            case Loss.Lecture lecture -> lecture.lambda();
            case Loss.Nats nats ->
                model.likelihood() instanceof Gaussian gaussian && !isAutoencoder()
                        ? (Double) (2 * gaussian.std() * gaussian.std() * nats.beta() / size())
                        : null;
        };
    }

    /** beta, or what it is in nats: 1 with the s that lambda implies; null where lambda implies none. */
    private @Nullable Double beta() {
        return switch (loss) {
            case Loss.Nats nats -> (Double) nats.beta();
            case Loss.Lecture lecture -> isBalanced(lecture) ? (Double) 1.0 : null;
        };
    }

    private static boolean isBalanced(Loss.Lecture lecture) {
        return lecture.lambda() > 0 && lecture.reconstruction() > 0;
    }

    private String scales() {
        if (isAutoencoder()) {
            return "A basic autoencoder has no KL: its loss is the reconstruction alone.";
        }
        return switch (loss) {
            case Loss.Lecture lecture -> "The loss is declared at lecture scale: " + formula() + ". " + inNats(lecture);
            case Loss.Nats nats -> "The loss is declared in nats: " + formula() + ". " + atLectureScale();
        };
    }

    private String inNats(Loss.Lecture lecture) {
        if (!isBalanced(lecture)) {
            return "With one of its two terms switched off it implies no likelihood, and thus no number in nats but"
                    + " the KL.";
        }
        return "With a Gaussian likelihood of s = " + Numbers.text(lecture.gaussianStd(size())) + " (s² = λ d / 2, d = "
                + size() + (lecture.reconstruction() == 1 ? "" : ", divided by the weight of the reconstruction")
                + ") it is the negative ELBO up to a factor and a constant; the numbers in nats below are meant so.";
    }

    private String atLectureScale() {
        Double lambda = lambda();
        if (lambda == null || !(model.likelihood() instanceof Gaussian gaussian)) {
            return "Its likelihood, " + model.likelihood().text()
                    + ", has no equivalent at lecture scale; the mean squared error is shown for information.";
        }
        return "Its Gaussian likelihood with s = " + Numbers.text(gaussian.std())
                + " makes it the lecture's loss with λ = " + Numbers.text(lambda) + " (λ = 2 s² β / d, d = " + size()
                + "), up to a factor and a constant.";
    }

    private boolean isAutoencoder() {
        return !model.spec().isVariational();
    }

    private int size() {
        return model.spec().schema().shape().size();
    }
}
