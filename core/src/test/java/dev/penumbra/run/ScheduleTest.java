package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.run.TrainingConfig.Schedule;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantStaysOne() {
        assertThat(new Schedule.Constant().factor(7.3, 10)).isEqualTo(1);
    }

    @Test
    void cosineWarmsUpAndFallsToItsEnd() {
        Schedule cosine = new Schedule.Cosine(2, 0.1);
        assertThat(cosine.factor(0, 10)).isZero();
        assertThat(cosine.factor(1, 10)).isEqualTo(0.5);
        assertThat(cosine.factor(2, 10)).isCloseTo(1, within(1e-12));
        assertThat(cosine.factor(6, 10)).isCloseTo(0.55, within(1e-12));
        assertThat(cosine.factor(10, 10)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void stepsFallAfterWholePeriods() {
        Schedule step = new Schedule.Step(3, 0.5);
        assertThat(step.factor(2.99, 10)).isEqualTo(1);
        assertThat(step.factor(3, 10)).isEqualTo(0.5);
        assertThat(step.factor(9.5, 10)).isEqualTo(0.125);
    }
}
