package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.run.Metrics;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    private final Divergence divergence = new Divergence();
    private long number;

    private boolean accepts(double loss) {
        Metrics.Terms terms = new Metrics.Terms(loss, -loss, 1.0, 1, null);
        return divergence.accepts(new Metrics.Step(++number, 1, terms, 1, 1e-3, null));
    }

    @Test
    void aLossThatGrowsWithoutEndIsNoResult() {
        for (int i = 0; i < 100; i++) {
            assertThat(accepts(30 + i % 7)).isTrue();
        }
        assertThat(accepts(3e9)).isTrue();
        assertThat(accepts(5.4e10)).isFalse();
    }

    /** Doubling at every step: what came just before is no measure. */
    @Test
    void slowGrowthIsFoundToo() {
        double loss = 10;
        int steps = 0;
        while (accepts(loss)) {
            loss *= 1.5;
            steps++;
        }
        assertThat(loss).isBetween(1e9, 1e30);
        assertThat(steps).isLessThan(150);
    }

    @Test
    void aFallHoweverFarIsNoDivergence() {
        assertThat(accepts(1e12)).isTrue();
        assertThat(accepts(-4000)).isTrue();
        assertThat(accepts(-1e5)).isTrue();
    }

    @Test
    void nothingNearTheLargestFloatIsALoss() {
        assertThat(accepts(2e30)).isFalse();
        assertThat(accepts(Double.NaN)).isFalse();
        assertThat(accepts(Double.NEGATIVE_INFINITY)).isFalse();
    }
}
