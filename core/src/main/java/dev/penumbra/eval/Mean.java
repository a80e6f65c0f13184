package dev.penumbra.eval;

/**
 * A mean and how far it may be off.
 *
 * @param value         the mean
 * @param standardError the sample's standard deviation over the root of its size; 0 for a single value
 */
record Mean(double value, double standardError) {
    /** Of at least one value, in two passes so that nothing cancels. */
    static Mean of(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Mean(mean, n < 2 ? 0 : StrictMath.sqrt(squares / (n - 1) / n));
    }
}
