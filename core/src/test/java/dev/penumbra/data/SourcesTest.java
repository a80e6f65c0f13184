package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final DataOptions OPTIONS = DataOptions.of(new Seed(1));

    @TempDir
    Path folder;

    private Source open(String name, DataOptions options, Map<String, String> environment) {
        Workspace workspace = new Workspace(1 << 20, folder.resolve("cache"));
        return Sources.open(name, options, environment, workspace, DownloadProgress.NONE);
    }

    private void putFaces(String place) {
        Bytes.file(
                folder.resolve(place),
                "freyfaces-1965x28x20-idx3-ubyte.gz",
                Bytes.gzip(Bytes.idx(8, new int[] {2, 2, 3}, Bytes.counting(12))));
    }

    @Test
    void unknownNamesGetSuggestions() {
        assertThatThrownBy(() -> Sources.open("mnits", OPTIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean mnist?")
                .hasMessageContaining("path");
        assertThatThrownBy(() -> Sources.open("digit", OPTIONS)).hasMessageContaining("did you mean digits?");
    }

    @Test
    void whatDoesNotExistIsRefused() {
        for (String name : List.of("", " ", "no/such/file.csv", "\0", "entirely different")) {
            assertThatThrownBy(() -> Sources.open(name, OPTIONS)).as(name).isInstanceOf(InputException.class);
        }
    }

    @Test
    void knownSetsAreFoundInEveryPlaceAndWholePlacesOnly() {
        assertThatThrownBy(() -> open(
                        "freyfaces",
                        new DataOptions(folder.resolve("d"), null, new Seed(1)),
                        Map.of("PENUMBRA_DATA", folder.resolve("env").toString())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(folder.resolve("d/freyfaces").toString())
                .hasMessageContaining(folder.resolve("env/freyfaces").toString())
                .hasMessageContaining(folder.resolve("cache/freyfaces").toString());
        DataOptions inFolder = new DataOptions(folder.resolve("d"), null, new Seed(1));
        Map<String, String> inEnvironment =
                Map.of("PENUMBRA_DATA", folder.resolve("env").toString());
        putFaces("cache/freyfaces");
        assertThat(open("freyfaces", OPTIONS, Map.of()).train().size()).isEqualTo(2);
        putFaces("env/freyfaces");
        assertThat(open("freyfaces", OPTIONS, inEnvironment).train().size()).isEqualTo(2);
        putFaces("d/freyfaces");
        Source source = open("freyfaces", inFolder, Map.of());
        assertThat(source.name()).isEqualTo("freyfaces");
        assertThat(source.train().schema().shape()).isEqualTo(Shape.image(1, 2, 3));
        assertThat(source.train().label(0)).isEqualTo(-1);
    }

    @Test
    void binarizedMnistHasItsThreeParts() {
        for (String part : List.of("train", "valid", "test")) {
            int n = part.equals("train") ? 3 : part.equals("valid") ? 2 : 1;
            Bytes.file(
                    folder.resolve("cache/binarized-mnist"),
                    "binarized_mnist_" + part + "-images-idx3-ubyte",
                    Bytes.idx(8, new int[] {n, 1, 2}, new byte[2 * n]));
        }
        Source source = open("binarized-mnist", OPTIONS, Map.of());
        assertThat(source.train().size()).isEqualTo(3);
        assertThat(Objects.requireNonNull(source.validation()).size()).isEqualTo(2);
        assertThat(Objects.requireNonNull(source.test()).size()).isEqualTo(1);
    }

    @Test
    void resizeBringsEveryImageToTheSizeAndRefusesTables() {
        DataOptions options = new DataOptions(null, new Resize(14, 12), new Seed(1));
        Dataset digits = Sources.open("digits", options).train();
        assertThat(digits.schema().shape()).isEqualTo(Shape.image(1, 14, 12));
        assertThat(digits.factorNames()).contains("slant");
        assertThat(Bytes.example(digits, 8)).hasSize(14 * 12);
        assertThatThrownBy(() -> Sources.open("moons", options))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("resize");
    }

    @Test
    void everyKnownSetHasADescription() {
        assertThat(KnownData.list())
                .extracting(KnownData.Entry::name)
                .containsExactly(
                        "digits",
                        "sprites",
                        "moons",
                        "rings",
                        "mnist",
                        "fashion-mnist",
                        "binarized-mnist",
                        "freyfaces");
        assertThat(KnownData.list()).allSatisfy(e -> assertThat(e.description()).isNotBlank());
    }

    @Test
    void theSummaryCountsAndMeasures() {
        Schema schema = new Schema(Shape.of(2), Scaling.NONE, List.of("a", "b"), List.of("no", "yes"));
        Dataset train = new ArrayDataset(schema, new float[] {1, 2, 3, -4, 5, 8}, new int[] {1, 0, 1});
        DataSummary summary = DataSummary.of(new Source("s", train, null, new Subset(train, new int[] {2})));
        assertThat(summary.min()).isEqualTo(-4);
        assertThat(summary.max()).isEqualTo(8);
        assertThat(summary.mean()).isEqualTo(2.5);
        assertThat(summary.parts())
                .extracting(DataSummary.Part::name, DataSummary.Part::examples, p -> Map.copyOf(p.classes()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("train", 3, Map.of("no", 1, "yes", 2)),
                        org.assertj.core.groups.Tuple.tuple("test", 1, Map.of("no", 0, "yes", 1)));
    }

    @Test
    void arraysAndSubsetsCheckWhatTheyAreGiven() {
        Schema schema = new Schema(Shape.of(2), Scaling.NONE, List.of(), List.of("c"));
        for (float[] values : List.of(new float[0], new float[3])) {
            assertThatThrownBy(() -> new ArrayDataset(schema, values, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int[] labels : List.of(new int[2], new int[] {1}, new int[] {-1})) {
            assertThatThrownBy(() -> new ArrayDataset(schema, new float[2], labels))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Dataset data = new ArrayDataset(schema, new float[2], new int[1]);
        for (int[] indices : List.of(new int[0], new int[] {1}, new int[] {-1})) {
            assertThatThrownBy(() -> new Subset(data, indices)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
