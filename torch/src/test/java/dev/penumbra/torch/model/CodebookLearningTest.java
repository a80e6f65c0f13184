package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodebookLearningTest {
    private static float[] nearest(float[] codebook, float[] vectors) {
        float[] nearest = new float[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int k = 1; k < codebook.length; k++) {
                float best = codebook[(int) nearest[i]];
                nearest[i] = Math.abs(vectors[i] - codebook[k]) < Math.abs(vectors[i] - best) ? k : nearest[i];
            }
        }
        return nearest;
    }

    /** Two pairs of numbers far apart, two codes: the optimum of k-means is the two means, 0.5 and 10.5. */
    @Test
    void codesBecomeTheMeansOfKMeans() {
        float[] vectors = {0, 1, 10, 11};
        float[] codebook = {5, -5};
        float[] usage = {0, 0};
        for (int step = 0; step < 2000; step++) {
            CodebookLearning learning = new CodebookLearning(1, codebook, usage, vectors);
            boolean replaced = learning.replaceUnused(nearest(codebook, vectors), new float[] {0.5f, step});
            assertThat(replaced).isEqualTo(step == 0);
            learning.follow(nearest(codebook, vectors));
        }
        float[] sorted = codebook.clone();
        Arrays.sort(sorted);
        // A code stops where a hundredth of the way left is less than half the distance to the next float.
        assertThat(sorted).containsExactly(new float[] {0.5f, 10.5f}, within(1e-4f));
        assertThat(usage).containsExactly(new float[] {1, 1}, within(1e-4f));
    }

    /** u e = 0.99 * 0.5 * 2 + 0.01 * (2/4) * (1 + 3 + 5), u = 0.99 * 0.5 + 0.01 * (2/4) * 3. */
    @Test
    void aCodeFollowsTheMeanOfWhatChoosesIt() {
        float[] codebook = {2, -9};
        float[] usage = {0.5f, 1};
        new CodebookLearning(1, codebook, usage, new float[] {1, 3, -7, 5}).follow(new float[] {0, 0, 1, 0});
        assertThat(usage).containsExactly(new float[] {0.51f, 0.995f}, within(1e-6f));
        float first = (float) ((0.99 + 0.045) / 0.51);
        float second = (float) ((0.99 * -9 + 0.005 * -7) / 0.995);
        assertThat(codebook).containsExactly(new float[] {first, second}, within(1e-5f));
    }

    @Test
    void anUnusedCodeStartsAgainWhereCodesAreMissing() {
        float[] codebook = {0, 100, 7, 50};
        float[] usage = {1, 0.01f, 1, 0.01f};
        float[] vectors = {0, 7, 0, 7, 33};
        CodebookLearning learning = new CodebookLearning(1, codebook, usage, vectors);
        assertThat(learning.replaceUnused(new float[] {0, 2, 0, 2, 2}, new float[] {1}))
                .isTrue();
        // 33 alone has no code; once it has one, there is nowhere for the last to go.
        assertThat(codebook).containsExactly(0, 33, 7, 50);
        assertThat(usage).containsExactly(1, 0.1f, 1, 0.01f);
    }
}
