package dev.penumbra.distribution;

/**
 * A likelihood whose values are levels 0, 1, 2, ... with a probability each: its log density is the logarithm of a probability
 * mass, so it is never positive and divides to exact bits per value.
 */
public sealed interface Discrete extends Likelihood permits Levels, Counts {
    /** A value that is written in the data as {@code x} is level round({@code unit} x). */
    double unit();

    /** The highest level that data may have. */
    int last();

    /** log P(value {@code i} is level {@code k}), in nats. */
    double logMass(int k, Outputs outputs, int i);

    /** The level of value {@code x}: the nearest one. */
    default int level(double x) {
        return (int) Math.clamp(Math.rint(x * unit()), 0, last());
    }

    /** The value of level {@code k}, as the data has it. */
    default double value(int k) {
        return k / unit();
    }

    @Override
    default double logDensity(double x, Outputs outputs, int i) {
        return logMass(level(x), outputs, i);
    }

    /** Whether {@code x} is the value of a level, within the rounding of 32-bit floats at the highest one. */
    default boolean isLevel(double x) {
        return Math.abs(x * unit() - level(x)) <= 1e-3;
    }

    @Override
    default boolean supports(double x) {
        return isLevel(x);
    }
}
