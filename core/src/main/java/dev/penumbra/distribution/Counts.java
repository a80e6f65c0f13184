package dev.penumbra.distribution;

/** Counts 0, 1, 2, ... without an end. The data holds them as they are, or, as pixels are, divided by {@link #scale()}. */
public sealed interface Counts extends Discrete permits Poisson, NegativeBinomial {
    /** count = scale * value of the data, positive. */
    double scale();

    /** The same for data with another scale. */
    Counts withScale(double scale);

    @Override
    default double unit() {
        return scale();
    }

    /** The largest count up to which 32-bit floats have all whole numbers. */
    @Override
    default int last() {
        return 1 << 24;
    }

    @Override
    default String support() {
        return "whole numbers from 0 to " + last() + (scale() == 1 ? "" : ", divided by " + scale());
    }

    /** Refuses a scale that no data can have. */
    static void require(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("the scale must be positive and finite, got " + scale);
        }
    }
}
