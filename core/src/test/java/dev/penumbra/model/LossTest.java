package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Json;
import dev.penumbra.distribution.Gaussian;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
    @Test
    void theFormulasAreThoseOfTheirScales() {
        assertThat(new Loss.Lecture(0.5).of(-100, 3, 4)).isEqualTo(5);
        assertThat(new Loss.Lecture(0.5, 0).of(-100, 3, 4)).isEqualTo(2);
        assertThat(new Loss.Nats(2).of(-100, 3, 4)).isEqualTo(108);
        assertThat(new Loss.Nats(2).withKlWeight(0.5)).isEqualTo(new Loss.Nats(0.5));
        assertThat(new Loss.Lecture(2, 0).withKlWeight(0.5)).isEqualTo(new Loss.Lecture(0.5, 0));
    }

    @Test
    void aWeightOfZeroSilencesAnInfiniteKl() {
        assertThat(new Loss.Lecture(0).of(0, 3, Double.POSITIVE_INFINITY)).isEqualTo(3);
        assertThat(new Loss.Nats(0).of(-7, 3, Double.POSITIVE_INFINITY)).isEqualTo(7);
    }

    /**
     * With s^2 = lambda d / (2 r): -log N = d mse / (2 s^2) + d log(s sqrt(2 pi)) = r mse / lambda + c, so that
     * nats = lecture / lambda + d log(s sqrt(2 pi)).
     */
    @Test
    void lectureScaleIsNatsUpToAFactorAndAConstant() {
        float[] x = {0.1f, 0.9f, 0.4f, 0.7f};
        for (double reconstruction : new double[] {1, 0.25}) {
            Loss.Lecture lecture = new Loss.Lecture(0.05, reconstruction);
            double s = lecture.gaussianStd(4);
            assertThat(s * s).isCloseTo(0.05 * 4 / (2 * reconstruction), within(1e-15));
            for (float[] out : List.of(new float[] {0.2f, 0.5f, 0.3f, 0.9f}, new float[] {-1, 2, 0, 5})) {
                double mse = 0;
                for (int i = 0; i < 4; i++) {
                    mse += Math.pow((double) x[i] - out[i], 2) / 4;
                }
                double logLikelihood = new Gaussian(s).logDensity(x, 0, out, 0, 4);
                double nats = new Loss.Nats(1).of(logLikelihood, mse, 3.5);
                double constant = 4 * Math.log(s * Math.sqrt(2 * Math.PI));
                assertThat(nats).isCloseTo(lecture.of(logLikelihood, mse, 3.5) / 0.05 + constant, within(1e-10));
            }
        }
    }

    @Test
    void weightsMustBeFiniteAndNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Loss.Lecture(-1))
                .withMessageContaining("lambda");
        assertThatIllegalArgumentException().isThrownBy(() -> new Loss.Nats(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Loss.Nats(Double.POSITIVE_INFINITY));
    }

    @Test
    void bothScalesSurviveJson() {
        for (Loss loss : List.of(new Loss.Lecture(0.05, 0), new Loss.Nats(4))) {
            assertThat(Json.read(Json.write(loss), Loss.class, "test")).isEqualTo(loss);
        }
    }
}
