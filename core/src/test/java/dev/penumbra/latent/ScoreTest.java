package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
    private static final Seed SEED = new Seed(12);
    private static final double STD = 0.5;
    private static final double SLOPE = 1.5;
    private static final double S = 0.6;

    /** q(z|x) = N(0.8 x, 0.5^2), p(x|z) = N(1.5 z, 0.6^2), two dimensions. */
    private static final LinearInference MODEL = LinearInference.of(new Gaussian(S), STD, SLOPE, 0.8, 0.8);

    @TempDir
    Path folder;

    private static List<Score> scores(Dataset data, ScoreMethod method, int samples, int batch) {
        List<Score> all = new ArrayList<>();
        Score.forEach(MODEL, data, method, samples, SEED, batch, all::add);
        return all;
    }

    /** E_q[-log p(x|z)] = log(s sqrt(2 pi)) + ((x - slope gain x)^2 + slope^2 std^2) / (2 s^2). */
    private static double expected(double x) {
        double residual = x * (1 - SLOPE * 0.8);
        return Math.log(S * Math.sqrt(2 * Math.PI)) + (residual * residual + SLOPE * SLOPE * STD * STD) / (2 * S * S);
    }

    private static double kl(double x) {
        return 0.5 * (0.64 * x * x + STD * STD - 1) - Math.log(STD);
    }

    /** Five standard errors of the mean of -log p(x|z): (r - t eps)^2 / (2 s^2) with t = slope std. */
    private static double tolerance(double x, int samples) {
        double r = x * (1 - SLOPE * 0.8);
        double t = SLOPE * STD;
        return 5 * Math.sqrt((4 * r * r * t * t + 2 * Math.pow(t, 4)) / (4 * Math.pow(S, 4)) / samples);
    }

    @Test
    void reconstructionAndElboAreTheirClosedForms() {
        int samples = 20_000;
        Dataset data = LinearInference.data(2, 1, -2, 0, 3);
        List<Score> reconstruction = scores(data, ScoreMethod.RECONSTRUCTION, samples, 2);
        List<Score> elbo = scores(data, ScoreMethod.ELBO, samples, 2);
        double[][] x = {{1, -2}, {0, 3}};
        for (int i = 0; i < 2; i++) {
            double[] parts = reconstruction.get(i).parts();
            for (int j = 0; j < 2; j++) {
                assertThat(parts[j]).isCloseTo(expected(x[i][j]), within(tolerance(x[i][j], samples)));
            }
            assertThat(parts[0] + parts[1]).isCloseTo(reconstruction.get(i).score(), within(1e-9));
            // The same draws, so that only the KL, a closed form of 32-bit floats, is between the two.
            assertThat(elbo.get(i).score() - reconstruction.get(i).score())
                    .isCloseTo(kl(x[i][0]) + kl(x[i][1]), within(1e-5));
            assertThat(reconstruction.get(i).x()).containsExactly((float) x[i][0], (float) x[i][1]);
        }
    }

    /** This model's densities of z are 0 in the logarithm, so the weights are p(x|z) alone. */
    @Test
    void nllIsMinusTheLogOfTheMeanWeight() {
        int samples = 7;
        Dataset data = LinearInference.data(2, 1, -2, 0, 3);
        List<Score> nll = scores(data, ScoreMethod.NLL, samples, 2);
        for (int i = 0; i < 2; i++) {
            float[] x = new float[2];
            data.read(i, x, 0);
            double mean = 0;
            for (int k = 0; k < samples; k++) {
                float[] noise = SEED.of(x, 0, 2).at(k).gaussians(2);
                double log = 0;
                for (int j = 0; j < 2; j++) {
                    double error = (x[j] - SLOPE * (0.8 * x[j] + STD * noise[j])) / S;
                    log -= 0.5 * error * error + Math.log(S * Math.sqrt(2 * Math.PI));
                }
                mean += Math.exp(log) / samples;
            }
            // z and the outputs are 32-bit floats, residuals of up to 4 standard deviations.
            assertThat(nll.get(i).score()).isCloseTo(-Math.log(mean), within(1e-4));
        }
    }

    @Test
    void noScoreDependsOnTheBatch() {
        Dataset data = LinearInference.data(23, 2, 1);
        for (ScoreMethod method : ScoreMethod.values()) {
            List<Score> once = scores(data, method, 3, 23);
            for (int batch : new int[] {1, 7, 1000}) {
                List<Score> again = scores(data, method, 3, batch);
                for (int i = 0; i < 23; i++) {
                    assertThat(again.get(i).index()).isEqualTo(i);
                    assertThat(again.get(i).score()).isEqualTo(once.get(i).score());
                    assertThat(again.get(i).parts()).isEqualTo(once.get(i).parts());
                }
            }
        }
    }

    @Test
    void theSameExampleHasTheSameScoreWhereverItStands() {
        Dataset forth = LinearInference.data(2, 1, 7, 3, 0f, 3, 1, 7, 3, 3, -0f);
        for (ScoreMethod method : ScoreMethod.values()) {
            List<Double> s =
                    scores(forth, method, 3, 2).stream().map(Score::score).toList();
            assertThat(s.get(3)).isNotEqualTo(s.get(0));
            assertThat(s.get(1)).isEqualTo(s.get(4));
        }
        List<Code> codes = new ArrayList<>();
        Code.forEach(MODEL, forth, 2, SEED, codes::add);
        assertThat(codes.get(4).samples()).isDeepEqualTo(codes.get(1).samples());
        assertThat(codes.get(0).samples()[0]).isNotEqualTo(codes.get(0).samples()[1]);
    }

    @Test
    void aBasicAutoencoderHasOnlyAReconstruction() {
        var point = LinearInference.of(new Gaussian(1), 0, 1, 1);
        Dataset data = LinearInference.data(1, 2);
        for (ScoreMethod method : List.of(ScoreMethod.ELBO, ScoreMethod.NLL)) {
            assertThatThrownBy(() -> Score.forEach(point, data, method, 1, SEED, s -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--method reconstruction");
        }
        List<Score> all = new ArrayList<>();
        Score.forEach(point, data, ScoreMethod.RECONSTRUCTION, 1, SEED, all::add);
        assertThat(all.getFirst().score()).isCloseTo(0.5 * Math.log(2 * Math.PI), within(1e-12));
    }

    /** log p of an impossible value is -infinity: of that example alone. */
    @Test
    void anImpossibleValueScoresInfinityAndNoOtherExampleChanges() {
        var bernoulli = LinearInference.of(new Bernoulli(), 0.5, 1, 1);
        for (ScoreMethod method : ScoreMethod.values()) {
            List<Score> some = new ArrayList<>();
            Score.forEach(bernoulli, LinearInference.data(1, 0f, 1.5f, 1f), method, 2, SEED, some::add);
            assertThat(some.get(1).score()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(some.get(1).parts()).containsExactly(Double.POSITIVE_INFINITY);
            List<Score> fine = new ArrayList<>();
            Score.forEach(bernoulli, LinearInference.data(1, 1f, 0f), method, 2, SEED, fine::add);
            assertThat(some.get(0).score()).isEqualTo(fine.get(1).score()).isFinite();
            assertThat(some.get(2).score()).isEqualTo(fine.get(0).score());
        }
    }

    @Test
    void numbersThatOverflowAreNoProbability() {
        for (ScoreMethod method : ScoreMethod.values()) {
            List<Score> some = scores(LinearInference.data(2, 1, 1, Float.MAX_VALUE, -Float.MAX_VALUE), method, 2, 2);
            assertThat(some.get(0).score()).isFinite();
            assertThat(some.get(1).score()).isEqualTo(Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void theOrderOfTheFileDoesNotChooseAmongEqualScores() {
        Dataset data = LinearInference.data(1, 3, 1, 2, 1);
        ScoreTable forth = ScoreTable.write(folder.resolve("a.csv"), data, Set.of(), 2, each -> {
            for (int i = 0; i < 4; i++) {
                each.accept(new Score(i, 7, new float[] {new float[] {3, 1, 2, 1}[i]}, new double[1]));
            }
        });
        ScoreTable back = ScoreTable.write(folder.resolve("b.csv"), data, Set.of(), 2, each -> {
            for (int i = 0; i < 4; i++) {
                each.accept(new Score(i, 7, new float[] {new float[] {1, 2, 1, 3}[i]}, new double[1]));
            }
        });
        assertThat(forth.top().stream().map(s -> s.x()[0])).containsExactly(3f, 2f);
        assertThat(back.top().stream().map(s -> s.x()[0])).containsExactly(3f, 2f);
    }

    @Test
    void theTableKeepsTheHighestAndKnowsTheAuc() throws Exception {
        double[] scores = {1, 4, 4, 2, 0, 3};
        Dataset data = LinearInference.data(2, new float[12]);
        Path file = folder.resolve("scores.csv");
        ScoreTable table = ScoreTable.write(file, data, Set.of("even"), 3, each -> {
            for (int i = 0; i < scores.length; i++) {
                each.accept(new Score(i, scores[i], new float[2], new double[] {i, 0.5}));
            }
        });
        assertThat(table.top().stream().mapToInt(Score::index)).containsExactly(1, 2, 5);
        assertThat(table.mean()).isEqualTo(14.0 / 6);
        // Odd 4, 2, 3 against even 1, 4, 0: 1 + 0.5 + 1, 1 + 0 + 1, 1 + 0 + 1 of 9.
        ScoreTable.Ranking ranking = Objects.requireNonNull(table.ranking());
        assertThat(ranking.auc()).isCloseTo(6.5 / 9, within(1e-15));
        // 1 of the 2 that score 4, then 3 (2 of 3), then 2 (3 of 4).
        assertThat(ranking.averagePrecision()).isCloseTo((1 / 2.0 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-15));
        assertThat(ranking.anomalies()).isEqualTo(3);
        assertThat(table.infinite()).isZero();
        assertThat(Files.readAllLines(file))
                .startsWith("name,label,score,share_x1,share_x2", "0,even,1.0,0.0,0.5", "1,odd,4.0,1.0,0.5")
                .hasSize(7);
        assertThatThrownBy(() -> ScoreTable.write(file, data, Set.of("evn"), 3, each -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("even, odd");
        assertThatThrownBy(() -> ScoreTable.write(file, data, Set.of("even", "odd"), 3, each -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0 anomalies");
    }

    @Test
    void aFailureLeavesNoFile() throws Exception {
        Path file = folder.resolve("scores.csv");
        assertThatThrownBy(() -> ScoreTable.write(file, LinearInference.data(1, 1), Set.of(), 3, each -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        try (var files = Files.list(folder)) {
            assertThat(files.toList()).isEmpty();
        }
    }
}
