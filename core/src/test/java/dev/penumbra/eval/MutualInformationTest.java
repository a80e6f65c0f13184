package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MutualInformationTest {
    @Test
    void aLinearGaussianEncoderHasItsClosedForm() {
        // mean = a x, x ~ N(0, 1), std s, in two dimensions: I = sum 1/2 log(1 + a^2/s^2), q(z) = N(0, a^2 + s^2).
        int n = 2000;
        double[] a = {1.5, 0.5};
        double[] s = {0.7, 0.9};
        float[] mean = new Seed(1).gaussians(2 * n);
        float[] logStd = new float[2 * n];
        double information = 0;
        double marginal = 0;
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < n; i++) {
                mean[2 * i + j] *= (float) a[j];
                logStd[2 * i + j] = (float) Math.log(s[j]);
            }
            double variance = a[j] * a[j] + s[j] * s[j];
            information += Math.log(variance / (s[j] * s[j])) / 2;
            marginal += (variance - 1 - Math.log(variance)) / 2;
        }
        MutualInformation found = MutualInformation.of(new Posterior(2, mean, logStd), new Seed(2));
        // log q(z|x) - log q(z) has a standard deviation of about 1, its mean over 2,000 one of 0.025.
        assertThat(found.information()).isCloseTo(information, within(0.07));
        assertThat(found.marginalKl()).isCloseTo(marginal, within(0.15));
        assertThat(found.information() + found.marginalKl()).isCloseTo(found.kl(), within(1e-12));
        assertThat(found.examples()).isEqualTo(n);
    }

    @Test
    void aCollapsedPosteriorTellsNothing() {
        MutualInformation found = MutualInformation.of(new Posterior(3, new float[300], new float[300]), new Seed(1));
        assertThat(found.information()).isCloseTo(0, within(1e-12));
        assertThat(found.marginalKl()).isCloseTo(0, within(1e-12));
    }

    @Test
    void posteriorsFarApartTellTheExampleWhichIsLogN() {
        float[] mean = new float[100];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 100 * i;
        }
        MutualInformation found = MutualInformation.of(new Posterior(1, mean, new float[100]), new Seed(1));
        assertThat(found.information()).isCloseTo(Math.log(100), within(1e-12));
    }

    @Test
    void ofManyExamplesASubsetIsUsed() {
        Posterior many = new Posterior(1, new float[5000], new float[5000]);
        assertThat(MutualInformation.of(many, new Seed(1)).examples()).isEqualTo(MutualInformation.MAX_EXAMPLES);
    }

    @Test
    void pointsAndNoExamplesAreRefused() {
        float[] logStd = new float[4];
        Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> MutualInformation.of(new Posterior(2, new float[4], logStd), new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> MutualInformation.of(new Posterior(2, new float[0], new float[0]), new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
