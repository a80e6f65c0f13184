package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataTest {
    @TempDir
    private Path folder;

    private RunConfig config(String table) throws IOException {
        return RunConfig.of(
                Files.writeString(folder.resolve("table.csv"), table).toString(), 2);
    }

    private static double raw(Dataset data, int index) {
        float[] x = new float[data.schema().shape().size()];
        data.read(index, x, 0);
        return data.schema().scaling().toRaw(x[0], 0);
    }

    /** 40 examples of class a with values to 39, and 20 of class b with values from 1000 on. */
    private RunConfig twoClasses() throws IOException {
        StringBuilder table = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 60; i++) {
            table.append(i < 40 ? i : 960 + i)
                    .append(",2.5,")
                    .append(i < 40 ? "a" : "b")
                    .append('\n');
        }
        return config(table.toString());
    }

    @Test
    void theScalingOfAFoldIsThatOfWhatItLearnsFrom() throws IOException {
        StringBuilder table = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            table.append(i * i).append(',').append(2 * i).append('\n');
        }
        RunConfig config = config(table.toString());
        Splits splits = RunData.open(config.withData(config.data().withFold(0, 3)));
        Dataset train = splits.train();
        double mean = IntStream.range(0, train.size())
                .mapToDouble(i -> raw(train, i))
                .average()
                .orElseThrow();
        // Values up to 3481 as 32-bit floats of two digits before the point: back to a ten thousandth.
        assertThat(train.schema().scaling().shift().getFirst()).isCloseTo(mean, within(1e-3));
        assertThat(Objects.requireNonNull(splits.validation()).schema().scaling())
                .isEqualTo(train.schema().scaling());
    }

    @Test
    void theNormalClassIsLearnedAndTheOthersAreInTheTestPart() throws IOException {
        RunConfig both = twoClasses();
        RunConfig config = both.withData(both.data().withNormal(List.of("a")));
        Splits splits = RunData.open(config);
        Dataset test = Objects.requireNonNull(splits.test());
        assertThat(splits.train().size()).isEqualTo(34);
        assertThat(IntStream.range(0, 34).mapToObj(splits.train()::className)).containsOnly("a");
        assertThat(test.size()).isEqualTo(4 + 20);
        assertThat(IntStream.range(0, 24).mapToObj(test::className).filter("b"::equals))
                .hasSize(20);
        assertThat(raw(test, 23)).as("in the scale of the normal ones").isCloseTo(1019, within(0.01));
        assertThat(splits.train().schema().scaling().shift().getFirst()).isBetween(15.0, 25.0);
        RunData.Part judging = RunData.judging(config, splits);
        assertThat(judging.name()).isEqualTo("test");
        assertThat(judging.data().size()).isEqualTo(4);
        for (List<String> wrong : List.of(List.of("c"), List.of("a", ""))) {
            assertThatThrownBy(() -> RunData.open(both.withData(both.data().withNormal(wrong))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a, b");
        }
    }

    @Test
    void aClassWithACommaInItsNameIsOne() throws IOException {
        RunConfig comma = config("x,y,label\n" + "1,2.5,\"p,q\"\n2,3.5,\"p,q\"\n5,1.5,p\n".repeat(20));
        Splits learned = RunData.open(comma.withData(comma.data().withNormal(List.of("p", "q"))));
        assertThat(learned.train().className(0)).isEqualTo("p,q");
        assertThat(RunData.judging(comma.withData(comma.data().withNormal(List.of("p", "q"))), learned)
                        .data()
                        .className(0))
                .isEqualTo("p,q");
    }

    @Test
    void withoutATestPartTheNextOneJudges() throws IOException {
        RunConfig both = twoClasses();
        RunConfig noTest = both.withData(both.data().withParts(0.1, 0));
        Splits splits = RunData.open(noTest);
        assertThat(splits.test()).isNull();
        assertThat(RunData.judging(noTest, splits).name()).isEqualTo("validation");
        RunConfig nothing = both.withData(both.data().withParts(0, 0));
        Splits all = RunData.open(nothing);
        assertThat(all.train().size()).isEqualTo(60);
        assertThat(RunData.judging(nothing, all).name()).isEqualTo("train");
        RunConfig normal = nothing.withData(nothing.data().withNormal(List.of("a")));
        Splits learned = RunData.open(normal);
        assertThat(learned.train().size()).isEqualTo(40);
        assertThat(Objects.requireNonNull(learned.test()).size()).isEqualTo(20);
        assertThat(RunData.judging(normal, learned).name()).isEqualTo("train");
    }

    @Test
    void countsAreReadAsTheyAreAndOtherNumbersStandardized() throws IOException {
        StringBuilder table = new StringBuilder("a,b\n");
        for (int i = 0; i < 50; i++) {
            table.append(i).append(',').append(3 * i).append('\n');
        }
        Path file = Files.writeString(folder.resolve("counts.csv"), table);
        RunConfig plain = RunConfig.of(file.toString(), 2);
        RunConfig counts = plain.withModel(plain.model().withLikelihood("negative-binomial"));
        assertThat(RunData.open(plain).train().schema().scaling()).isNotEqualTo(Scaling.NONE);
        Splits splits = RunData.open(counts);
        assertThat(splits.train().schema().scaling()).isEqualTo(Scaling.NONE);
        float[] example = new float[2];
        Objects.requireNonNull(splits.test()).read(0, example, 0);
        assertThat(example[1]).isEqualTo(3 * example[0]);
        RunConfig fold = counts.withData(counts.data().withFold(0, 2));
        assertThat(RunData.open(fold).train().schema().scaling()).isEqualTo(Scaling.NONE);
    }
}
