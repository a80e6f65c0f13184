package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.model.Objective;
import dev.penumbra.run.TrainingConfig;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final TrainingConfig TWENTY = TrainingConfig.DEFAULT.withEpochs(20);

    @Test
    void withoutOneTheWeightIsFullAtOnce() {
        assertThat(new WarmUp(Objective.Elbo.PLAIN, TWENTY).klWeight(0)).isEqualTo(1);
    }

    @Test
    void itGrowsLinearly() {
        WarmUp warmUp = new WarmUp(Objective.Elbo.PLAIN, TWENTY.withWarmup(4));
        assertThat(warmUp.klWeight(0)).isZero();
        assertThat(warmUp.klWeight(1)).isEqualTo(0.25);
        assertThat(warmUp.klWeight(4)).isEqualTo(1);
        assertThat(warmUp.klWeight(19)).isEqualTo(1);
    }

    /** Four cycles of five epochs: 2.5 to grow, 2.5 to stay. */
    @Test
    void itBeginsAgainInEachCycle() {
        WarmUp warmUp = new WarmUp(new Objective.Elbo(0, 4, 0, 0), TWENTY);
        for (int cycle = 0; cycle < 4; cycle++) {
            double start = 5.0 * cycle;
            assertThat(warmUp.klWeight(start)).isZero();
            assertThat(warmUp.klWeight(start + 1.25)).isCloseTo(0.5, within(1e-12));
            assertThat(warmUp.klWeight(start + 2.5)).isEqualTo(1);
            assertThat(warmUp.klWeight(start + 4.99)).isEqualTo(1);
        }
    }

    @Test
    void aCapacityGrowsInsteadOfTheWeight() {
        WarmUp warmUp = new WarmUp(new Objective.Elbo(0, 0, 25, 1000), TWENTY.withWarmup(10));
        assertThat(warmUp.at(5)).isEqualTo(0.5);
        assertThat(warmUp.klWeight(5)).isEqualTo(1);
    }
}
