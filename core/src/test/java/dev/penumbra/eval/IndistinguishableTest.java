package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndistinguishableTest {
    private static final int N = 1000;

    /** Three standard errors of 1 / sqrt(2 N). */
    private static final double NOISE = 3 / Math.sqrt(2 * N);

    private static float[] uniform(String name, double from, double to) {
        float[] out = new float[N];
        SplittableRandom random = new Seed(8).named(name).random();
        for (int i = 0; i < N; i++) {
            out[i] = (float) (from + (to - from) * random.nextDouble());
        }
        return out;
    }

    @Test
    void oneDistributionGivesOneAndDisjointOnesZero() {
        assertThat(Indistinguishable.share(uniform("a", 0, 1), uniform("b", 0, 1), 1))
                .isCloseTo(1, within(NOISE));
        assertThat(Indistinguishable.share(uniform("a", 0, 1), uniform("b", 2, 3), 1))
                .isZero();
    }

    /** Uniform on [0, 1] and on [0, 2]: the integral of 2 p q / (p + q) is 2 * 0.5 / 1.5 on [0, 1] and 0 beyond. */
    @Test
    void theShareIsTheHarmonicMeanOfTheDensities() {
        assertThat(Indistinguishable.share(uniform("a", 0, 1), uniform("b", 0, 2), 1))
                .isCloseTo(2.0 / 3, within(NOISE));
    }

    /** By hand: 0 and 1 are nearest to each other and of one sample; 5 and 5.5 are of two. */
    @Test
    void countsByHand() {
        assertThat(Indistinguishable.share(new float[] {0, 1, 5}, new float[] {5.5f, 9, 9.5f}, 1))
                .isEqualTo(2.0 / 3);
        // All alike: nothing is nearer, so each is a draw.
        assertThat(Indistinguishable.share(new float[4], new float[4], 2)).isEqualTo(1);
        assertThatThrownBy(() -> Indistinguishable.share(new float[2], new float[3], 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
