package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.run.Metrics;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EpochSumsTest {
    private static final Metrics.Terms FULL = new Metrics.Terms(4, -3.0, 0.5, 0.25, 1.0);

    @Test
    void meansCountExamples() {
        EpochSums sums = EpochSums.ZERO.plus(FULL, 3).plus(new Metrics.Terms(8, -5.0, 1.5, 0.5, 3.0), 1);
        assertThat(sums.means()).isEqualTo(new Metrics.Terms(5, -3.5, 0.75, 0.3125, 1.5));
    }

    @Test
    void aTermThatIsMissingOnceIsMissing() {
        EpochSums sums = EpochSums.ZERO.plus(FULL, 3).plus(new Metrics.Terms(8, null, null, 0.5, null), 1);
        assertThat(sums.means()).isEqualTo(new Metrics.Terms(5, null, null, 0.3125, null));
    }

    @Test
    void aCheckpointMayHaveNoPenalty() {
        String json = "{\"examples\":2,\"loss\":4,\"logLikelihood\":-3,\"kl\":1,\"mse\":0.5}";
        assertThat(Json.read(json.getBytes(StandardCharsets.UTF_8), EpochSums.class, "test"))
                .isEqualTo(new EpochSums(2, 4, -3.0, 1.0, 0.5, null));
    }
}
