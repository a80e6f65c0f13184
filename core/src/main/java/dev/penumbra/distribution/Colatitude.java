package dev.penumbra.distribution;

/**
 * The angle theta between a draw of a von Mises-Fisher distribution and its mean direction. Its density is proportional to
 * sin(theta)^(m-2) exp(kappa cos theta) on [0, pi], smooth for every m, and is integrated panel by panel with Gauss's rule: an
 * error of about 1e-11 of the whole.
 */
final class Colatitude {
    /** Between 9 standard deviations below the mode and 14 above, where the density falls more slowly. */
    private static final int PANELS = 11;

    private static final double BELOW = 9;
    private static final double ABOVE = 14;

    /** Beyond so many standard deviations, N(0, 1) has no draws. */
    private static final double MAX_NOISE = 8;

    /** Gauss-Legendre on [-1, 1], 8 points (Abramowitz &amp; Stegun, table 25.4): the positive ones. */
    private static final double[] NODES = {
        0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363
    };

    private static final double[] WEIGHTS = {
        0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
    };

    private final int power;
    private final double kappa;
    private final double peak;
    private final double low;
    private final double width;
    private final double[] mass = new double[PANELS];
    /** Integrals of 1 - cos theta. */
    private final double[] moment = new double[PANELS];

    private double totalMass;
    private double totalMoment;

    Colatitude(int dims, double kappa) {
        this.power = dims - 2;
        this.kappa = kappa;
        double cos = 2 * kappa / (power + StrictMath.sqrt((double) power * power + 4 * kappa * kappa));
        double mode = StrictMath.atan2(StrictMath.sqrt(power * cos / kappa), cos);
        double std = 1 / StrictMath.sqrt((power > 0 ? kappa / cos : 0) + kappa * cos);
        this.peak = power > 0 ? logDensity(StrictMath.sin(mode / 2), 0) : 0;
        this.low = Math.max(0, mode - BELOW * std);
        this.width = (Math.min(Math.PI, mode + ABOVE * std) - low) / PANELS;
        for (int i = 0; i < PANELS; i++) {
            Integral panel = integral(low + i * width, width);
            mass[i] = panel.mass;
            moment[i] = panel.moment;
            totalMass += panel.mass;
            totalMoment += panel.moment;
        }
    }

    /**
     * An angle and its derivative with respect to kappa.
     *
     * @param theta in [0, pi]
     */
    record Quantile(double theta, double slope) {}

    /**
     * The angle theta with P(angle below theta) = Phi(-noise): the larger the noise, the nearer to the mean direction. The derivative
     * is that at constant noise, -(dF/dkappa) / f (Figurnov, Mohamed &amp; Mnih 2018).
     */
    Quantile quantile(double noise) {
        double clamped = Math.clamp(noise, -MAX_NOISE, MAX_NOISE);
        boolean fromLeft = clamped >= 0;
        double target = SpecialFunctions.normalTail(Math.abs(clamped)) * totalMass;
        double sign = fromLeft ? 1 : -1;
        // Sums from the nearer end, so that none is the small difference of two large ones.
        double before = 0;
        double momentBefore = 0;
        int panel = fromLeft ? 0 : PANELS - 1;
        int last = PANELS - 1 - panel;
        while (panel != last && before + mass[panel] < target) {
            before += mass[panel];
            momentBefore += moment[panel];
            panel += fromLeft ? 1 : -1;
        }
        double edge = low + (fromLeft ? panel : panel + 1) * width;
        double lower = 0;
        double upper = width;
        double t = width * Math.clamp((target - before) / mass[panel], 0, 1);
        double step = width;
        // Newton's method, kept within what is known to hold the root.
        for (int i = 0; i < 60 && Math.abs(step) > 1e-9 * width; i++) {
            double missing = target - before - integral(edge, sign * t).mass;
            if (missing > 0) {
                lower = t;
            } else {
                upper = t;
            }
            double next = t + missing / density(edge + sign * t);
            if (!(next >= lower && next <= upper)) {
                next = (lower + upper) / 2;
            }
            step = next - t;
            t = next;
        }
        double theta = edge + sign * t;
        double near = momentBefore + integral(edge, sign * t).moment;
        double slope = -sign * (target * totalMoment / totalMass - near) / density(theta);
        return new Quantile(theta, slope);
    }

    private record Integral(double mass, double moment) {}

    /** From {@code start} over a {@code length} that may be negative; positive values. */
    private Integral integral(double start, double length) {
        double half = length / 2;
        double middle = start + half;
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < NODES.length; i++) {
            double s = StrictMath.sin((middle - half * NODES[i]) / 2);
            double t = StrictMath.sin((middle + half * NODES[i]) / 2);
            double f = WEIGHTS[i] * StrictMath.exp(logDensity(s, peak));
            double g = WEIGHTS[i] * StrictMath.exp(logDensity(t, peak));
            sum += f + g;
            weighted += 2 * (f * s * s + g * t * t);
        }
        return new Integral(Math.abs(half) * sum, Math.abs(half) * weighted);
    }

    private double density(double theta) {
        return StrictMath.exp(logDensity(StrictMath.sin(theta / 2), peak));
    }

    /** Up to a constant, in s = sin(theta / 2): sin theta = 2 s sqrt(1 - s^2), cos theta = 1 - 2 s^2. */
    private double logDensity(double s, double peak) {
        double exponent = -2 * kappa * s * s - peak;
        return power == 0 ? exponent : exponent + 0.5 * power * StrictMath.log(4 * s * s * (1 - s * s));
    }
}
