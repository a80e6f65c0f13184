package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.model.Loss;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Seed SEED = new Seed(5);

    /** x = slope z + noise, noise ~ N(0, s^2): probabilistic PCA of one dimension, whose exact posterior is known. */
    private static final double SLOPE = 1.5;

    private static final double S = 0.6;
    private static final double MARGINAL = SLOPE * SLOPE + S * S;

    private static LinearInference exactPosterior(int v) {
        double[] gain = new double[v];
        Arrays.fill(gain, SLOPE / MARGINAL);
        return LinearInference.of(new Gaussian(S), S / Math.sqrt(MARGINAL), SLOPE, gain);
    }

    @Test
    void underTheExactPosteriorTheElboIsTheLogMarginal() {
        int n = 20_000;
        Dataset data = LinearInference.data(n, 2, Math.sqrt(MARGINAL));
        Evaluation e = Evaluator.evaluate(exactPosterior(2), data, new Loss.Nats(1), SEED, "test", "grey");

        // log N(x; 0, slope^2 + s^2) of this very data, so that only the draws of z vary.
        double logMarginal = Arrays.stream(doubles(LinearInference.all(data)))
                        .map(x -> -0.5 * (Math.log(2 * Math.PI * MARGINAL) + x * x / MARGINAL))
                        .sum()
                / n;
        // -(r - slope sigma eps)^2 / (2 s^2) has variance (4 r^2 t^2 + 2 t^4) / (4 s^4), with t = slope sigma and the
        // residual r of variance s^4 / MARGINAL; two dimensions; five standard errors.
        double t2 = SLOPE * SLOPE * S * S / MARGINAL;
        double variance = 2 * (4 * t2 * Math.pow(S, 4) / MARGINAL + 2 * t2 * t2) / (4 * Math.pow(S, 4));
        assertThat(e.elbo()).isCloseTo(logMarginal, within(5 * Math.sqrt(variance / n)));
        assertThat(e.loss()).isCloseTo(-value(e.elbo()), within(1e-12));
    }

    @Test
    void klMeansAndActiveUnitsAreTheirClosedForms() {
        // Dimension 1 is collapsed in its mean: gain 0.
        var inference = LinearInference.of(new Gaussian(1), 0.5, 1, 0.8, 0);
        Dataset data = LinearInference.data(2, 1f, 2f, -3f, 4f, 5f, -6f);
        Evaluation e = Evaluator.evaluate(inference, data, new Loss.Nats(4), SEED, "validation", "grey");

        double constant = 0.5 * (0.25 - 1) - Math.log(0.5);
        double first = 0.5 * 0.64 * (1 + 9 + 25) / 3.0 + constant;
        // Means and logStd are 32-bit floats: 1e-7 of relative rounding.
        assertThat(e.klPerDimension()).hasSize(2);
        assertThat(e.klPerDimension().get(0)).isCloseTo(first, within(1e-5));
        assertThat(e.klPerDimension().get(1)).isCloseTo(constant, within(1e-6));
        assertThat(e.kl()).isCloseTo(first + constant, within(1e-5));
        assertThat(e.meanAbsMu()).isCloseTo(0.8 * 9 / 6, within(1e-6));
        assertThat(e.meanSigma()).isCloseTo(0.5, within(1e-6));
        assertThat(e.activeUnits()).isEqualTo(1);
        assertThat(e.examples()).isEqualTo(3);
        assertThat(e.split()).isEqualTo("validation");
        assertThat(e.beta()).isEqualTo(4);
        assertThat(e.lambda()).isNull();
        assertThat(e.likelihoodStd()).isEqualTo(1);
        assertThat(e.elbo()).isEqualTo(value(e.logLikelihood()) - value(e.kl()));
        assertThat(e.loss()).isCloseTo(-value(e.logLikelihood()) + 4 * value(e.kl()), within(1e-12));
    }

    @Test
    void aDimensionIsActiveWhenTheVarianceOfItsMeansPassesOneHundredth() {
        // Means of +-0.11 and +-0.09 around 1000 times that: variances 0.0121 and 0.0081.
        var inference = LinearInference.of(new Gaussian(1), 0.5, 1, 1, 1);
        Dataset data = LinearInference.data(2, 110.11f, 90.09f, 109.89f, 89.91f);
        assertThat(Evaluator.evaluate(inference, data, new Loss.Nats(1), SEED, "test", "grey")
                        .activeUnits())
                .isEqualTo(1);
    }

    @Test
    void noNumberDependsOnTheBatchSize() {
        var inference = LinearInference.of(new Gaussian(S), 0.5, 2, 0.8, 0.3, 0.1);
        Dataset data = LinearInference.data(23, 3, 0.3);
        Evaluation once = Evaluator.evaluate(inference, data, new Loss.Nats(1), SEED, "test", "grey", 23);
        for (int batch : new int[] {1, 7, 22, 1000}) {
            assertThat(Evaluator.evaluate(inference, data, new Loss.Nats(1), SEED, "test", "grey", batch))
                    .isEqualTo(once);
        }
        assertThat(once.examples()).isEqualTo(23);
    }

    @Test
    void theLastPartialBatchCounts() {
        // 1,000 zeros, then one example with an error of its full value: the reconstruction is always 0.
        float[] x = new float[1001];
        x[1000] = 3;
        var inference = LinearInference.of(new Gaussian(1), 0, 0, 1);
        Evaluation e =
                Evaluator.evaluate(inference, LinearInference.data(1, x), new Loss.Lecture(0), SEED, "test", "grey");
        assertThat(e.examples()).isEqualTo(1001);
        assertThat(e.mse()).isCloseTo(9.0 / 1001, within(1e-15));
    }

    @Test
    void theSeedDecidesTheDraws() {
        Dataset data = LinearInference.data(50, 2, 1);
        var inference = exactPosterior(2);
        Evaluation e = Evaluator.evaluate(inference, data, new Loss.Nats(1), SEED, "test", "grey");
        assertThat(Evaluator.evaluate(inference, data, new Loss.Nats(1), SEED, "test", "grey"))
                .isEqualTo(e);
        assertThat(Evaluator.evaluate(inference, data, new Loss.Nats(1), new Seed(6), "test", "grey")
                        .mse())
                .isNotEqualTo(e.mse());
    }

    @Test
    void mseComesFromASampledZAndIsLargerByItsVariance() {
        int n = 20_000;
        var inference = LinearInference.of(new Gaussian(1), 0.5, 2, 0.5, 0.5);
        Evaluation e =
                Evaluator.evaluate(inference, LinearInference.data(n, 2, 1), new Loss.Nats(1), SEED, "test", "grey");
        // The reconstruction is x + eps: squared error 1 in the mean, with variance 2 over 2 n values; five standard
        // errors.
        assertThat(e.mse()).isCloseTo(1, within(5 * Math.sqrt(2.0 / (2 * n))));
    }

    @Test
    void aBernoulliIsJudgedByItsLogits() {
        var inference = LinearInference.of(new Bernoulli(), 0, 1, 10, 10);
        Evaluation e =
                Evaluator.evaluate(inference, LinearInference.data(2, 1f, 0f), new Loss.Nats(1), SEED, "test", "grey");
        double p = 1 / (1 + Math.exp(-10));
        assertThat(e.logLikelihood()).isCloseTo(Math.log(p) + Math.log(0.5), within(1e-9));
        // The mean of the likelihood is a float: its rounding of 6e-8 times twice the error of 0.5.
        assertThat(e.mse()).isCloseTo(((1 - p) * (1 - p) + 0.25) / 2, within(1e-7));
        assertThat(e.likelihoodStd()).isNull();
    }

    @Test
    void aValueWithoutProbabilityIsRefusedWithItsPlace() {
        LinearInference bernoulli = LinearInference.of(new Bernoulli(), 0.5, 1, 1);
        Dataset data = LinearInference.data(1, 0f, 1f, 3f);
        assertThatThrownBy(() -> Evaluator.evaluate(bernoulli, data, new Loss.Nats(1), SEED, "test", "grey"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("[0, 1]", "3.0", "test, example 2, value 0");
    }

    @Test
    void aBasicAutoencoderHasNoKl() {
        var inference = LinearInference.of(new Gaussian(2), 0, 0.5, 1, 1);
        Evaluation e = Evaluator.evaluate(
                inference, LinearInference.data(2, 1f, 2f, 3f, 4f), new Loss.Nats(1), SEED, "test", "grey");
        assertThat(e.kl()).isNull();
        assertThat(e.elbo()).isNull();
        assertThat(e.klPerDimension()).isEmpty();
        assertThat(e.meanSigma()).isZero();
        assertThat(e.meanAbsMu()).isEqualTo(2.5);
        assertThat(e.activeUnits()).isEqualTo(2);
        assertThat(e.mse()).isEqualTo((1 + 4 + 9 + 16) / 16.0);
        // Halves remain of x, over two examples, under a variance of 4.
        double logLikelihood = -(1 + 4 + 9 + 16) / (4.0 * 2) / (2 * 4) - 2 * Math.log(2 * Math.sqrt(2 * Math.PI));
        assertThat(e.logLikelihood()).isCloseTo(logLikelihood, within(1e-12));
        assertThat(e.loss()).isCloseTo(-logLikelihood, within(1e-12));
    }

    @Test
    void aLossThatImpliesNoDensityReportsNone() {
        var inference = LinearInference.of(new Gaussian(1), 0.5, 1, 1, 1);
        Dataset data = LinearInference.data(10, 2, 1);
        for (Loss loss : List.of(new Loss.Lecture(0), new Loss.Lecture(0.5, 0), new Loss.Lecture(0, 0))) {
            Evaluation e = Evaluator.evaluate(inference, data, loss, SEED, "test", "grey");
            assertThat(e.logLikelihood()).isNull();
            assertThat(e.elbo()).isNull();
            assertThat(e.likelihoodStd()).isNull();
            assertThat(e.kl()).isPositive();
            assertThat(e.beta()).isNull();
            assertThat(e.lambda()).isEqualTo(loss.klWeight());
        }
    }

    @Test
    void atLectureScaleTheLossIsMsePlusLambdaKlAndTheDensityIsTheImpliedGaussian() {
        Loss.Lecture loss = new Loss.Lecture(0.25);
        double std = loss.gaussianStd(2);
        var inference = LinearInference.of(new Gaussian(std), 0.5, 1, 1, 1);
        Evaluation e = Evaluator.evaluate(inference, LinearInference.data(10, 2, 1), loss, SEED, "test", "grey");
        assertThat(e.loss()).isCloseTo(e.mse() + 0.25 * value(e.kl()), within(1e-12));
        assertThat(e.likelihoodStd()).isEqualTo(std);
        // s^2 = lambda d / 2 makes lambda * elbo = -loss - lambda d/2 log(2 pi s^2).
        assertThat(0.25 * value(e.elbo()))
                .isCloseTo(-e.loss() - 0.25 * Math.log(2 * Math.PI * std * std), within(1e-12));
    }

    @Test
    void dataOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> Evaluator.evaluate(
                        exactPosterior(2), LinearInference.data(4, 3, 1), new Loss.Nats(1), SEED, "test", "grey"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("examples of 2")
                .hasMessageContaining("examples of 3");
    }

    /** The ELBOs of the examples one at a time, and the textbook formula for the error of their mean. */
    @Test
    void theStandardErrorIsThatOfTheMeanOverTheExamples() {
        float[] x = {1, -0.5f, 2};
        double[] elbos = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            // With the exact posterior log p(x|z) - KL depends on the noise, so it is taken from evaluations of fewer
            // examples.
            float[] first = Arrays.copyOf(x, i + 1);
            double sum = (i + 1) * value(elbo(first).elbo());
            elbos[i] = sum - Arrays.stream(elbos, 0, i).sum();
        }
        double mean = Arrays.stream(elbos).average().orElseThrow();
        double squares = Arrays.stream(elbos).map(e -> (e - mean) * (e - mean)).sum();
        assertThat(value(elbo(x).elboStandardError())).isCloseTo(Math.sqrt(squares / 2 / 3), within(1e-9));
        assertThat(value(elbo(1).elboStandardError())).isZero();
    }

    private static Evaluation elbo(float... x) {
        LinearInference inference = LinearInference.of(new Gaussian(0.5), 0.3, 1, 0.8);
        return Evaluator.evaluate(inference, LinearInference.data(1, x), new Loss.Nats(1), SEED, "test", "grey");
    }

    @Test
    void everyFieldHasItsUnit() {
        assertThat(Evaluation.units().keySet())
                .containsExactlyElementsOf(Arrays.stream(Evaluation.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static double value(@Nullable Double boxed) {
        return Objects.requireNonNull(boxed);
    }

    private static double[] doubles(float[] x) {
        double[] out = new double[x.length];
        Arrays.setAll(out, i -> x[i]);
        return out;
    }
}
