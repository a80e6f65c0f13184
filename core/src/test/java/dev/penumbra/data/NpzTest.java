package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    private static final byte[] X = Bytes.npy("|u1", false, "(3, 2)", Bytes.counting(6));
    private static final byte[] Y = Bytes.npy("|u1", false, "(3,)", new byte[] {5, 6, 5});

    @TempDir
    Path folder;

    private Source open(byte[] zip) {
        return Sources.open(Bytes.file(folder, "a.npz", zip), DataOptions.of(new Seed(1)));
    }

    private Source open(Object... namesAndArrays) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndArrays.length; i += 2) {
            entries.put(namesAndArrays[i] + ".npy", (byte[]) namesAndArrays[i + 1]);
        }
        return open(Bytes.zip(entries));
    }

    @Test
    void namesOfSplitsGiveThem() {
        byte[] other = Bytes.npy("|u1", false, "(1, 2)", new byte[] {8, 9});
        byte[] label = Bytes.npy("|u1", false, "(1,)", new byte[] {7});
        for (List<String> n : List.of(
                List.of("x_train", "y_train", "x_test", "y_test"),
                List.of("X_train", "Y_train", "X_test", "Y_test"),
                List.of("train_images", "train_labels", "test_images", "test_labels"),
                List.of("trainX", "trainY", "testX", "testY"),
                List.of("xtrain", "ytrain", "xtest", "ytest"))) {
            Source source = open(n.get(0), X, n.get(1), Y, n.get(2), other, n.get(3), label);
            assertThat(source.train().size()).as(n.toString()).isEqualTo(3);
            Dataset test = Objects.requireNonNull(source.test());
            assertThat(Bytes.example(test, 0)).containsExactly(8, 9);
            assertThat(source.train().schema().classes()).containsExactly("5", "6", "7");
            assertThat(test.className(0)).isEqualTo("7");
            assertThat(source.validation()).isNull();
        }
    }

    @Test
    void aValidationSetIsOne() {
        Source source = open("train_images", X, "val_images", X, "test_images", X);
        assertThat(source.validation()).isNotNull();
        assertThat(source.test()).isNotNull();
    }

    @Test
    void labelsUnderUsualNamesAreFound() {
        for (List<String> n : List.of(
                List.of("X", "y"), List.of("data", "target"), List.of("data", "labels"), List.of("arr_0", "arr_1"))) {
            Dataset data = open(n.get(0), X, n.get(1), Y).train();
            assertThat(data.className(1)).as(n.toString()).isEqualTo("6");
            assertThat(data.size()).isEqualTo(3);
        }
    }

    @Test
    void unnamedArraysOfSeveralSplitsAreRefused() {
        assertThatThrownBy(() -> open("arr_0", X, "arr_1", Y, "arr_2", X, "arr_3", Y))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x_train");
    }

    @Test
    void textsAreClasses() {
        ByteBuffer letters = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        letters.putInt('b').putInt('ä').putInt('a').putInt(0).putInt('b').putInt('ä');
        Dataset data = open("X", X, "y", Bytes.npy("<U2", false, "(3,)", letters.array()))
                .train();
        assertThat(data.schema().classes()).containsExactly("a", "bä");
        assertThat(data.className(0)).isEqualTo("bä");
        Dataset big = open(
                        "X", X, "y", Bytes.npy(">U1", false, "(3,)", new byte[] {0, 0, 0, 66, 0, 0, 0, 65, 0, 0, 0, 66
                        }))
                .train();
        assertThat(big.schema().classes()).containsExactly("A", "B");
        byte[] ascii = "no\0yesno\0".getBytes(StandardCharsets.US_ASCII);
        Dataset bytes =
                open("X", X, "y", Bytes.npy("|S3", false, "(3,)", ascii)).train();
        assertThat(bytes.schema().classes()).containsExactly("no", "yes");
    }

    @Test
    void fractionsAreNoClasses() {
        byte[] half = {0, 0x38, 0, 0x3c, 0, 0x40};
        Dataset data = open("X", X, "y", Bytes.npy("<f2", false, "(3,)", half)).train();
        assertThat(data.schema().classes()).isEmpty();
        assertThat(String.join("\n", data.notes())).contains("left out: y");
    }

    @Test
    void labelsOfOtherExamplesAreRefused() {
        assertThatThrownBy(() -> open("X", X, "y", Bytes.npy("|u1", false, "(2,)", new byte[2])))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 labels");
        assertThatThrownBy(() -> open("X", X, "y", Bytes.npy("|u1", false, "(3, 2)", new byte[6])))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("argmax");
    }

    @Test
    void aFlippedBitOfAStoredMemberIsFound() {
        byte[] good = Zips.stored("X.npy", X);
        assertThat(open(good).train().size()).isEqualTo(3);
        int values = new String(good, StandardCharsets.ISO_8859_1).indexOf("}\n") + 2;
        for (int i = 0; i < 6; i++) {
            byte[] bad = good.clone();
            bad[values + i] ^= 4;
            assertThatThrownBy(() -> open(bad))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void aFlippedBitOfADeflatedMemberIsNeverOtherValues() {
        byte[] good = Bytes.zip(Map.of("X.npy", X));
        float[] right = Bytes.example(open(good).train(), 2);
        for (int i = 0; i < good.length * 8; i++) {
            byte[] bad = good.clone();
            bad[i / 8] ^= (byte) (1 << (i % 8));
            try {
                assertThat(Bytes.example(open(bad).train(), 2)).containsExactly(right);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("a.npz");
            }
        }
    }
}
