package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GeneratedTest {
    private static final Source DIGITS = open("digits");

    private static Source open(String name) {
        return Sources.open(name, DataOptions.of(new Seed(3)));
    }

    private static long fingerprint(Dataset data, int stride) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < data.size(); i += stride) {
            float[] x = Bytes.example(data, i);
            ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
            bytes.asFloatBuffer().put(x);
            crc.update(bytes);
        }
        return crc.getValue();
    }

    @Test
    void theBitsAreTheSameOnEveryMachine() {
        assertThat(fingerprint(DIGITS.train(), 100)).isEqualTo(2862257064L);
        assertThat(fingerprint(open("sprites").train(), 7919)).isEqualTo(2054566628L);
        assertThat(fingerprint(open("moons").train(), 10)).isEqualTo(1643581359L);
        assertThat(fingerprint(open("rings").train(), 10)).isEqualTo(181916198L);
    }

    @Test
    void anotherSeedDrawsOtherDigits() {
        Dataset other = Sources.open("digits", DataOptions.of(new Seed(4))).train();
        assertThat(Bytes.example(other, 0)).isNotEqualTo(Bytes.example(DIGITS.train(), 0));
    }

    @Test
    void digitsHaveATestSetOfTheirOwn() {
        Source source = DIGITS;
        Dataset test = Objects.requireNonNull(source.test());
        assertThat(source.train().size()).isEqualTo(10_000);
        assertThat(test.size()).isEqualTo(2_000);
        assertThat(Bytes.example(test, 0)).isNotEqualTo(Bytes.example(source.train(), 0));
        assertThat(test.label(3)).isEqualTo(3);
    }

    @Test
    void thickerDigitsHaveMoreInkAndPlacedOnesLieThere() {
        Dataset digits = DIGITS.train();
        int thickness = digits.factorNames().indexOf("thickness");
        int x = digits.factorNames().indexOf("x");
        // Over 1,000 examples the true correlations are about 0.8 and 0.7; a standard error is below 0.02.
        assertThat(correlation(digits, thickness, image -> sum(image, false))).isGreaterThan(0.6);
        assertThat(correlation(digits, x, image -> sum(image, true) / sum(image, false)))
                .isGreaterThan(0.5);
    }

    private static double sum(float[] image, boolean timesColumn) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum += image[i] * (timesColumn ? i % 28 : 1);
        }
        return sum;
    }

    private static double correlation(Dataset data, int factor, ToDoubleFunction<float[]> statistic) {
        int n = 1000;
        double sa = 0;
        double sb = 0;
        double saa = 0;
        double sbb = 0;
        double sab = 0;
        for (int i = 0; i < n; i++) {
            double a = data.factor(i, factor);
            double b = statistic.applyAsDouble(Bytes.example(data, i));
            sa += a;
            sb += b;
            saa += a * a;
            sbb += b * b;
            sab += a * b;
        }
        return (sab - sa * sb / n) / Math.sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
    }

    @Test
    void spritesFollowTheOrderOfDSprites() {
        Dataset sprites = open("sprites").train();
        assertThat(sprites.size()).isEqualTo(737_280);
        assertThat(sprites.factorNames()).containsExactly("shape", "scale", "orientation", "posX", "posY");
        int index = ((((2 * 6 + 5) * 40 + 39) * 32) + 31) * 32 + 1;
        assertThat(sprites.label(index)).isEqualTo(2);
        float[] factors = new float[5];
        for (int k = 0; k < 5; k++) {
            factors[k] = sprites.factor(index, k);
        }
        assertThat(factors).containsExactly(2, 1, (float) (2 * Math.PI), 1, 1 / 31f);
    }

    @Test
    void spritesAreBinaryWithTheAreaOfTheirShape() {
        Dataset sprites = open("sprites").train();
        int perShape = 6 * 40 * 1024;
        int largest = 5 * 40 * 1024 + 15 * 32 + 15;
        // The square inscribed in a circle of radius 15, and the ellipse with half axes 15 and 7.5.
        double[] area = {2 * 225, Math.PI * 15 * 7.5};
        for (int shape = 0; shape < 2; shape++) {
            float[] x = Bytes.example(sprites, shape * perShape + largest);
            double ink = 0;
            boolean binary = true;
            for (float v : x) {
                ink += v;
                binary &= v == 0 || v == 1;
            }
            assertThat(binary).isTrue();
            // Pixels cut by the edge, about 80, err independently by less than one half.
            assertThat(ink).isCloseTo(area[shape], within(15.0));
        }
    }

    @Test
    void noSpriteTouchesTheEdge() {
        Dataset sprites = open("sprites").train();
        for (int i = 0; i < sprites.size(); i += 997) {
            float[] x = Bytes.example(sprites, i);
            for (int k = 0; k < 64; k++) {
                assertThat(x[k] + x[63 * 64 + k] + x[k * 64] + x[k * 64 + 63]).isZero();
            }
        }
    }

    @Test
    void ringsHaveTheirRadiusAndNoise() {
        Dataset rings = open("rings").train();
        double[] sum = new double[2];
        double squares = 0;
        for (int i = 0; i < rings.size(); i++) {
            float[] p = Bytes.example(rings, i);
            double radius = Math.hypot(p[0], p[1]);
            sum[rings.label(i)] += radius;
            double expected = rings.label(i) == 0 ? 1 : 0.5;
            squares += (radius - expected) * (radius - expected);
        }
        // The mean radius of noisy points is r + noise^2 / 2r; 2,000 points give a standard error of 0.002.
        assertThat(sum[0] / 2000).isCloseTo(1.0032, within(0.01));
        assertThat(sum[1] / 2000).isCloseTo(0.5064, within(0.01));
        assertThat(Math.sqrt(squares / 4000)).isCloseTo(0.08, within(0.005));
    }
}
