package dev.penumbra.distribution;

import java.util.SplittableRandom;

/** Finitely many levels, evenly spaced in [0, 1]: the 256 of a pixel, the 2 of a binary one. */
public sealed interface Levels extends Discrete permits Bernoulli, DiscretizedLogistic, BetaBinomial, Categorical {
    /** How many, at least 2. */
    int levels();

    @Override
    default double unit() {
        return levels() - 1;
    }

    @Override
    default int last() {
        return levels() - 1;
    }

    /**
     * The probabilities of all levels of value {@code i}, as a coder needs them.
     *
     * @param into gets them from its start; their sum is 1 up to rounding
     */
    default void masses(Outputs outputs, int i, double[] into) {
        for (int k = 0; k < levels(); k++) {
            into[k] = StrictMath.exp(logMass(k, outputs, i));
        }
    }

    /** By inversion of the distribution function. */
    @Override
    default double sample(Outputs outputs, int i, SplittableRandom random) {
        double[] masses = new double[levels()];
        masses(outputs, i, masses);
        double rest = random.nextDouble();
        int k = 0;
        while (k < last() && rest >= masses[k]) {
            rest -= masses[k];
            k++;
        }
        return value(k);
    }

    @Override
    default String support() {
        return "values k/" + last() + " for k = 0 to " + last();
    }
}
