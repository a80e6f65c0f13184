package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.run.Metrics.Terms;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingFiguresTest {
    @Test
    void manyPointsBecomeMeansOfNeighbours() {
        List<Point> points =
                IntStream.range(0, 7).mapToObj(i -> new Point(i, 10 * i)).toList();
        assertThat(TrainingFigures.thin(points, 3))
                .containsExactly(new Point(1, 10), new Point(4, 40), new Point(6, 60));
        assertThat(TrainingFigures.thin(points, 7)).isEqualTo(points);
    }

    @Test
    void stepsAreDrawnOverEpochsAndThinned() {
        Lines lines =
                Objects.requireNonNull(new TrainingFigures(Fixtures.metrics(3, 1000, true)).curve("mse", Terms::mse));
        assertThat(lines.series()).hasSize(3);
        List<Point> steps = lines.series().getFirst().points();
        assertThat(steps).hasSize(600);
        // The last five of 3000 steps over 3 epochs, in the mean.
        assertThat(steps.getLast().x()).isCloseTo(3 * 2998.0 / 3000, within(1e-12));
        assertThat(lines.series().get(1).points().stream().map(Point::x)).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void theFirstStepsDoNotSqueezeTheRest() {
        Lines lines =
                Objects.requireNonNull(new TrainingFigures(Fixtures.metrics(10, 100, true)).curve("mse", Terms::mse));
        double highest = lines.series().getFirst().points().stream()
                .mapToDouble(Point::y)
                .max()
                .orElseThrow();
        assertThat(Objects.requireNonNull(lines.y().max())).isLessThan(highest);
    }

    @Test
    void aTermThatIsNeverDefinedHasNoCurve() {
        assertThat(new TrainingFigures(Fixtures.metrics(2, 10, false)).curve("kl", Terms::kl))
                .isNull();
    }
}
