package dev.penumbra.distribution;

/**
 * Bernoulli; the output is the logit. It also takes values between 0 and 1: on grey ones this is the cross-entropy that the
 * field uses, an unnormalized density and no mass.
 */
public record Bernoulli() implements Levels {
    @Override
    public String text() {
        return "bernoulli";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    @Override
    public int levels() {
        return 2;
    }

    /** x log s(l) + (1 - x) log(1 - s(l)) = x l - softplus(l), stable for any l. */
    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        double logit = outputs.of(0, i);
        return x * logit - SpecialFunctions.softplus(logit);
    }

    @Override
    public double logMass(int k, Outputs outputs, int i) {
        return logDensity(k, outputs, i);
    }

    @Override
    public void masses(Outputs outputs, int i, double[] into) {
        into[1] = mean(outputs, i);
        into[0] = 1 - into[1];
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return SpecialFunctions.sigmoid(outputs.of(0, i));
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
