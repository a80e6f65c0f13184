package dev.penumbra.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The declared scale of the loss: how the terms of one example make the number that training minimizes. The only minus sign
 * between a log-likelihood and a loss stands here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "scale")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Loss.Lecture.class, name = "lecture"),
    @JsonSubTypes.Type(value = Loss.Nats.class, name = "nats"),
})
public sealed interface Loss {
    /** The weight of the KL term: lambda or beta. */
    double klWeight();

    /** This loss with another weight of the KL term, as in a warm-up. */
    Loss withKlWeight(double weight);

    /** Whether this scale gives p(x|z) a density: false at lecture scale with lambda 0, where its standard deviation is 0. */
    default boolean definesLikelihood() {
        return true;
    }

    /**
     * The loss of one example, or of the means over many.
     *
     * @param logLikelihood log p(x|z), nats, summed over the values
     * @param mse           mean over the values of the squared error of the reconstruction
     * @param kl            KL(q(z|x) || p(z)), nats, summed over the latent dimensions
     */
    double of(double logLikelihood, double mse, double kl);

    /**
     * reconstruction * (1/d) sum_j (x_j - xhat_j)^2 + lambda * KL, the lecture's loss.
     *
     * @param lambda         weight of the KL term, at least 0
     * @param reconstruction weight of the reconstruction term: 1, or 0 to see what the regularizer does alone
     */
    record Lecture(double lambda, double reconstruction) implements Loss {
        public Lecture {
            nonNegative("lambda", lambda);
            nonNegative("reconstruction", reconstruction);
        }

        public Lecture(double lambda) {
            this(lambda, 1);
        }

        @Override
        public double klWeight() {
            return lambda;
        }

        @Override
        public Loss withKlWeight(double weight) {
            return new Lecture(weight, reconstruction);
        }

        @Override
        public double of(double logLikelihood, double mse, double kl) {
            return reconstruction * mse + weighted(lambda, kl);
        }

        @Override
        public boolean definesLikelihood() {
            return lambda > 0 && reconstruction > 0;
        }

        /**
         * The standard deviation s of the Gaussian likelihood under which {@code -logLikelihood + KL} is this loss up to a
         * factor and a constant: s^2 = lambda d / (2 reconstruction).
         *
         * @param size values of an example, d
         */
        public double gaussianStd(int size) {
            return Math.sqrt(lambda * size / (2 * reconstruction));
        }
    }

    /**
     * -log p(x|z) + beta * KL, in nats (Higgins et al. 2017; beta = 1 is the negative ELBO).
     *
     * @param beta weight of the KL term, at least 0
     */
    record Nats(double beta) implements Loss {
        public Nats {
            nonNegative("beta", beta);
        }

        @Override
        public double klWeight() {
            return beta;
        }

        @Override
        public Loss withKlWeight(double weight) {
            return new Nats(weight);
        }

        @Override
        public double of(double logLikelihood, double mse, double kl) {
            return -logLikelihood + weighted(beta, kl);
        }
    }

    /** 0 for a weight of 0 even where the KL is infinite, as for a point. */
    private static double weighted(double weight, double kl) {
        return weight == 0 ? 0 : weight * kl;
    }

    private static void nonNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite, got " + value);
        }
    }
}
