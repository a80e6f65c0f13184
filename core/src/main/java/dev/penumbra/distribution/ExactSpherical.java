package dev.penumbra.distribution;

import java.util.Arrays;

/** {@link PosteriorFamily.Spherical}. Described by the mean direction and, as logStd, -1/2 log kappa. */
record ExactSpherical(int latent) implements ExactPosterior {
    @Override
    public Posterior describe(float[] code, int batch) {
        float[] mean = new float[batch * latent];
        float[] logStd = new float[batch * latent];
        for (int i = 0; i < batch; i++) {
            double[] direction = direction(code, i);
            for (int j = 0; j < latent; j++) {
                mean[i * latent + j] = (float) direction[j];
            }
            double kappa = kappa(code, i);
            Arrays.fill(logStd, i * latent, (i + 1) * latent, (float) (-0.5 * StrictMath.log(kappa)));
        }
        return new Posterior(latent, mean, logStd);
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        VonMisesFisher family = new VonMisesFisher(latent);
        float[] z = new float[batch * latent];
        double[] logDensity = new double[batch];
        for (int i = 0; i < batch; i++) {
            double kappa = kappa(code, i);
            VonMisesFisher.Draw draw = family.draw(kappa, noise[i * latent]);
            logDensity[i] = family.logPeak(kappa) - kappa * draw.below();
            turn(direction(code, i), draw, family.tangent(noise, i * latent), z, i * latent);
        }
        return new Sample(z, logDensity);
    }

    /**
     * The draw around the first axis, reflected so that this axis becomes the mean direction. Of the two reflections, through the
     * bisector of axis and direction or across it, the one that does not divide by a small number.
     */
    private void turn(double[] direction, VonMisesFisher.Draw draw, float[] tangent, float[] z, int start) {
        double sign = direction[0] >= 0 ? 1 : -1;
        double[] point = new double[latent];
        double[] axis = new double[latent];
        double product = 0;
        for (int j = 0; j < latent; j++) {
            point[j] = j == 0 ? draw.cosine() : draw.sine() * tangent[j - 1];
            axis[j] = sign * direction[j] + (j == 0 ? 1 : 0);
            product += axis[j] * point[j];
        }
        double factor = product / (1 + sign * direction[0]);
        for (int j = 0; j < latent; j++) {
            z[start + j] = (float) (sign * (factor * axis[j] - point[j]));
        }
    }

    private double[] direction(float[] code, int i) {
        double[] direction = new double[latent];
        double squares = 0;
        for (int j = 0; j < latent; j++) {
            direction[j] = code[i * (latent + 1) + j];
            squares += direction[j] * direction[j];
        }
        double length = StrictMath.sqrt(Math.max(squares, 1e-24));
        for (int j = 0; j < latent; j++) {
            direction[j] /= length;
        }
        return direction;
    }

    private double kappa(float[] code, int i) {
        return SpecialFunctions.softplus(code[i * (latent + 1) + latent]) + 1;
    }
}
