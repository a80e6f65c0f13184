package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinsTest {
    @Test
    void binsOfThePriorHaveEqualMass() {
        Cumulative prior = Bins.of(0, 1);
        int each = Cumulative.TOTAL / Bins.COUNT;
        for (int i = 0; i < Bins.COUNT; i++) {
            // Each end is rounded down, and every bin is given 1 that the others lack.
            assertThat(prior.below(i + 1) - prior.below(i)).isCloseTo(each, within(2));
        }
    }

    @Test
    void centresAreTheMediansAndSymmetric() {
        for (int i = 0; i < Bins.COUNT; i++) {
            assertThat(Bins.centre(Bins.COUNT - 1 - i)).isEqualTo(-Bins.centre(i));
        }
        // The quartile of the standard normal.
        double quartile = 0.5 * (Bins.centre(Bins.COUNT / 4 - 1) + Bins.centre(Bins.COUNT / 4));
        assertThat(quartile).isCloseTo(-0.674489750196, within(1e-6));
    }

    @Test
    void everyBinOfEveryPosteriorCanBeCoded() {
        double[][] posteriors = {{0, 1}, {3, 1e-3}, {-40, 2}, {0.1, 0}, {1e30, 1}, {0, 1e30}, {Double.NaN, 1}};
        for (double[] p : posteriors) {
            Cumulative masses = Bins.of(p[0], p[1]);
            assertThat(masses.below(0)).isZero();
            assertThat(masses.below(Bins.COUNT)).isEqualTo(Cumulative.TOTAL);
            for (int i = 0; i < Bins.COUNT; i++) {
                assertThat(masses.below(i + 1)).isGreaterThan(masses.below(i));
            }
        }
    }

    @Test
    void aNarrowPosteriorLiesInItsBin() {
        Cumulative point = Bins.of(Bins.centre(1234), 0);
        assertThat(point.below(1235) - point.below(1234)).isGreaterThan(Cumulative.TOTAL - 2 * Bins.COUNT);
    }
}
