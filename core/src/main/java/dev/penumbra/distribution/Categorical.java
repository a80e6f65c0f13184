package dev.penumbra.distribution;

import java.util.Arrays;

/**
 * Any probabilities of the levels; one output, the logit, for each level.
 *
 * @param levels 2 to 4,096
 */
public record Categorical(int levels) implements Levels {
    /** The most levels. */
    public static final int MAX_LEVELS = 4096;

    public Categorical {
        if (levels < 2 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("2 to " + MAX_LEVELS + " levels, got " + levels);
        }
    }

    @Override
    public String text() {
        return "categorical:" + levels;
    }

    @Override
    public int outputsPerValue() {
        return levels;
    }

    private double[] logits(Outputs outputs, int i) {
        double[] logits = new double[levels];
        Arrays.setAll(logits, k -> outputs.of(k, i));
        return logits;
    }

    @Override
    public double logMass(int k, Outputs outputs, int i) {
        return outputs.of(k, i) - SpecialFunctions.logSumExp(logits(outputs, i));
    }

    @Override
    public void masses(Outputs outputs, int i, double[] into) {
        double[] logits = logits(outputs, i);
        double logSum = SpecialFunctions.logSumExp(logits);
        for (int k = 0; k < levels; k++) {
            into[k] = StrictMath.exp(logits[k] - logSum);
        }
    }

    @Override
    public double mean(Outputs outputs, int i) {
        double[] masses = new double[levels];
        masses(outputs, i, masses);
        double mean = 0;
        for (int k = 0; k < levels; k++) {
            mean += masses[k] * value(k);
        }
        return mean;
    }
}
