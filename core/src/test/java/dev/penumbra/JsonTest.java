package dev.penumbra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {
    private static final Network NETWORK = new Network(
            Shape.image(1, 8, 8),
            List.of(
                    new Layer.Conv(2, 4, 2, 1),
                    new Layer.Activation(Layer.Function.LEAKY_RELU),
                    new Layer.Linear(32),
                    new Layer.Reshape(Shape.image(2, 4, 4)),
                    new Layer.TransposedConv(1, 4, 2, 1, 0, 1)));

    private static final Layer NORM = new Layer.BatchNorm();

    record Settings(int steps, double rate, String name, List<Integer> widths) {}

    private static final String GOOD = """
        {"steps": 3, "rate": 0.5, "name": "a", "widths": [1, 2]}\
        """;

    private static Settings read(String json) {
        return Json.read(json.getBytes(UTF_8), Settings.class, "config.json");
    }

    @Test
    void everyLayerSurvivesARoundTrip() {
        assertThat(Json.read(Json.write(NETWORK), Network.class, "test")).isEqualTo(NETWORK);
        Network later = new Network(
                Shape.image(4, 8, 8),
                List.of(
                        new Layer.Glu(),
                        new Layer.Residual(List.of(new Layer.GroupNorm(2), new Layer.Residual(List.of(NORM)))),
                        NORM,
                        new MaskedLinear(6, 3, MaskedLinear.Role.INPUT),
                        new Layer.LayerNorm()));
        assertThat(Json.read(Json.write(later), Network.class, "test")).isEqualTo(later);
    }

    @Test
    void fieldsKeepTheOrderOfTheRecordAndMapsThatOfTheirKeys() {
        assertThat(new String(Json.write(new Settings(3, 0.5, "a", List.of(1, 2))), UTF_8))
                .isEqualTo("""
                    {
                      "steps" : 3,
                      "rate" : 0.5,
                      "name" : "a",
                      "widths" : [ 1, 2 ]
                    }
                    """);
        assertThat(new String(Json.write(Map.of("b", 1, "a", 2, "c", 3)), UTF_8))
                .isEqualTo("""
                    {
                      "a" : 2,
                      "b" : 1,
                      "c" : 3
                    }
                    """);
    }

    @Test
    void anUnknownFieldIsNamedWithItsPlaceAndTheClosestKnown() {
        assertThatThrownBy(() -> read("""
            {"steps": 3,
             "widhts": [1]}\
            """))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("\"widhts\"", "config.json, line 2", "did you mean widths?");
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> read("{\"steps\": 3, \"rate\": 0.5, \"name\": \"a\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("missing", "add the field widths");
    }

    @Test
    void aWrongValueDeepInsideIsNamedByItsPath() {
        String json = new String(Json.write(NETWORK), UTF_8);
        assertThatThrownBy(() -> Json.read(
                        json.replace("\"kernel\" : 4", "\"kernel\" : \"four\"").getBytes(UTF_8),
                        Network.class,
                        "manifest"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("manifest, line", "layers[0].kernel");
        assertThatThrownBy(() -> Json.read(
                        json.replace("\"conv\"", "\"convolution\"").getBytes(UTF_8), Network.class, "manifest"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("layers[0]", "convolution", "transposed-conv");
        assertThatThrownBy(() -> Json.read(
                        json.replace("\"units\" : 32", "\"units\" : 0").getBytes(UTF_8), Network.class, "manifest"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("layers[2]", "units must be at least 1, got 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"steps\": 3, \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]} {}",
                "{\"steps\": 3, \"steps\": 4, \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
                "{\"steps\": null, \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
                "{\"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
                "{\"steps\": 3.5, \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
                "{\"steps\": \"3\", \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
                "{\"steps\": 99999999999, \"rate\": 0.5, \"name\": \"a\", \"widths\": [1, 2]}",
            })
    void whatIsNotExactlyTheTypeIsRefused(String json) {
        assertThat(read(GOOD)).isEqualTo(new Settings(3, 0.5, "a", List.of(1, 2)));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(json));
    }

    @Test
    void everyTruncationAndDeepNestingIsRefused() {
        for (int length = 0; length < GOOD.length(); length++) {
            String json = GOOD.substring(0, length);
            assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(json));
        }
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("[".repeat(1_000_000)));
    }

    @Test
    void randomBytesAreRefused() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThatExceptionOfType(InputException.class).isThrownBy(() -> Json.read(bytes, Settings.class, "noise"));
        }
    }

    record Pair(Settings first, @Nullable String second, List<Settings> more) {}

    @Test
    void nullIsRefusedWithItsPlaceWhereNothingSaysThatItMayBe() {
        String settings = GOOD.strip();
        assertThat(pair("{\"first\": S, \"second\": null, \"more\": []}", settings)
                        .second())
                .isNull();
        assertNull("{\"first\": null, \"second\": \"a\", \"more\": []}", settings, "field first", "line 1, column 2");
        assertNull("{\"first\": S, \"second\": null,\n\"more\": null}", settings, "field more", "line 2");
        String nameless = settings.replace("\"a\"", "null");
        assertNull("{\"first\": S, \"second\": null,\n \"more\": []}", nameless, "field first.name");
        assertNull(
                "{\"first\": {}, \"second\": null,\n \"more\": [S]}".replace("{}", settings),
                nameless,
                "field more[0].name");
    }

    private static Pair pair(String json, String settings) {
        return Json.read(json.replace("S", settings).getBytes(UTF_8), Pair.class, "pair.json");
    }

    private static void assertNull(String json, String settings, String... words) {
        assertThatThrownBy(() -> pair(json, settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("A field has no value")
                .hasMessageContainingAll(words);
    }

    @Test
    void depthAndLengthAreBounded() {
        String deep = "[".repeat(65) + "]".repeat(65);
        assertThatThrownBy(() -> Json.read(deep.getBytes(UTF_8), JsonNode.class, "deep.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("deep.json", "64");
        byte[] long64 = new byte[(1 << 26) + 1];
        assertThatThrownBy(() -> Json.read(long64, JsonNode.class, "long.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("long.json", "too large");
    }

    @Test
    void whatMayBeDamagedIsReadOrNothing() {
        assertThat(Json.readIf(GOOD.getBytes(UTF_8), Settings.class)).isEqualTo(read(GOOD));
        for (String bad : List.of("", "}", "null", "{}", GOOD + "{", GOOD.replace("\"a\"", "null"), "[".repeat(99))) {
            assertThat(Json.readIf(bad.getBytes(UTF_8), Settings.class)).as(bad).isNull();
        }
    }
}
