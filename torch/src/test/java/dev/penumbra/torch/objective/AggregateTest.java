package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The parts of the KL where the aggregate posterior is known: x ~ N(0, I) in two dimensions and q(z|x) = N(A x, s^2 I), so that q(z) is
 * N(0, A A^T + s^2 I).
 */
class AggregateTest {
    private static final double[][] A = {{1, 0}, {0.8, 0.9}};
    private static final double STD = 0.6;
    private static final int N = 1500;

    private static final double VARIANCE_1 = 1 + STD * STD;
    private static final double VARIANCE_2 = 0.8 * 0.8 + 0.9 * 0.9 + STD * STD;
    private static final double DETERMINANT = VARIANCE_1 * VARIANCE_2 - 0.8 * 0.8;

    /**
     * The batch is the data, so q(z) is the mixture of 1,500 posteriors at hand. The means of 1,500 logarithms have standard errors
     * of about 0.03; the mixture's own component makes log q(z) too large by about e^I / 1500 = 0.01.
     */
    private static final double TOLERANCE = 0.1;

    private static final VaeSpec SPEC = Fit.linear(2, 2, new PosteriorFamily.Gaussian(), 1);

    /** With that posterior. */
    private static Weights known(Weights weights) {
        float[] rows = {(float) A[0][0], (float) A[0][1], (float) A[1][0], (float) A[1][1], 0, 0, 0, 0};
        float logStd = (float) Math.log(STD);
        return weights.with(Map.of(
                "encoder.0.weight", new Weights.Values(List.of(4, 2), rows),
                "encoder.0.bias", new Weights.Values(List.of(4), new float[] {0, 0, logStd, logStd})));
    }

    private static double part(Objective.TotalCorrelation objective) {
        Weights weights = known(Weights.initial(SPEC.parameters(), new Seed(1)));
        return penalty(objective, weights, N);
    }

    private static double penalty(Objective objective, Weights weights, int n) {
        float[] x = new Seed(5).gaussians(2 * n);
        return Small.run(objective, SPEC, weights, x, n, 6, new Loss.Nats(1), 1).penalty();
    }

    @Test
    void totalCorrelation() {
        double expected = 0.5 * Math.log(VARIANCE_1 * VARIANCE_2 / DETERMINANT);
        assertThat(part(new Objective.TotalCorrelation(1, 2, 1))).isCloseTo(expected, within(TOLERANCE));
        assertThat(part(new Objective.TotalCorrelation(1, 4, 1))).isCloseTo(3 * expected, within(3 * TOLERANCE));
    }

    /** The discriminator alone is trained; its mean logit over 20,000 z has a standard error of 0.004. */
    @Test
    void aDiscriminatorLearnsTheSameTotalCorrelation() {
        Fit fit = new Fit(new Objective.Factor(1, 32), SPEC, 600, 0.003);
        Weights trained = fit.of(
                known(fit.initial()),
                seed -> seed.gaussians(2 * 500),
                name -> name.startsWith(Objective.DISCRIMINATOR));
        double expected = 0.5 * Math.log(VARIANCE_1 * VARIANCE_2 / DETERMINANT);
        assertThat(expected).isCloseTo(0.1505, within(1e-4));
        assertThat(penalty(fit.objective(), trained, 20_000)).isCloseTo(expected, within(0.03));
    }

    @Test
    void mutualInformation() {
        double expected = 0.5 * Math.log(DETERMINANT / Math.pow(STD, 4));
        assertThat(part(new Objective.TotalCorrelation(2, 1, 1))).isCloseTo(expected, within(TOLERANCE));
    }

    @Test
    void theDimensionsOwnKl() {
        double expected = 0.5 * (VARIANCE_1 - 1 - Math.log(VARIANCE_1) + VARIANCE_2 - 1 - Math.log(VARIANCE_2));
        assertThat(part(new Objective.TotalCorrelation(1, 1, 2))).isCloseTo(expected, within(TOLERANCE));
    }

    /** The parts add up to log q(z|x) - log p(z), whatever the estimate of q(z): 1,500 draws, with a spread of about 1. */
    @Test
    void thePartsAreTheKl() {
        double trace = VARIANCE_1 + VARIANCE_2 - 2 * STD * STD;
        double kl = 0.5 * (trace + 2 * STD * STD - 2 - 4 * Math.log(STD));
        assertThat(part(new Objective.TotalCorrelation(2, 2, 2))).isCloseTo(kl, within(0.2));
        assertThat(part(new Objective.TotalCorrelation(1, 1, 1))).isCloseTo(0, within(1e-6));
    }
}
