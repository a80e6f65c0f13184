package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static Metrics.Terms read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Metrics.Terms.class, "test");
    }

    @Test
    void aPenaltyIsWrittenWhereThereIsOne() {
        Metrics.Terms with = new Metrics.Terms(3, -2.0, 0.5, 0.1, 0.25);
        Metrics.Terms without = new Metrics.Terms(3, -2.0, null, 0.1, null);
        for (Metrics.Terms terms : new Metrics.Terms[] {with, without}) {
            assertThat(Json.read(Json.write(terms), Metrics.Terms.class, "test"))
                    .isEqualTo(terms);
        }
        assertThat(new String(Json.write(without), StandardCharsets.UTF_8)).doesNotContain("penalty");
        assertThat(read("{\"loss\":3,\"logLikelihood\":-2,\"kl\":null,\"mse\":0.1}"))
                .isEqualTo(without);
    }

    @Test
    void otherFieldsMustBeThere() {
        assertThatThrownBy(() -> read("{\"loss\":3,\"logLikelihood\":-2,\"mse\":0.1}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("kl");
    }
}
