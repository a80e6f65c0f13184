package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * Counts that vary more than a Poisson's: outputs log m and log r give mean m and variance m + m^2 / r. It is a Poisson whose rate
 * is Gamma of shape r and mean m; r, the inverse dispersion, brings it to the Poisson as it grows (as in scVI, Lopez et al.
 * 2018). {@link LogParameter} bounds both.
 *
 * @param scale counts per unit of the data's values
 */
public record NegativeBinomial(double scale) implements Counts {
    public NegativeBinomial {
        Counts.require(scale);
    }

    @Override
    public NegativeBinomial withScale(double scale) {
        return new NegativeBinomial(scale);
    }

    @Override
    public String text() {
        return "negative-binomial";
    }

    @Override
    public int outputsPerValue() {
        return 2;
    }

    /** Gamma(k + r) / (Gamma(r) k!) (r / (r + m))^r (m / (r + m))^k. */
    @Override
    public double logMass(int k, Outputs outputs, int i) {
        double logMean = LogParameter.bounded(outputs.of(0, i));
        double logShape = LogParameter.bounded(outputs.of(1, i));
        double r = StrictMath.exp(logShape);
        return SpecialFunctions.logRising(r, k)
                - SpecialFunctions.logGamma(k + 1.0)
                - r * SpecialFunctions.softplus(logMean - logShape)
                - k * SpecialFunctions.softplus(logShape - logMean);
    }

    private static double meanCount(Outputs outputs, int i) {
        return StrictMath.exp(LogParameter.bounded(outputs.of(0, i)));
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return meanCount(outputs, i) / scale;
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        double r = StrictMath.exp(LogParameter.bounded(outputs.of(1, i)));
        double rate = Draws.gamma(r, random) * meanCount(outputs, i) / r;
        return Draws.poisson(rate, random) / scale;
    }
}
