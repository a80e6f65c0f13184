package dev.penumbra.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few inputs for each reader, always the same; {@link Fuzz} gives them as many others as one likes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final int INPUTS = 150;

    @TempDir
    private Path scratch;

    private Fuzzer fuzzer = new Fuzzer(Path.of(""), Duration.ZERO);

    @BeforeEach
    void begin() {
        fuzzer = new Fuzzer(scratch, Duration.ofMinutes(1));
    }

    static Stream<Fuzzed> readers() {
        return Readers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void everyInputIsReadOrRefused(Fuzzed reader) {
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = Fuzzer.input(reader, new Seed(16), i);
            Fuzzer.Failure failure = fuzzer.failure(reader, input);
            if (failure != null) {
                throw new AssertionError(
                        "%s, input %d: %s: %s"
                                .formatted(
                                        reader.name(),
                                        i,
                                        failure.what(),
                                        HexFormat.of().formatHex(input)),
                        failure.cause());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void everyReaderReadsItsFirstSeed(Fuzzed reader) throws Exception {
        byte[] seed = reader.seeds().getFirst();
        assertThat(reader.mended().apply(seed.clone())).isEqualTo(seed);
        reader.call().read(seed, scratch);
    }

    @Test
    void wrongChecksumsAreMadeRightAgain() {
        byte[] png = ImageSeeds.pngs().getFirst();
        assertThat(mended(png, 29, Checksums::png)).isEqualTo(png);
        for (boolean stored : new boolean[] {true, false}) {
            byte[] zip = Seeds.zip(stored, Map.of("a", Seeds.noise(99)));
            int directory = zip.length - 22 - 47;
            assertThat(mended(zip, directory + 16, Checksums::zip)).isEqualTo(zip);
        }
    }

    private static byte[] mended(byte[] good, int at, UnaryOperator<byte[]> by) {
        byte[] bad = good.clone();
        bad[at]++;
        return by.apply(bad);
    }

    @Test
    void inputsAreAFunctionOfTheSeedAndTheirNumber() {
        Fuzzed reader = Fuzzed.of("any", Seeds.texts("a,b\n1,2\n", "x"), (input, folder) -> {});
        byte[][] first = inputs(reader, 1);
        assertThat(inputs(reader, 1)).isDeepEqualTo(first);
        assertThat(Arrays.deepEquals(inputs(reader, 2), first)).isFalse();
    }

    private static byte[][] inputs(Fuzzed reader, long seed) {
        return Stream.iterate(0, i -> i + 1)
                .limit(40)
                .map(i -> Fuzzer.input(reader, new Seed(seed), i))
                .toArray(byte[][]::new);
    }

    @Test
    void whatReadersMustNotDoIsSeen() {
        assertThat(what((input, folder) -> {
                    throw new IllegalStateException();
                }))
                .contains("IllegalStateException");
        assertThat(what((input, folder) -> endless(1))).contains("StackOverflowError");
        assertThat(what((input, folder) -> List.of(new byte[1 << 26], new byte[1 << 26])))
                .contains("allocated 134");
        assertThat(what((input, folder) -> {
                    throw new InputException("what", "expected", "\u001b".repeat(99_999), "where", "remedy");
                }))
                .isEqualTo("nothing");
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static long endless(long depth) {
        return 1 + endless(depth + 1);
    }

    private String what(Fuzzed.Call call) {
        Fuzzer.Failure failure = fuzzer.failure(Fuzzed.of("bad", List.of(), call), new byte[3]);
        return failure == null ? "nothing" : failure.what();
    }
}
