package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.model.Loss;
import dev.penumbra.nn.Layer;
import dev.penumbra.run.ModelConfig.NetworkConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.run.TrainingConfig.Schedule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private static RunConfig read(String json) {
        return ConfigFile.read(json.getBytes(StandardCharsets.UTF_8), "test.json");
    }

    @Test
    void whatIsWrittenComesBackEqual() {
        RunConfig config = RunConfig.of("data/x.npy", 3)
                .withObjective("iwae:k=3")
                .withLoss(new Loss.Lecture(0.25, 0.5))
                .withModel(new ModelConfig(
                        ModelConfig.Kind.AE,
                        3,
                        ModelConfig.Ladder.DEFAULT,
                        "point",
                        "mixture:4",
                        true,
                        new NetworkConfig.Layers(List.of(
                                new Layer.Conv(4, 3, 2, 1),
                                new Layer.Activation(Layer.Function.SILU),
                                new Layer.Linear(3))),
                        new NetworkConfig.Text("mlp:7"),
                        "gaussian-learned"))
                .withTraining(TrainingConfig.DEFAULT
                        .withOptimizer(Optimizer.AdamW.of(3e-4))
                        .withSchedule(new Schedule.Cosine(1, 0.1))
                        .withPatience(4))
                .withData(RunConfig.DataConfig.of("data/x.npy")
                        .withFold(1, 3)
                        .withResize(new RunConfig.ImageSize(20, 30)))
                .withSeed(-5)
                .withDevice(RunConfig.Device.CPU, 2);
        assertThat(ConfigFile.read(Json.write(config), "test")).isEqualTo(config);
    }

    @Test
    void aPartTakesTheRestFromTheDefaults() {
        RunConfig config = read("{\"data\": {\"source\": \"rings\"}, \"training\": {\"epochs\": 3}}");
        assertThat(config.data().source()).isEqualTo("rings");
        assertThat(config.training()).isEqualTo(TrainingConfig.DEFAULT.withEpochs(3));
        assertThat(config.loss()).isEqualTo(new Loss.Nats(1));
    }

    @Test
    void anotherKindTakesNothingFromTheDefaultOne() {
        assertThat(read("{\"loss\": {\"scale\": \"lecture\", \"lambda\": 0.1}}").loss())
                .isEqualTo(new Loss.Lecture(0.1));
        assertThat(read("{\"training\": {\"optimizer\": {\"type\": \"sgd\", \"learningRate\": 0.1}}}")
                        .training()
                        .optimizer())
                .isEqualTo(Optimizer.Sgd.of(0.1));
        assertThat(read("{\"training\": {\"optimizer\": {\"type\": \"adam\", \"learningRate\": 0.1}}}")
                        .training()
                        .optimizer())
                .isEqualTo(Optimizer.Adam.of(0.1));
        assertThatThrownBy(() -> read("{\"loss\": {\"scale\": \"lecture\", \"beta\": 0.1}}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"version\": 4} | newer",
                "{\"version\": \"1\"} | version",
                "{\"version\": 99999999999999999999} | newer",
                "{\"version\": 0} | version",
                "{\"version\": null} | version",
                "{\"data\": null} | data",
                "{\"data\": {\"source\": null}} | data.source",
                "{\"data\": {\"pixels\": null}} | data.pixels",
                "{\"model\": null} | model",
                "{\"model\": {\"kind\": null}} | model.kind",
                "{\"model\": {\"ladder\": null}} | model.ladder",
                "{\"model\": {\"encoder\": [null]}} | model.encoder",
                "{\"objective\": null} | objective",
                "{\"loss\": null} | loss",
                "{\"loss\": {\"scale\": \"lecture\", \"lambda\": 1, \"reconstruction\": null}} | loss.reconstruction",
                "{\"training\": null} | training",
                "{\"training\": {\"batch\": null}} | training.batch",
                "{\"training\": {\"optimizer\": null}} | training.optimizer",
                "{\"training\": {\"optimizer\": {\"type\": null}}} | training.optimizer",
                "{\"training\": {\"schedule\": null}} | training.schedule",
                "{\"training\": {\"schedule\": {\"type\": \"milestones\", \"at\": [null], \"factor\": 1}}} |"
                        + " training.schedule",
                "{\"device\": null} | device",
                "{\"threads\": 1e99} | threads",
                "{\"model\": {\"latent\": 99999999999}} | latent",
                "{\"training\": {\"clip\": 1e999}} | clip",
                "{\"training\": {\"clip\": NaN}} | test.json",
                "{\"seed\": 99999999999999999999} | seed",
                "{\"seed\": 1, \"seed\": 2} | seed",
                "{\"modle\": {}} | model",
                "{\"model\": {\"latent\": 0}} | latent",
                "{\"model\": {\"latent\": 1.5}} | latent",
                "{\"model\": {\"kind\": \"gan\"}} | kind",
                "{\"model\": {\"encoder\": 5}} | encoder",
                "{\"model\": {\"likelihood\": \"gausian\"}} | gaussian",
                "{\"training\": {\"batch\": -1}} | batch",
                "{\"training\": {\"schedule\": {\"type\": \"square\"}}} | square",
                "{\"data\": {\"validation\": 0.9}} | validation",
                "{\"data\": {\"fold\": {\"index\": 3, \"count\": 3}}} | fold",
                "{\"loss\": {\"scale\": \"nats\", \"beta\": -1}} | beta",
                "{\"seed\": 1e400} | seed",
                "[] | test.json",
                "`` | test.json",
                "{ | test.json",
            })
    void mistakesAreNamedWithTheirPlace(String json, String word) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(word, "test.json", "expected:", "remedy:");
    }

    @Test
    void placesAreThoseOfTheFileAsItWasWritten() {
        assertThatThrownBy(() -> read("{\n  \"seed\": 7,\n  \"model\": {\"latent\": -1}\n}"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("test.json, line 3", "latent");
        assertThatThrownBy(() -> read("{\n\n  \"loss\": null}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.json, line 3, column 3, field loss");
    }

    @Test
    void whatWouldTakeMoreMemoryThanAConfigurationNeedsIsRefusedFirst() {
        String deep = "{\"model\": {\"encoder\": " + "[{\"type\": \"residual\", \"body\": ".repeat(450);
        assertThatThrownBy(() -> read(deep)).isInstanceOf(InputException.class).hasMessageContaining("64");
        String flat = "{\"model\": {\"encoder\": [" + "0,".repeat(1 << 22) + "0]}}";
        assertThatThrownBy(() -> read(flat)).isInstanceOf(InputException.class).hasMessageContaining("too large");
    }
}
