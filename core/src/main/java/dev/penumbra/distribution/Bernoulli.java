package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * Bernoulli on values in [0, 1]; the output is the logit. On grey values this is the cross-entropy that the field uses, an
 * unnormalized density.
 */
public record Bernoulli() implements Likelihood {
    @Override
    public String text() {
        return "bernoulli";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    /** x log s(l) + (1 - x) log(1 - s(l)) = x l - softplus(l), stable for any l. */
    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        double logit = outputs.of(0, i);
        return x * logit - SpecialFunctions.softplus(logit);
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return SpecialFunctions.sigmoid(outputs.of(0, i));
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        return random.nextDouble() < mean(outputs, i) ? 1 : 0;
    }

    @Override
    public boolean supports(double x) {
        return x >= 0 && x <= 1;
    }

    @Override
    public String support() {
        return "values in [0, 1]";
    }
}
