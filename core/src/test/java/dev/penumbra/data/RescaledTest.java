package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescaledTest {
    private static final int EXAMPLES = 60;

    @TempDir
    Path folder;

    /** Sixty images of 2x2 with values of about 0 to 1, 240 of them, in equal steps. */
    private Dataset images(String descr, IntToDoubleFunction value) {
        int bytes = descr.charAt(2) - '0';
        ByteBuffer out = ByteBuffer.allocate(EXAMPLES * 4 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < EXAMPLES * 4; i++) {
            double v = value.applyAsDouble(i);
            switch (descr) {
                case "|u1" -> out.put((byte) (int) v);
                case "<i4" -> out.putInt((int) v);
                case "<f4" -> out.putFloat((float) v);
                default -> out.putDouble(v);
            }
        }
        String name = descr.replaceAll("\\W", "") + value.applyAsDouble(7) + ".npy";
        return Bytes.open(Bytes.file(folder, name, Bytes.npy(descr, false, "(" + EXAMPLES + ", 2, 2)", out.array())));
    }

    private static double step(int i) {
        return i / 239.0;
    }

    private static Schema trained(Dataset data) {
        return Splitter.split(new Source("test", data, null, null), new Seed(1), 0, 0.1)
                .train()
                .schema();
    }

    @Test
    void imagesOnAnotherScaleAreRefusedWithBothRanges() {
        List<Dataset> scales = List.of(
                images("<f4", RescaledTest::step),
                images("<f4", i -> 255 * step(i)),
                images("<i4", i -> Math.floor(65535 * step(i))),
                images("<f4", i -> 2 * step(i) - 1));
        List<String> ranges = List.of("from 0 to 1", "from 0 to 255", "from 0 to 65535", "from -1 to 1");
        for (int model = 0; model < scales.size(); model++) {
            Schema schema = trained(scales.get(model));
            for (int data = 0; data < scales.size(); data++) {
                Dataset received = scales.get(data);
                if (model == data) {
                    assertThat(Rescaled.to(schema, received).size()).isEqualTo(EXAMPLES);
                } else {
                    assertThatThrownBy(() -> Rescaled.to(schema, received))
                            .as("model " + ranges.get(model) + ", data " + ranges.get(data))
                            .isInstanceOf(InputException.class)
                            .hasMessageContainingAll(ranges.get(model), ranges.get(data));
                }
            }
        }
    }

    @Test
    void bytesMeanWhatTheModelsSchemaSaysAndNotWhatTheyHappenToBe() {
        Schema pixels = trained(images("|u1", i -> i));
        Dataset dark = images("|u1", i -> i % 2);
        assertThat(dark.notes()).hasSize(1).first().asString().contains("only 0 and 1");
        assertThat(Bytes.example(Rescaled.to(pixels, dark), 0)).containsExactly(0, 1 / 255f, 0, 1 / 255f);

        Schema masks = trained(dark);
        assertThat(Bytes.example(Rescaled.to(masks, dark), 0)).containsExactly(0, 1, 0, 1);
        Dataset bright = images("|u1", i -> i);
        assertThatThrownBy(() -> Rescaled.to(masks, bright))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("bytes from 0 to 1", "bytes from 0 to 255");
    }

    @Test
    void aPixelOfAnImageFileIsThatPartOf255() {
        PngWriter.write(folder.resolve("dark/0.png"), Shape.image(1, 1, 4), new byte[] {0, 1, 1, 0});
        Dataset dark = Bytes.open(folder.resolve("dark").toString());
        assertThat(Bytes.example(dark, 0)).containsExactly(0, 1 / 255f, 1 / 255f, 0);
    }

    @Test
    void bytesGoToAModelOfFractionsAsPixels() {
        Schema unit = trained(images("<f4", RescaledTest::step));
        Dataset bytes = images("|u1", i -> i);
        assertThat(Bytes.example(Rescaled.to(unit, bytes), 1)).containsExactly(4 / 255f, 5 / 255f, 6 / 255f, 7 / 255f);
    }

    @Test
    void largeNumbersKeepTheirDifferences() {
        StringBuilder text = new StringBuilder("t\n");
        for (int i = 0; i < 300; i++) {
            text.append(1_700_000_000L + i).append('\n');
        }
        Dataset data = Bytes.open(Bytes.file(folder, "t.csv", text.toString()));
        Schema schema = trained(data);
        Dataset seen = Rescaled.to(schema, data);
        // Seconds lie 1 / deviation apart, the deviation of 300 in a row being about 86.6.
        assertThat(Bytes.example(seen, 1)[0] - Bytes.example(seen, 0)[0]).isCloseTo(1 / 86.6f, within(1e-3f));
        for (int i = 0; i < 300; i++) {
            assertThat(schema.toFile(Bytes.example(seen, i)[0], 0)).isCloseTo(1_700_000_000.0 + i, within(1e-3));
        }
    }

    @Test
    void aColumnThatNeverVariedComesBackAsItWas() {
        Dataset data = Bytes.open(Bytes.file(folder, "c.csv", "a,b\n" + "1,5.25\n2,5.25\n3,5.25\n".repeat(5)));
        Schema schema = trained(data);
        assertThat(schema.toFile(0.7f, 1)).isEqualTo(5.25);
        assertThat(schema.toFile(0, 0)).isCloseTo(2, within(0.5));
    }

    @Test
    void picturesShowTheRangeOfTheTrainingFromBlackToWhite() {
        Dataset data = images("<f4", i -> 2 * step(i) - 1);
        Schema schema = trained(data);
        float[] shown = schema.toPicture(Bytes.example(Rescaled.to(schema, data), 59));
        // The last four of 240 equal steps.
        assertThat(shown[0]).isCloseTo(236 / 239f, within(1e-5f));
        assertThat(shown[3]).isCloseTo(1, within(1e-5f));
    }

    private Dataset table(String name, IntToDoubleFunction first, IntToDoubleFunction second) {
        StringBuilder text = new StringBuilder("age,dose\n");
        for (int i = 0; i < 40; i++) {
            text.append(first.applyAsDouble(i))
                    .append(',')
                    .append(second.applyAsDouble(i))
                    .append('\n');
        }
        return Bytes.open(Bytes.file(folder, name, text.toString()));
    }

    @Test
    void aTableInOtherUnitsIsRefusedAndAnOutlierOrOneColumnThatMovedIsNot() {
        Dataset trained = table("train.csv", i -> 20 + i, i -> 0.5 + 0.01 * (i * 7 % 40));
        Schema schema = trained(trained);
        Dataset outlier = table("outlier.csv", i -> i == 3 ? 1e6 : 20 + i, i -> 0.5 + 0.01 * i);
        assertThat(Rescaled.to(schema, outlier).notes()).isEqualTo(outlier.notes());
        Dataset moved = table("moved.csv", i -> 2000 + 100.0 * i, i -> 0.5 + 0.01 * i);
        assertThat(Rescaled.to(schema, moved).notes()).anyMatch(note -> note.contains("column age is far"));
        Dataset thousands = table("thousands.csv", i -> 1000 * (20.0 + i), i -> 1000 * (0.5 + 0.01 * i));
        assertThatThrownBy(() -> Rescaled.to(schema, thousands))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("age", "from 20 to 59", "from 20000 to 59000");
        double deviation = Math.sqrt((40 * 40 - 1) / 12.0);
        Dataset standardized = table("z.csv", i -> (i - 19.5) / deviation, i -> (i * 7 % 40 - 19.5) / deviation);
        assertThatThrownBy(() -> Rescaled.to(schema, standardized))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mean 0 and deviation 1");
    }
}
