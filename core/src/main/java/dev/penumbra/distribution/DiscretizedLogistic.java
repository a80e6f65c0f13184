package dev.penumbra.distribution;

import java.util.Arrays;

/**
 * A mixture of logistic distributions over 256 levels of [0, 1]: level k has the mass of [k - 1/2, k + 1/2] / 255, the lowest and
 * the highest also all beyond (Kingma et al. 2016; Salimans et al. 2017). One component has the outputs mean and log scale; K of
 * them have K logits of the weights, then K means, then K log scales.
 *
 * @param components 1 to 100
 */
public record DiscretizedLogistic(int components) implements Levels {
    /** A twelfth of a level: enough for a mass of 0.997 on one. */
    public static final double LOWEST_LOG_SCALE = -8;

    /** Beyond it all mass is at the two ends. */
    public static final double HIGHEST_LOG_SCALE = 5;

    private static final double HALF_LEVEL = 0.5 / 255;

    public DiscretizedLogistic {
        if (components < 1 || components > 100) {
            throw new IllegalArgumentException("1 to 100 components, got " + components);
        }
    }

    @Override
    public String text() {
        return components == 1 ? "discretized-logistic" : "discretized-logistic:" + components;
    }

    @Override
    public int outputsPerValue() {
        return components == 1 ? 2 : 3 * components;
    }

    @Override
    public int levels() {
        return 256;
    }

    private double location(Outputs outputs, int i, int c) {
        return outputs.of(components == 1 ? 0 : components + c, i);
    }

    private double logScale(Outputs outputs, int i, int c) {
        double output = outputs.of(components == 1 ? 1 : 2 * components + c, i);
        return Math.min(HIGHEST_LOG_SCALE, LogParameter.floored(output, LOWEST_LOG_SCALE));
    }

    /**
     * The output that describes data of a mean and a standard deviation in [0, 1] by parameter {@code p}: a logistic of that mean and
     * deviation, scale = deviation sqrt(3) / pi; of K components, with half of that scale at the quantiles (k + 1/2) / K of it, and equal
     * weights.
     */
    public double start(int p, double mean, double deviation) {
        double scale = Math.max(deviation * StrictMath.sqrt(3) / Math.PI, 2 * StrictMath.exp(LOWEST_LOG_SCALE));
        if (components == 1) {
            return p == 0 ? mean : output(StrictMath.log(scale));
        }
        if (p < components) {
            return 0;
        }
        double quantile = (p % components + 0.5) / components;
        return p < 2 * components
                ? mean + scale * StrictMath.log(quantile / (1 - quantile))
                : output(StrictMath.log(scale / 2));
    }

    /** Whose bounded logarithm is {@code logScale}: the inverse of the floor. */
    private static double output(double logScale) {
        double above = Math.max(logScale - LOWEST_LOG_SCALE, 1e-3);
        return LOWEST_LOG_SCALE + StrictMath.log(StrictMath.expm1(above));
    }

    /** The logarithms of the components' weights: log-softmax of their logits. */
    private double[] logWeights(Outputs outputs, int i) {
        double[] logits = new double[components];
        if (components > 1) {
            for (int c = 0; c < components; c++) {
                logits[c] = outputs.of(c, i);
            }
            double sum = SpecialFunctions.logSumExp(logits);
            for (int c = 0; c < components; c++) {
                logits[c] -= sum;
            }
        }
        return logits;
    }

    @Override
    public double logMass(int k, Outputs outputs, int i) {
        double[] terms = logWeights(outputs, i);
        for (int c = 0; c < components; c++) {
            terms[c] += logMass(k, location(outputs, i, c), logScale(outputs, i, c));
        }
        return components == 1 ? terms[0] : SpecialFunctions.logSumExp(terms);
    }

    /** Differences of the distribution function; far out, where they vanish, they are only as exact as double precision is near 1. */
    @Override
    public void masses(Outputs outputs, int i, double[] into) {
        double[] logWeights = logWeights(outputs, i);
        Arrays.fill(into, 0, levels(), 0);
        for (int c = 0; c < components; c++) {
            double weight = StrictMath.exp(logWeights[c]);
            double location = location(outputs, i, c);
            double inverse = StrictMath.exp(-logScale(outputs, i, c));
            double below = 0;
            for (int k = 0; k < last(); k++) {
                double upTo = SpecialFunctions.sigmoid((value(k) + HALF_LEVEL - location) * inverse);
                into[k] += weight * (upTo - below);
                below = upTo;
            }
            into[last()] += weight * (1 - below);
        }
    }

    /** With a and b the ends of the interval, standardized: s(b) - s(a) = s(b) s(-a) (1 - exp(a - b)), where nothing cancels. */
    private double logMass(int k, double location, double logScale) {
        double inverse = StrictMath.exp(-logScale);
        double distance = value(k) - location;
        double logBelow = k == last() ? 0 : -SpecialFunctions.softplus(-(distance + HALF_LEVEL) * inverse);
        double logAbove = k == 0 ? 0 : -SpecialFunctions.softplus((distance - HALF_LEVEL) * inverse);
        double inside = k == 0 || k == last() ? 0 : SpecialFunctions.log1mExp(2 * HALF_LEVEL * inverse);
        return logBelow + logAbove + inside;
    }

    /**
     * The mean of the logistic numbers clamped to [0, 1], before they are rounded to levels, which moves it by at most half a
     * level: scale (softplus(m / scale) - softplus((m - 1) / scale)), the integral of P(number above t) over t in [0, 1].
     */
    @Override
    public double mean(Outputs outputs, int i) {
        double[] logWeights = logWeights(outputs, i);
        double mean = 0;
        for (int c = 0; c < components; c++) {
            double scale = StrictMath.exp(logScale(outputs, i, c));
            double location = location(outputs, i, c);
            mean += StrictMath.exp(logWeights[c])
                    * scale
                    * (SpecialFunctions.softplus(location / scale) - SpecialFunctions.softplus((location - 1) / scale));
        }
        return Math.clamp(mean, 0, 1);
    }
}
