package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedTest {
    @Test
    void gaussiansHaveTheMomentsOfTheNormalDistribution() {
        int n = 200_000;
        float[] draws = new Seed(7).gaussians(n);
        double[] moments = new double[5];
        for (float x : draws) {
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(x, k) / n;
            }
        }
        // E x^k = 0, 1, 0, 3 and Var x^k = 1, 2, 15, 96; bounds of 5 standard errors.
        assertThat(moments[1]).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
        assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / n)));
        assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
    }

    @Test
    void gaussiansAreUncorrelatedBetweenNeighboursAndStreams() {
        int n = 100_000;
        float[] a = new Seed(7).named("noise").at(1).gaussians(n + 1);
        float[] b = new Seed(7).named("noise").at(2).gaussians(n);
        double neighbours = 0;
        double streams = 0;
        for (int i = 0; i < n; i++) {
            neighbours += (double) a[i] * a[i + 1] / n;
            streams += (double) a[i] * b[i] / n;
        }
        assertThat(neighbours).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(streams).isCloseTo(0, within(5 / Math.sqrt(n)));
    }

    @Test
    void theNumbersAreAlwaysTheSame() {
        // The values that this code gives; stored so that saved runs keep their meaning.
        assertThat(new Seed(42).named("weights").at(3).value()).isEqualTo(6021851584958940705L);
        assertThat(new Seed(42).gaussians(3)).containsExactly(0.49295065f, -0.69400567f, -1.2810774f);
        assertThat(new Seed(42).permutation(6)).containsExactly(3, 4, 0, 2, 1, 5);
        assertThat(new Seed(42).gaussians(2)).isEqualTo(java.util.Arrays.copyOf(new Seed(42).gaussians(3), 2));
    }

    @Test
    void permutationsHoldEveryIndexOnceAndAreUniform() {
        assertThat(new Seed(5).permutation(1000))
                .containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
        int trials = 6000;
        int[] counts = new int[27];
        for (int t = 0; t < trials; t++) {
            int[] p = new Seed(11).at(t).permutation(3);
            counts[9 * p[0] + 3 * p[1] + p[2]]++;
        }
        double chiSquare = 0;
        for (int[] p : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            chiSquare += Math.pow(counts[9 * p[0] + 3 * p[1] + p[2]] - trials / 6.0, 2) / (trials / 6.0);
        }
        // The 99.999 % point of chi-square with 5 degrees of freedom is 30.9.
        assertThat(chiSquare).isLessThan(30.9);
    }

    @Test
    void namedAndNumberedStreamsDiffer() {
        Set<Long> seeds = new HashSet<>();
        String[] names = {"", "a", "b", "ab", "ba", "weights", "order", "noise", "\u0000", "a\u0000"};
        for (String name : names) {
            for (long index = -100; index < 100; index++) {
                seeds.add(new Seed(1).named(name).at(index).value());
            }
        }
        assertThat(seeds).hasSize(200 * names.length);
    }

    @Test
    void aSubsetIsAscendingAndTakesEveryIndexEquallyOften() {
        int[] counts = new int[5];
        for (int i = 0; i < 10_000; i++) {
            int[] subset = new Seed(i).subset(5, 2);
            assertThat(subset).hasSize(2).isSorted().doesNotHaveDuplicates();
            for (int index : subset) {
                counts[index]++;
            }
        }
        for (int count : counts) {
            // 4,000 expected, with a standard deviation of 49: six of them.
            assertThat(count).isBetween(3700, 4300);
        }
        assertThat(new Seed(1).subset(3, 9)).containsExactly(0, 1, 2);
    }
}
