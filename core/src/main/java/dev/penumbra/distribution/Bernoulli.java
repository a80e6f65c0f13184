package dev.penumbra.distribution;

/**
 * Bernoulli; the output is the logit. It also takes values between 0 and 1: on grey ones this is the cross-entropy that the
 * field uses, an unnormalized density and no mass.
 */
public record Bernoulli() implements Levels {
    /** Factors of at most 2 in a product: 2^512 is far from the largest double. */
    private static final int FACTORS = 512;

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

    /** The same over all values, with one logarithm for the product of many 1 + exp(-|l|); the error is below 1e-12 (1 + |result|). */
    @Override
    public double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size) {
        double sum = 0;
        for (int from = 0; from < size; from += FACTORS) {
            double product = 1;
            for (int i = from; i < Math.min(size, from + FACTORS); i++) {
                double logit = outputs[outStart + i];
                sum += x[xStart + i] * logit - Math.max(logit, 0);
                product *= 1 + StrictMath.exp(-Math.abs(logit));
            }
            sum -= StrictMath.log(product);
        }
        return sum;
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
