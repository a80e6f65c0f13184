package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
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

    private static double part(Objective.TotalCorrelation objective) {
        Shape two = Shape.of(2);
        VaeSpec spec = new VaeSpec(
                new Schema(two, Scaling.NONE, List.of(), List.of()),
                2,
                Architecture.encoder("linear", two, 4),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder("linear", 2, two),
                new Gaussian(1));
        float[] rows = {(float) A[0][0], (float) A[0][1], (float) A[1][0], (float) A[1][1], 0, 0, 0, 0};
        float logStd = (float) Math.log(STD);
        Weights weights = Weights.initial(spec.parameters(), new Seed(1))
                .with(Map.of(
                        "encoder.0.weight", new Weights.Values(List.of(4, 2), rows),
                        "encoder.0.bias", new Weights.Values(List.of(4), new float[] {0, 0, logStd, logStd})));
        float[] x = new Seed(5).gaussians(2 * N);
        return Small.run(objective, spec, weights, x, N, 6, new Loss.Nats(1), 1).penalty();
    }

    @Test
    void totalCorrelation() {
        double expected = 0.5 * Math.log(VARIANCE_1 * VARIANCE_2 / DETERMINANT);
        assertThat(part(new Objective.TotalCorrelation(1, 2, 1))).isCloseTo(expected, within(TOLERANCE));
        assertThat(part(new Objective.TotalCorrelation(1, 4, 1))).isCloseTo(3 * expected, within(3 * TOLERANCE));
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
