package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.nn.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
    private static double log(Likelihood likelihood, float x, float output) {
        return likelihood.logDensity(new float[] {x}, 0, new float[] {output}, 0, 1);
    }

    private static double mean(Likelihood likelihood, float output) {
        return likelihood.mean(new Outputs(new float[] {output}, 0, 1), 0);
    }

    @Test
    void bernoulliIsTheCrossEntropyOfTheProbability() {
        for (float logit : new float[] {-5, -1, 0, 0.5f, 4}) {
            double p = 1 / (1 + Math.exp(-logit));
            for (float x : new float[] {0, 0.25f, 1}) {
                double expected = x * Math.log(p) + (1 - x) * Math.log(1 - p);
                // The reference loses digits in 1 - p: at most 2^-53 / (1 - p), below 1e-13 here.
                assertThat(log(new Bernoulli(), x, logit)).isCloseTo(expected, within(1e-13));
            }
        }
    }

    @Test
    void bernoulliIsExactWhereProbabilitiesSaturate() {
        assertThat(log(new Bernoulli(), 1, 1000)).isZero();
        assertThat(log(new Bernoulli(), 0, 1000)).isEqualTo(-1000);
        assertThat(log(new Bernoulli(), 1, -1000)).isEqualTo(-1000);
        assertThat(log(new Bernoulli(), 0, -1000)).isZero();
        assertThat(mean(new Bernoulli(), 1000)).isEqualTo(1);
        assertThat(mean(new Bernoulli(), -1000)).isZero();
        assertThat(mean(new Bernoulli(), 0)).isEqualTo(0.5);
    }

    @Test
    void bernoulliSumsItsValuesWithFewLogarithms() {
        int size = 1500;
        float[] x = new float[size];
        float[] logits = new float[size];
        double expected = 0;
        for (int i = 0; i < size; i++) {
            x[i] = i % 3 / 2f;
            logits[i] = i % 7 == 0 ? (i % 2 == 0 ? 1000 : -1000) : (float) Math.sin(i) * i / 50;
            expected += new Bernoulli().logDensity(x[i], new Outputs(logits, 0, size), i);
        }
        assertThat(new Bernoulli().logDensity(x, 0, logits, 0, size))
                .isCloseTo(expected, within(1e-12 * Math.abs(expected)));
    }

    @Test
    void gaussianIsItsDensityAndIntegratesToOne() {
        // log N(1.5 | 1, 2^2) = -1/2 (0.25)^2 - log 2 - 1/2 log(2 pi)
        assertThat(log(new Gaussian(2), 1.5f, 1))
                .isCloseTo(-0.03125 - 0.6931471805599453 - 0.9189385332046728, within(1e-14));
        double integral = 0;
        for (int i = -4000; i <= 4000; i++) {
            integral += Math.exp(log(new Gaussian(0.5), i / 1024f, 0.25f)) / 1024;
        }
        // The trapezoid rule on a Gaussian has an error far below the float rounding of nothing: x and output are
        // exact.
        assertThat(integral).isCloseTo(1, within(1e-12));
    }

    @Test
    void valuesAreReadFromTheirOffsetsAndSummed() {
        Likelihood gaussian = new Gaussian(1);
        float[] x = {99, 1, 2};
        float[] outputs = {99, 99, 3, 5};
        assertThat(gaussian.logDensity(x, 1, outputs, 2, 2))
                .isCloseTo(log(gaussian, 1, 3) + log(gaussian, 2, 5), within(1e-12));
    }

    @Test
    void theLearnedGaussianNeedsItsWeights() {
        Likelihood learned = new LearnedGaussian();
        assertThatIllegalStateException().isThrownBy(() -> log(learned, 0, 0));
        var tensors = new LinkedHashMap<String, Weights.Values>();
        tensors.put(LearnedGaussian.LOG_STD, new Weights.Values(List.of(1), new float[] {-1}));
        assertThat(learned.resolved(new Weights(tensors))).isEqualTo(new Gaussian(StrictMath.exp(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Gaussian(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Gaussian(Double.NaN));
    }
}
