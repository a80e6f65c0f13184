package dev.penumbra.torch.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.SweepPoint;
import dev.penumbra.eval.SweepResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaChoiceTest {
    private static SweepPoint point(double lambda, double... elbos) {
        return new SweepPoint(
                lambda,
                Arrays.stream(elbos).mapToObj(e -> evaluation(lambda, e)).toList());
    }

    private static Evaluation evaluation(double lambda, double elbo) {
        return new Evaluation(
                "validation",
                10,
                "grey",
                1.0,
                lambda,
                null,
                elbo,
                0.5,
                elbo + 5,
                5.0,
                0.1,
                0.8,
                0.5,
                2,
                List.of(3.0, 2.0),
                0.3,
                null);
    }

    @Test
    void theHighestElboWins() {
        SweepResult result = LambdaChoice.of("x", List.of(point(1e-4, 10, 11), point(1e-3, 20, 21), point(1e-2, 5, 6)));
        assertThat(result.recommended()).isEqualTo(1e-3);
        assertThat(result.reason()).startsWith("lambda = 0.001 has the highest").doesNotContain("edge");
    }

    @Test
    void amongEquallyGoodOnesTheLargestLambdaWins() {
        // Standard error of 20 and 24 over two folds: 2.
        SweepResult result = LambdaChoice.of(
                "x", List.of(point(1e-5, 0, 1), point(1e-4, 20, 24), point(1e-3, 20, 21), point(1e-2, 5, 6)));
        assertThat(result.recommended()).isEqualTo(1e-3);
        assertThat(result.reason()).contains("within one standard error", "lambda = 1e-4");
    }

    @Test
    void anEdgeIsNamed() {
        SweepResult result = LambdaChoice.of("x", List.of(point(1, 3, 3), point(2, 9, 9)));
        assertThat(result.reason()).contains("lambda = 2 ", "edge");
    }

    @Test
    void numbersReadAsPeopleWriteThem() {
        assertThat(List.of(Sweep.text(1e-4), Sweep.text(3e-5), Sweep.text(0.5), Sweep.text(2), Sweep.text(1.5e-4)))
                .containsExactly("1e-4", "3e-5", "0.5", "2", "1.5e-4");
    }
}
