package dev.penumbra.latent.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionsTest {
    private static final Direction THICK = direction("thickness", 0.5f, -2);
    private static final Direction SLANT = direction("slant", 1, 3);

    private final Directions directions = Directions.of(LinearWorld.MODEL.model(), List.of(THICK, SLANT));

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() {
        file = folder.resolve(Directions.FILE);
        directions.write(file);
    }

    private static Direction direction(String name, float... vector) {
        return new Direction(name, Method.PROBE, false, 3, 0.75, "strokes", 0.5, vector);
    }

    private void refused(byte[] bytes, String... words) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> Directions.read(file, LinearWorld.MODEL.model()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(List.of(words))
                        .allMatch(w -> String.valueOf(e.getMessage()).contains(w)));
    }

    @Test
    void whatIsWrittenIsRead() {
        Directions read = Directions.read(file, LinearWorld.MODEL.model());
        assertThat(read).usingRecursiveComparison().isEqualTo(directions);
        assertThat(read.move("slant", -2).direction().vector()).containsExactly(1, 3);
    }

    @Test
    void filesOfTheFirstVersionAreReadWithoutASpan() throws IOException {
        byte[] second = Json.write(Directions.of(
                LinearWorld.MODEL.model(), List.of(THICK.spanning(new float[] {1, 1, -1, -2}), SLANT)));
        Files.write(file, second);
        assertThat(Directions.read(file).directions().getFirst().span()).isNotNull();
        String text = new String(second, StandardCharsets.UTF_8);
        String first = text.replace("\"version\" : 2", "\"version\" : 1")
                .replaceAll("(?s),\\s*\"span\" : (null|\\{.*?\\})", "");
        assertThat(first).doesNotContain("span");
        Files.writeString(file, first);
        Directions read = Directions.read(file, LinearWorld.MODEL.model());
        assertThat(read.names()).containsExactly("thickness", "slant");
        assertThat(read.directions().getFirst().span()).isNull();
    }

    @Test
    void newerDirectionsTakeThePlaceOfOlderOnesOfTheirModel() {
        Directions newer = Directions.of(LinearWorld.MODEL.model(), List.of(direction("slant", 7, 7)));
        assertThat(newer.and(directions).names()).containsExactly("slant", "thickness");
        assertThat(newer.and(directions).move("slant", 1).direction().vector()).containsExactly(7, 7);
        assertThat(newer.and(new Directions(Directions.VERSION, "another", List.of(THICK)))
                        .names())
                .containsExactly("slant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 2 | \"version\" : 3 | version",
                "\"std\" : 0.75 | \"std\" : 0 | std",
                "\"std\" : 0.75 | \"std\" : -1 | std",
                "\"std\" : 0.75 | \"std\" : 1e999 | std",
                "\"unit\" : 0.5 | \"unit\" : 0 | unit",
                "\"mean\" : 3.0 | \"mean\" : \"NaN\" | mean",
                "0.5, -2.0 | 1e99, -2.0 | vector",
                "0.5, -2.0 | 0.5, \"NaN\" | vector",
                "0.5, -2.0 | 0.5 | 2 numbers",
                "0.5, -2.0 | 0.5, -2.0, 1 | 2 numbers",
                "\"method\" : \"probe\" | \"method\" : \"magic\" | method",
                "\"reading\" : \"strokes\" | \"reading\" : \"guess\" | reading",
                "\"slant\" | \"thickness\" | two directions",
                "\"slant\" | \" \" | attribute",
                "\"slant\" | null | missing",
                "\"attribute\" | \"atribute\" | missing",
            })
    void filesThatSayOtherThingsAreRefused(String from, String to, String word) throws IOException {
        String json = Files.readString(file);
        assertThat(json).contains(from);
        refused(json.replace(from, to).getBytes(StandardCharsets.UTF_8), word);
    }

    @Test
    void emptyLongAndEndlessListsAreRefused() throws IOException {
        assertThatThrownBy(() -> new Directions(Directions.VERSION, "a", List.of()))
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> new Directions(Directions.VERSION, "a", java.util.Collections.nCopies(1001, THICK)))
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> direction("x".repeat(201), 1)).hasMessageContaining("200");
        byte[] large = new byte[(1 << 26) + 1];
        Arrays.fill(large, (byte) ' ');
        refused(large, "too large");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 2; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + i];
            new Seed(i).random().nextBytes(noise);
            refused(noise);
        }
    }

    @Test
    void anotherModelsDirectionsAreRefused() {
        var other = LinearInference.of(new Gaussian(1), 0.5, 1, 1, 1, 1);
        assertThatThrownBy(() -> Directions.read(file, other.model()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another model");
    }

    @Test
    void whatWasNotLearnedAndTooMuchAreRefused() {
        assertThatThrownBy(() -> directions.move("thicknes", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("thickness");
        for (double strength : new double[] {101, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> directions.move("slant", strength)).isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> Directions.read(folder.resolve("none.json")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("edit learn");
    }
}
