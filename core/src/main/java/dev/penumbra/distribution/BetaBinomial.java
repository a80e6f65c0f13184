package dev.penumbra.distribution;

/**
 * 255 trials with a probability of success from Beta(alpha, beta): 256 levels; outputs log alpha and log beta (Townsend et al.
 * 2019), bounded by {@link LogParameter}.
 */
public record BetaBinomial() implements Levels {
    /** Trials. */
    public static final int N = 255;

    private static final double[] LOG_CHOOSE = new double[N + 1];

    static {
        for (int k = 0; k <= N; k++) {
            LOG_CHOOSE[k] = SpecialFunctions.logGamma(N + 1.0)
                    - SpecialFunctions.logGamma(k + 1.0)
                    - SpecialFunctions.logGamma(N - k + 1.0);
        }
    }

    @Override
    public String text() {
        return "beta-binomial";
    }

    @Override
    public int outputsPerValue() {
        return 2;
    }

    @Override
    public int levels() {
        return N + 1;
    }

    /** C(n, k) B(alpha + k, beta + n - k) / B(alpha, beta). */
    @Override
    public double logMass(int k, Outputs outputs, int i) {
        double alpha = StrictMath.exp(LogParameter.bounded(outputs.of(0, i)));
        double beta = StrictMath.exp(LogParameter.bounded(outputs.of(1, i)));
        return LOG_CHOOSE[k]
                + SpecialFunctions.logRising(alpha, k)
                + SpecialFunctions.logRising(beta, N - k)
                - SpecialFunctions.logRising(alpha + beta, N);
    }

    /** alpha / (alpha + beta). */
    @Override
    public double mean(Outputs outputs, int i) {
        return SpecialFunctions.sigmoid(
                LogParameter.bounded(outputs.of(0, i)) - LogParameter.bounded(outputs.of(1, i)));
    }
}
