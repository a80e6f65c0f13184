package dev.penumbra;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The seed of a run, from which named and numbered streams of random numbers are derived. The noise of step t is a function of
 * (seed, name, t) alone, so that a resumed run needs no saved generator state.
 *
 * @param value any 64 bits
 */
public record Seed(long value) {

    /** The seed of everything called {@code name}, independent of all other names. */
    public Seed named(String name) {
        long hash = value;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash ^ (b & 0xff));
        }
        return new Seed(mix(hash ^ name.length()));
    }

    /** The seed of the {@code index}-th of a series: a step, an epoch, an example. */
    public Seed at(long index) {
        return new Seed(mix(value ^ mix(index + 0x9e3779b97f4a7c15L)));
    }

    /**
     * The seed of {@code values[from .. from + count)}, wherever they stand: equal values have equal seeds. 0 and -0 are equal, and all NaN.
     */
    public Seed of(float[] values, int from, int count) {
        long hash = value;
        for (int i = from; i < from + count; i++) {
            hash = mix(hash ^ Float.floatToIntBits(values[i] + 0f)); // -0 + 0 is 0
        }
        return new Seed(mix(hash ^ count));
    }

    /** A generator that starts at this seed: always the same numbers. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Independent draws of N(0, 1), {@code count} of them: the same numbers on every machine. */
    public float[] gaussians(int count) {
        float[] out = new float[count];
        gaussians(out, 0, count);
        return out;
    }

    /** Fills {@code out[from .. from+count)} with independent draws of N(0, 1) by Marsaglia's polar method, in exact arithmetic. */
    public void gaussians(float[] out, int from, int count) {
        SplittableRandom random = random();
        int end = from + count;
        for (int i = from; i < end; i += 2) {
            double u;
            double v;
            double s;
            do {
                u = 2 * random.nextDouble() - 1;
                v = 2 * random.nextDouble() - 1;
                s = u * u + v * v;
            } while (s >= 1 || s == 0);
            double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            out[i] = (float) (u * factor);
            if (i + 1 < end) {
                out[i + 1] = (float) (v * factor);
            }
        }
    }

    /** A permutation of 0 .. size-1, uniform (Fisher-Yates). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        SplittableRandom random = random();
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** {@code count} of 0 .. size-1, ascending, every one equally likely to be among them; all where there are no more. */
    public int[] subset(int size, int count) {
        int[] chosen = Arrays.copyOf(permutation(size), Math.min(size, count));
        Arrays.sort(chosen);
        return chosen;
    }

    /** The finalizer of SplitMix64 (Steele, Lea & Flood 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
