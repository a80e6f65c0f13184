package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.Splits;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyNumbersTest {
    private final Splits splits = Fixtures.table(List.of("a", "b", "c", "d"));

    @Test
    void aLossAtLectureScaleIsShownWithItsStandardDeviation() {
        // s^2 = lambda d / 2 = 0.08 * 4 / 2 = 0.16.
        String html = html(Kind.VAE, new Gaussian(0.4), new Loss.Lecture(0.08));
        assertThat(html).contains("mse + 0.08 KL", "s = 0.4 (s² = λ d / 2, d = 4)");
        assertThat(row(html, "Lecture: λ")).startsWith("0.08");
        assertThat(row(html, "Nats: β (equivalent)")).startsWith("1<");
    }

    @Test
    void aGaussianLossInNatsIsShownWithItsLambda() {
        // lambda = 2 s^2 beta / d = 2 * 0.25 * 3 / 4 = 0.375.
        String html = html(Kind.VAE, new Gaussian(0.5), new Loss.Nats(3));
        assertThat(html).contains("−log p(x|z) + 3 KL", "λ = 0.375 (λ = 2 s² β / d, d = 4)");
        assertThat(row(html, "Lecture: λ (equivalent)")).startsWith("0.375");
    }

    @Test
    void aBernoulliLossSaysThatTheSquaredErrorIsForInformation() {
        // A Bernoulli needs values in [0, 1], as pixels are.
        KeyNumbers numbers = numbers(Fixtures.images(1), Kind.VAE, new Bernoulli(), new Loss.Nats(1));
        assertThat(numbers.html().markup())
                .contains("the mean squared error is shown for information")
                .doesNotContain("Lecture: λ", "std of the Gaussian likelihood");
    }

    @Test
    void halfALossHasNoLikelihood() {
        assertThat(html(Kind.VAE, new Gaussian(1), new Loss.Lecture(0)))
                .contains("mse + 0 KL", "it implies no likelihood")
                .doesNotContain("<dt>ELBO</dt>");
    }

    @Test
    void aBasicAutoencoderHasNeitherKlNorSigma() {
        assertThat(html(Kind.AE, new Gaussian(1), new Loss.Lecture(0)))
                .contains("A basic autoencoder has no KL")
                .doesNotContain("<dt>KL</dt>", "<dt>Mean σ</dt>", "Both: KL", "–<");
    }

    @Test
    void theTestSplitGivesTheMainNumbers() {
        KeyNumbers numbers = numbers(Kind.VAE, new Gaussian(0.4), new Loss.Lecture(0.08));
        assertThat(numbers.main().split()).isEqualTo("test");
        assertThat(numbers.sentence())
                .startsWith("on 40 test examples its mean squared error is "
                        + Numbers.text(numbers.main().mse()))
                .contains("of 2 latent dimensions");
    }

    private String html(Kind kind, Likelihood likelihood, Loss loss) {
        return numbers(kind, likelihood, loss).html().markup();
    }

    private KeyNumbers numbers(Kind kind, Likelihood likelihood, Loss loss) {
        return numbers(splits, kind, likelihood, loss);
    }

    private static KeyNumbers numbers(Splits splits, Kind kind, Likelihood likelihood, Loss loss) {
        Inference inference = LinearModel.of(splits.train(), kind, 2, 0.2, likelihood);
        return new KeyNumbers(inference.model(), loss, Fixtures.evaluations(inference, splits, loss));
    }

    /** What follows the name of a row. */
    private static String row(String html, String name) {
        String start = "<th scope=\"row\">" + name + "</th><td>";
        assertThat(html).contains(start);
        return html.substring(html.indexOf(start) + start.length());
    }
}
