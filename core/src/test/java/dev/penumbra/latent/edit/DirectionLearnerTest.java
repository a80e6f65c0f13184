package dev.penumbra.latent.edit;

import static dev.penumbra.latent.edit.LinearWorld.A1;
import static dev.penumbra.latent.edit.LinearWorld.A2;
import static dev.penumbra.latent.edit.LinearWorld.MODEL;
import static dev.penumbra.latent.edit.LinearWorld.SLOPE;
import static dev.penumbra.latent.edit.LinearWorld.STD_F;
import static dev.penumbra.latent.edit.LinearWorld.STD_G;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.eval.LinearInference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values are 32-bit floats and vectors too: closed forms hold to 1e-5 of their size. */
class DirectionLearnerTest {
    private static final double ROUNDING = 1e-5;

    /** The probe of x for f, as Gauge learns it. */
    private static final double[] READ_F = LinearWorld.ridge(A1, STD_F, A2, STD_G, 1);

    private static final double[] READ_G = LinearWorld.ridge(A2, STD_G, A1, STD_F, 1);

    private final List<Attribute> attributes = Attribute.of(LinearWorld.data(4));
    private final Dataset unlabelled = unlabelled(LinearWorld.data(400));
    private final Examples train = Examples.of(MODEL, unlabelled, unlabelled, attributes, 400, new Seed(1));
    private final List<Gauge> gauges = Gauge.of(MODEL, train);

    private Direction learn(String name, Method method, boolean orthogonal) {
        return DirectionLearner.learn(MODEL, train, gauges, List.of(name), method, orthogonal)
                .getFirst();
    }

    /** Within classes g would not vary. */
    private static Dataset unlabelled(Dataset data) {
        return new Relabelled(data, -1);
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    /** The length at which 3 w . (vector) is the reading's change for one standard deviation of f, which is std w . a1. */
    private static double[] calibrated(double[] d) {
        double scale = STD_F * dot(READ_F, A1) / (SLOPE * dot(READ_F, d));
        return new double[] {scale * d[0], scale * d[1]};
    }

    private static void assertVector(Direction direction, double[] expected) {
        double size = Math.hypot(expected[0], expected[1]);
        assertThat((double) direction.vector()[0]).isCloseTo(expected[0], within(ROUNDING * size));
        assertThat((double) direction.vector()[1]).isCloseTo(expected[1], within(ROUNDING * size));
    }

    @Test
    void attributesAreStoredWithTheirUnits() {
        Direction f = learn("f", Method.PROBE, false);
        assertThat(f.mean()).isCloseTo(5, within(1e-9));
        assertThat(f.std()).isCloseTo(STD_F, within(1e-9));
        assertThat(f.unit()).isCloseTo(STD_F * dot(READ_F, A1), within(ROUNDING));
        assertThat(f.reading()).isEqualTo("probe");
        assertThat(gauges.getLast().unit()).isCloseTo(STD_G * dot(READ_G, A2), within(ROUNDING));
    }

    /** Uncorrelated factors: cov(z, f) / var(f) is the code of a1. */
    @Test
    void theDifferenceOfMeansIsTheFactorsOwnDirection() {
        assertVector(learn("f", Method.MEANS, false), calibrated(LinearWorld.coded(A1)));
    }

    @Test
    void theProbeIsTheRidgeRegressionOnCodes() {
        double[] w = LinearWorld.ridge(LinearWorld.coded(A1), STD_F, LinearWorld.coded(A2), STD_G, 0.01);
        assertVector(learn("f", Method.PROBE, false), calibrated(w));
    }

    /** In the plane only one line is orthogonal to the probe of g. */
    @Test
    void anOrthogonalDirectionKeepsWhatTheOtherProbeSays() {
        double[] other = LinearWorld.ridge(LinearWorld.coded(A2), STD_G, LinearWorld.coded(A1), STD_F, 0.01);
        double[] expected = calibrated(new double[] {other[1], -other[0]});
        assertVector(learn("f", Method.PROBE, true), expected);
        assertVector(learn("f", Method.MEANS, true), expected);
    }

    /** Probes are shared between directions, and changed by none. */
    @Test
    void directionsLearnedTogetherAreThoseLearnedAlone() {
        List<Direction> together = DirectionLearner.learn(MODEL, train, gauges, List.of("f", "g"), Method.PROBE, true);
        for (Direction d : together) {
            assertThat(d.vector())
                    .containsExactly(learn(d.attribute(), Method.PROBE, true).vector());
        }
    }

    @Test
    void effectsAreThoseOfTheAlgebra() {
        Dataset more = unlabelled(LinearWorld.data(120));
        Examples heldOut = Examples.of(MODEL, more, more, attributes, 120, new Seed(2));
        List<Direction> directions = DirectionLearner.learn(MODEL, train, gauges, List.of("f"), Method.MEANS, false);
        EditEffects effects = EditEffects.of(MODEL, directions, gauges, train, heldOut);
        EditEffects.Effect f = effects.effects().getFirst();
        assertThat(f.slope()).isCloseTo(1, within(ROUNDING));
        assertThat(f.r2()).isCloseTo(1, within(ROUNDING));
        double[] step = calibrated(LinearWorld.coded(A1));
        double leak = SLOPE * dot(READ_G, step) / (STD_G * dot(READ_G, A2));
        assertThat(Math.abs(leak)).isGreaterThan(0.1); // else the test would say little
        assertThat(f.leakage().get("g")).isCloseTo(Math.abs(leak), within(ROUNDING));
        for (EditEffects.Point p : f.points()) {
            assertThat(p.change()).isCloseTo(p.strength(), within(2 * ROUNDING));
            assertThat(p.others().get("g")).isCloseTo(p.strength() * leak, within(2 * ROUNDING));
            assertThat(p.classKept()).isNull();
        }
        assertThat(f.warnings()).isEmpty();
        assertThat(f.points().get(2).beyond())
                .as("nothing is moved, some codes are new")
                .isLessThan(0.1);
        // The reading of f is w . a1 f + w . a2 g: the squared correlation with f is the first part of its variance.
        double own = STD_F * dot(READ_F, A1);
        double foreign = STD_G * dot(READ_F, A2);
        assertThat(effects.readings().get("f"))
                .isCloseTo(own * own / (own * own + foreign * foreign), within(ROUNDING));
    }

    @Test
    void aClassIsAnAttributeWithinAllExamples() {
        Dataset labelled = LinearWorld.data(400);
        Attribute high = Attribute.named(labelled, "high");
        Examples examples = Examples.of(MODEL, labelled, labelled, List.of(high), 400, new Seed(1));
        Direction d = DirectionLearner.learn(
                        MODEL, examples, Gauge.of(MODEL, examples), List.of("high"), Method.MEANS, false)
                .getFirst();
        assertThat(d.mean()).isEqualTo(0.5);
        assertThat(d.std()).isEqualTo(0.5);
        // The means of the classes differ by 2 a2, four times what one standard deviation of 1/2 makes, in x; 3 z = x
        // here.
        double[] step = LinearWorld.coded(A2);
        assertThat(d.vector()[0] / d.vector()[1]).isCloseTo((float) (step[0] / step[1]), within(1e-4f));
    }

    @Test
    void withinClassesTheirDifferencesDoNotCount() {
        Dataset labelled = LinearWorld.data(400);
        Examples examples = Examples.of(MODEL, labelled, labelled, attributes, 400, new Seed(1));
        List<Gauge> all = Gauge.of(MODEL, examples);
        assertVector(
                DirectionLearner.learn(MODEL, examples, all, List.of("f"), Method.MEANS, false)
                        .getFirst(),
                calibrated(LinearWorld.coded(A1)));
        // g is the class here: nothing of it is left within classes.
        assertThatThrownBy(() -> DirectionLearner.learn(MODEL, examples, all, List.of("g"), Method.MEANS, false))
                .isInstanceOf(InputException.class);
    }

    @Test
    void whatDoesNotVaryOrTheDecoderDoesNotShowIsRefused() {
        var blind = LinearInference.of(new dev.penumbra.distribution.Gaussian(1), 0.5, 0, LinearWorld.GAIN);
        Examples examples = Examples.of(blind, unlabelled, unlabelled, attributes, 400, new Seed(1));
        assertThatThrownBy(() -> DirectionLearner.learn(
                        blind, examples, Gauge.of(blind, examples), List.of("f"), Method.PROBE, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("of what it should");
        Dataset constant = unlabelled(new dev.penumbra.data.Subset(LinearWorld.data(4), new int[] {0, 2, 0, 2}));
        Examples same = Examples.of(MODEL, constant, constant, attributes, 4, new Seed(1));
        assertThatThrownBy(() ->
                        DirectionLearner.learn(MODEL, same, Gauge.of(MODEL, same), List.of("f"), Method.PROBE, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the same in all examples");
    }

    @Test
    void everythingMayBeLearnedFromAnyData() {
        EditData data = new EditData(unlabelled, unlabelled, Pixels.GREY);
        assertThat(data.asked(List.of("all"))).isEqualTo(attributes);
        assertThat(data.asked(List.of("g"))).containsExactly(attributes.getLast());
        assertThatThrownBy(() -> data.asked(List.of("h")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("one of f, g, low, high");
    }

    @Test
    void bothSystemsOfARidgeRegressionHaveTheSameSolution() {
        double[][] wide = {{1, 2, -1, 0}, {-2, 1, 0.5, 3}, {1, -3, 0.5, -3}};
        double[] y = {1, 0.5, -1.5};
        double[] w = new Ridge(wide, 0.7).weights(y);
        // lambda is a part of the mean diagonal of X X^T, [3, 3]: the gradient X^T (X w - y) + lambda w is 0 there.
        double lambda = 0.7 * (6 + 14.25 + 19.25) / 3;
        for (int j = 0; j < 4; j++) {
            double gradient = lambda * w[j];
            for (int i = 0; i < 3; i++) {
                double error = -y[i];
                for (int k = 0; k < 4; k++) {
                    error += wide[i][k] * w[k];
                }
                gradient += wide[i][j] * error;
            }
            assertThat(gradient).isCloseTo(0, within(1e-12));
        }
    }
}
