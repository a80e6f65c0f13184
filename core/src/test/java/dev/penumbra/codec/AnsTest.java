package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnsTest {
    private static final Cumulative THREE =
            k -> k == 0 ? 0 : k == 1 ? 1 : k == 2 ? Cumulative.TOTAL / 3 : Cumulative.TOTAL;

    private static Ans copy(Ans ans) {
        ByteBuffer bytes = ByteBuffer.allocate(ans.bytes());
        ans.write(bytes);
        return Ans.read(bytes.flip());
    }

    @Test
    void whatIsPushedIsPoppedInReverseAndTakesItsInformation() {
        SplittableRandom random = new SplittableRandom(1);
        int[] symbols = random.ints(100_000, 0, 256).toArray();
        Cumulative uniform = Cumulative.uniform(256);
        Ans ans = Ans.empty();
        double before = ans.bits();
        for (int symbol : symbols) {
            uniform.push(ans, symbol);
        }
        // A word of 32 bits is worth 32 bits but for the rounding of a state of at least 31 beside frequencies of 24.
        assertThat(ans.bits() - before).isCloseTo(800_000, within(100.0));
        Ans read = copy(ans);
        for (int i = symbols.length - 1; i >= 0; i--) {
            assertThat(uniform.pop(read, 256)).isEqualTo(symbols[i]);
        }
        assertThat(read.isBackAtStart(0)).isTrue();
    }

    @Test
    void poppingFromNothingDrawsFromTheFrequenciesAndPushingGivesItBack() {
        Ans ans = Ans.empty();
        int[] drawn = new int[30_000];
        int[] counts = new int[3];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = THREE.pop(ans, 3);
            counts[drawn[i]]++;
        }
        // Binomial with p = 1/3: a standard deviation is 82; five of them are passed once in two million.
        assertThat(counts[1]).isCloseTo(10_000, within(410));
        assertThat(counts[0]).isLessThan(3);
        Ans read = copy(ans);
        int borrowed = ans.borrowed();
        assertThat(borrowed).isCloseTo((int) (drawn.length * 0.918 / 32), within(30));
        for (int i = drawn.length - 1; i >= 0; i--) {
            THREE.push(read, drawn[i]);
        }
        assertThat(read.isBackAtStart(borrowed)).isTrue();
        assertThat(read.isBackAtStart(borrowed + 1)).isFalse();
    }

    @Test
    void rareSymbolsCostWhatTheyAreWorth() {
        Ans ans = Ans.empty();
        double before = ans.bits();
        THREE.push(ans, 0);
        assertThat(ans.bits() - before).isCloseTo(24, within(0.01));
    }

    @Test
    void backUndoesPushesAndPopsOfAllKinds() {
        SplittableRandom random = new SplittableRandom(3);
        Ans ans = Ans.empty();
        for (int round = 0; round < 200; round++) {
            Ans before = copy(ans);
            int borrowed = ans.borrowed();
            ans.mark();
            for (int i = random.nextInt(400); i > 0; i--) {
                if (random.nextInt(3) == 0) {
                    THREE.push(ans, 2);
                } else {
                    Cumulative.uniform(1000).pop(ans, 1000);
                }
            }
            ans.back();
            assertThat(ans.borrowed()).isEqualTo(borrowed);
            ByteBuffer a = ByteBuffer.allocate(ans.bytes());
            ByteBuffer b = ByteBuffer.allocate(before.bytes());
            ans.write(a);
            before.write(b);
            assertThat(a.array()).isEqualTo(b.array());
            for (int i = random.nextInt(50); i > 0; i--) {
                Cumulative.uniform(1000).push(ans, random.nextInt(1000));
            }
        }
    }

    @Test
    void aDecoderThatRunsOutSaysSo() {
        Ans read = copy(Ans.empty());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4; i++) {
                        Cumulative.uniform(1 << 20).pop(read, 1 << 20);
                    }
                })
                .isInstanceOf(Ans.Damaged.class);
        assertThatThrownBy(() -> Ans.read(ByteBuffer.allocate(12))).isInstanceOf(Ans.Damaged.class);
        assertThatThrownBy(() -> Ans.read(ByteBuffer.allocate(7))).isInstanceOf(Ans.Damaged.class);
    }
}
