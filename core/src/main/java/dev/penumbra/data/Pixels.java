package dev.penumbra.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penumbra.Seed;
import java.util.SplittableRandom;

/**
 * What a model sees of grey values in [0, 1]. Numbers of models that saw them differently cannot be compared, so every result
 * names this.
 */
public enum Pixels {
    /** The values as they are. */
    @JsonProperty("grey")
    GREY("values as they are"),
    /** 1 with the grey value as its probability, else 0; drawn anew each time (Salakhutdinov &amp; Murray 2008). */
    @JsonProperty("binarized")
    BINARIZED("dynamic binarization"),
    /** (255 x + u) / 256 with u uniform in [0, 1), drawn anew each time: a density of it bounds that of bytes (Uria et al. 2013). */
    @JsonProperty("dequantized")
    DEQUANTIZED("dequantization by uniform noise");

    /** In words, for results. */
    public final String title;

    Pixels(String title) {
        this.title = title;
    }

    /** Draws {@code values[from .. from + count)} in place from their grey values. */
    public void draw(float[] values, int from, int count, SplittableRandom random) {
        switch (this) {
            case GREY -> {}
            case BINARIZED -> {
                for (int i = from; i < from + count; i++) {
                    float grey = values[i];
                    // Black and white need no random number, and are most of a drawing.
                    values[i] = grey <= 0 ? 0 : grey >= 1 || random.nextFloat() < grey ? 1 : 0;
                }
            }
            case DEQUANTIZED -> {
                for (int i = from; i < from + count; i++) {
                    values[i] = (255 * values[i] + random.nextFloat()) / 256;
                }
            }
        }
    }

    /** {@code data} drawn once: example i is a function of its grey values, {@code seed} and i. */
    public Dataset once(Dataset data, Seed seed) {
        return this == GREY ? data : new DrawnOnce(data, this, (index, into, offset) -> seed.at(index));
    }

    /** {@code data} drawn once: an example is a function of its grey values and {@code seed}, the same wherever it stands. */
    public Dataset byValue(Dataset data, Seed seed) {
        int size = data.schema().shape().size();
        return this == GREY ? data : new DrawnOnce(data, this, (index, into, offset) -> seed.of(into, offset, size));
    }

    /** The seed of an example that was read to {@code into}, from {@code offset}. */
    private interface Seeds {
        Seed of(int index, float[] into, int offset);
    }

    /** See {@link #once} and {@link #byValue}. */
    private static final class DrawnOnce extends ForwardingDataset {
        private final Pixels pixels;
        private final Seeds seeds;

        DrawnOnce(Dataset data, Pixels pixels, Seeds seeds) {
            super(data);
            this.pixels = pixels;
            this.seeds = seeds;
        }

        @Override
        public Pixels pixels() {
            return pixels;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            data.read(index, into, offset);
            Seed seed = seeds.of(index, into, offset);
            pixels.draw(into, offset, schema().shape().size(), seed.random());
        }
    }
}
