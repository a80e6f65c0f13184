package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.model.Loss;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveCombinationsTest {
    private static final Dataset DATA = new ArrayDataset(
            new Schema(Shape.of(3), Scaling.NONE, List.of(), List.of()), new float[] {0, 1, 0, 1, 1, 0}, null);

    private static RunConfig config(String objective) {
        return RunConfig.of("data", 2).withObjective(objective);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elbo",
                "elbo:cycles=2",
                "iwae:k=5",
                "dreg:k=5",
                "piwae:m=2,k=2",
                "tc:beta=4",
                "factor:gamma=3,width=8",
                "dip-i:od=1",
                "dip-ii:d=2",
                "info:lambda=3",
                "wae-mmd:lambda=3",
                "aae:width=8",
                "rae-l2:code=1",
                "rae-gp:gradient=1"
            })
    void everyObjectiveTrainsAPlainVae(String objective) {
        assertThatCode(() -> SpecResolver.resolve(config(objective), DATA)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wae-mmd", "aae:width=8", "rae-l2", "rae-gp"})
    void someTrainAPoint(String objective) {
        RunConfig config = config(objective);
        RunConfig point = config.withModel(config.model().withKind(ModelConfig.Kind.AE));
        assertThatCode(() -> SpecResolver.resolve(point, DATA)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "iwae:k=2, needs a distribution",
        "tc:beta=2, needs a distribution",
        "info:lambda=2, needs a distribution"
    })
    void othersNeedADistribution(String objective, String why) {
        RunConfig config = config(objective);
        RunConfig point = config.withModel(config.model().withKind(ModelConfig.Kind.AE));
        assertThatThrownBy(() -> SpecResolver.resolve(point, DATA))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why);
    }

    @Test
    void weightsThatAnObjectiveHasNoPlaceForAreRefused() {
        for (String objective : List.of("iwae:k=2", "dreg:k=2", "tc:beta=2", "info:lambda=1")) {
            for (Loss loss : List.of(new Loss.Nats(2), new Loss.Lecture(0.1))) {
                assertThatThrownBy(() -> SpecResolver.resolve(config(objective).withLoss(loss), DATA))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("leave --beta and --lambda out");
            }
        }
        for (String objective : List.of("dreg:k=2", "piwae:m=2,k=2", "elbo:cycles=3")) {
            RunConfig warm = config(objective).withTraining(TrainingConfig.DEFAULT.withWarmup(2));
            assertThatThrownBy(() -> SpecResolver.resolve(warm, DATA))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("leave --warmup out");
        }
    }

    @Test
    void aLearnedPriorNeedsTheKl() {
        RunConfig config = config("rae-l2");
        RunConfig learned = config.withModel(config.model().withPrior("mixture:3"));
        assertThatThrownBy(() -> SpecResolver.resolve(learned, DATA))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("learned through the KL");
    }
}
