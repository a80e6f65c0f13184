package dev.penumbra.eval.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.nn.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorLevelsTest {
    @Test
    void fewValuesAreTheirRanks() {
        assertThat(FactorLevels.levels(new float[] {0.5f, -1, 0.5f, 7})).containsExactly(1, 0, 1, 2);
    }

    @Test
    void manyValuesFallIntoTwentyBinsOfEqualNumbers() {
        float[] values = new Seed(1).gaussians(2000);
        int[] levels = FactorLevels.levels(values);
        int[] count = new int[FactorLevels.BINS];
        float[] least = new float[FactorLevels.BINS];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        for (int i = 0; i < values.length; i++) {
            count[levels[i]]++;
            least[levels[i]] = Math.min(least[levels[i]], values[i]);
        }
        assertThat(count).containsOnly(100);
        assertThat(least).isSorted();
    }

    @Test
    void valuesThatPileUpStayInOneBinEach() {
        float[] values = new float[1000];
        for (int i = 0; i < 100; i++) {
            values[i] = i + 1;
        }
        int[] levels = FactorLevels.levels(values);
        assertThat(Arrays.stream(levels).distinct().count()).isBetween(2L, 20L);
        assertThat(Arrays.stream(levels, 100, 1000).distinct().count()).isEqualTo(1);
    }

    @Test
    void theFactorsOfTheExamplesThatAreAskedForAreRead() {
        int[][] levels = FactorLevels.of(new Numbers(List.of("tens", "ones")), new int[] {35, 12, 15});
        assertThat(levels).isDeepEqualTo(new int[][] {{1, 1}, {0, 0}, {0, 1}});
    }

    @Test
    void dataWithoutFactorsIsRefused() {
        assertThatThrownBy(() -> FactorLevels.of(new Numbers(List.of()), new int[] {1}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("sprites or digits");
    }

    /** Example i is the number i, with its two decimal digits as factors. */
    private record Numbers(List<String> factorNames) implements Dataset {
        @Override
        public Schema schema() {
            return Schema.image(Shape.image(1, 1, 1), List.of());
        }

        @Override
        public int size() {
            return 100;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            into[offset] = index;
        }

        @Override
        public float factor(int index, int factor) {
            return factor == 0 ? index / 10 : index % 10;
        }
    }
}
