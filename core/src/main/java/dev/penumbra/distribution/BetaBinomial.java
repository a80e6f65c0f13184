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

    /** From the level nearest to the mean, by the ratio of neighbours, (n - k) (alpha + k) / ((k + 1) (beta + n - k - 1)). */
    @Override
    public void masses(Outputs outputs, int i, double[] into) {
        double alpha = StrictMath.exp(LogParameter.bounded(outputs.of(0, i)));
        double beta = StrictMath.exp(LogParameter.bounded(outputs.of(1, i)));
        int start = (int) Math.rint(N * mean(outputs, i));
        into[start] = 1;
        double sum = 1;
        for (int k = start; k < N; k++) {
            into[k + 1] = into[k] * ((N - k) * (alpha + k)) / ((k + 1) * (beta + (N - k - 1)));
            sum += into[k + 1];
        }
        for (int k = start - 1; k >= 0; k--) {
            into[k] = into[k + 1] * ((k + 1) * (beta + (N - k - 1))) / ((N - k) * (alpha + k));
            sum += into[k];
        }
        for (int k = 0; k <= N; k++) {
            into[k] /= sum;
        }
    }

    /** alpha / (alpha + beta). */
    @Override
    public double mean(Outputs outputs, int i) {
        return SpecialFunctions.sigmoid(
                LogParameter.bounded(outputs.of(0, i)) - LogParameter.bounded(outputs.of(1, i)));
    }
}
