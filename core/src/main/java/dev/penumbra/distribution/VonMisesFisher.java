package dev.penumbra.distribution;

/**
 * The von Mises-Fisher distribution on the unit sphere of R^m, with density C exp(kappa w), w the cosine of the angle to the mean
 * direction (Davidson et al. 2018).
 *
 * @param dims m, at least 2
 */
public record VonMisesFisher(int dims) {
    /** From here on the derivative of the mean cosine is taken from its expansion, since the closed form cancels. */
    private static final double CONCENTRATED = 1e5;

    /**
     * A draw's place relative to the mean direction, with derivatives with respect to kappa at constant noise.
     *
     * @param sine       of the angle to the mean direction
     * @param below      1 - w, exact where it is small
     * @param angleSlope d angle / d kappa, so that d w / d kappa = -sine angleSlope
     */
    public record Draw(double sine, double below, double angleSlope) {
        /** w. */
        public double cosine() {
            return 1 - below;
        }
    }

    /** log of the sphere's area: minus this is the uniform log-density. */
    public double logArea() {
        return StrictMath.log(2) + 0.5 * dims * StrictMath.log(Math.PI) - SpecialFunctions.logGamma(0.5 * dims);
    }

    /** The largest log-density, log C + kappa; elsewhere it is less by kappa (1 - w). Its derivative is 1 - {@link #meanCosine}. */
    public double logPeak(double kappa) {
        double order = 0.5 * dims - 1;
        return order * StrictMath.log(kappa)
                - 0.5 * dims * StrictMath.log(2 * Math.PI)
                - Bessel.logScaled(order, kappa);
    }

    /** E[w] = I_{m/2}(kappa) / I_{m/2-1}(kappa). */
    public double meanCosine(double kappa) {
        return 1 - meanBelow(kappa);
    }

    private double meanBelow(double kappa) {
        return -StrictMath.expm1(Bessel.logScaled(0.5 * dims, kappa) - Bessel.logScaled(0.5 * dims - 1, kappa));
    }

    /** KL to the uniform distribution in nats: kappa E[w] + log C + log area (Davidson et al. 2018). */
    public double kl(double kappa) {
        return logPeak(kappa) - kappa * meanBelow(kappa) + logArea();
    }

    /** d KL / d kappa = kappa dE[w]/dkappa = kappa (1 - E[w]^2 - (m-1)/kappa E[w]). */
    public double klSlope(double kappa) {
        double n = dims - 1;
        if (kappa > CONCENTRATED) {
            return n / (2 * kappa) - n * (n - 2) / (4 * kappa * kappa);
        }
        double below = meanBelow(kappa);
        return kappa * below * (2 - below) - n * (1 - below);
    }

    /**
     * A uniform direction orthogonal to the mean one, of m - 1 values.
     *
     * @param noise draws of N(0, 1), of which those at {@code start + 1 .. start + dims - 1} are read
     */
    public float[] tangent(float[] noise, int start) {
        float[] tangent = new float[dims - 1];
        double squares = 0;
        for (int j = 0; j < tangent.length; j++) {
            squares += (double) noise[start + 1 + j] * noise[start + 1 + j];
        }
        double length = StrictMath.sqrt(Math.max(squares, Float.MIN_NORMAL));
        for (int j = 0; j < tangent.length; j++) {
            tangent[j] = (float) (noise[start + 1 + j] / length);
        }
        return tangent;
    }

    /** The draw for {@code noise} of N(0, 1): w grows with it. */
    public Draw draw(double kappa, double noise) {
        Colatitude.Quantile quantile = new Colatitude(dims, kappa).quantile(noise);
        double half = StrictMath.sin(quantile.theta() / 2);
        return new Draw(StrictMath.sin(quantile.theta()), 2 * half * half, quantile.slope());
    }
}
