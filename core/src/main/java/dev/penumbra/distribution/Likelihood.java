package dev.penumbra.distribution;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.SplittableRandom;

/**
 * p(x|z): what the decoder's outputs mean. The values of x are independent given z, and each is described by
 * {@link #outputsPerValue()} numbers, which stand as {@link Outputs} says.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Bernoulli.class, name = "bernoulli"),
    @JsonSubTypes.Type(value = ContinuousBernoulli.class, name = "continuous-bernoulli"),
    @JsonSubTypes.Type(value = Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = LearnedGaussian.class, name = "gaussian-learned"),
    @JsonSubTypes.Type(value = GaussianPerDimension.class, name = "gaussian-per-dimension"),
    @JsonSubTypes.Type(value = GaussianPerExample.class, name = "gaussian-per-example"),
    @JsonSubTypes.Type(value = Laplace.class, name = "laplace"),
    @JsonSubTypes.Type(value = StudentT.class, name = "student-t"),
    @JsonSubTypes.Type(value = DiscretizedLogistic.class, name = "discretized-logistic"),
    @JsonSubTypes.Type(value = BetaBinomial.class, name = "beta-binomial"),
    @JsonSubTypes.Type(value = Categorical.class, name = "categorical"),
    @JsonSubTypes.Type(value = Poisson.class, name = "poisson"),
    @JsonSubTypes.Type(value = NegativeBinomial.class, name = "negative-binomial"),
})
public sealed interface Likelihood
        permits ContinuousBernoulli,
                Gaussian,
                LearnedGaussian,
                GaussianPerDimension,
                DiagonalGaussian,
                GaussianPerExample,
                Laplace,
                StudentT,
                Discrete {
    /** How it is written in configurations and options, for example {@code discretized-logistic:5}. */
    String text();

    /** How many outputs of the decoder describe one value. */
    int outputsPerValue();

    /** log p of value {@code i} being {@code x}, in nats; finite for every x that it supports. */
    double logDensity(double x, Outputs outputs, int i);

    /** The mean of value {@code i}. */
    double mean(Outputs outputs, int i);

    /** A draw of value {@code i}. */
    double sample(Outputs outputs, int i, SplittableRandom random);

    /** Whether a value of the data can be {@code x}. */
    default boolean supports(double x) {
        return Double.isFinite(x);
    }

    /** The values that it supports, in words. */
    default String support() {
        return "any finite numbers";
    }

    /**
     * log p(x|z) of one example in nats, summed over its values.
     *
     * @param x       holds the example from {@code xStart}
     * @param outputs holds the decoder's {@code outputsPerValue() * size} outputs from {@code outStart}
     * @param size    values of an example, d
     */
    default double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size) {
        Outputs o = new Outputs(outputs, outStart, size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += logDensity(x[xStart + i], o, i);
        }
        return sum;
    }

    /** Writes the mean of p(x|z) of one example, {@code size} values, to {@code into} from {@code intoStart}. */
    default void mean(float[] outputs, int outStart, float[] into, int intoStart, int size) {
        Outputs o = new Outputs(outputs, outStart, size);
        for (int i = 0; i < size; i++) {
            into[intoStart + i] = (float) mean(o, i);
        }
    }

    /** Writes a draw of p(x|z), one example, to {@code into}: the same one for the same state of {@code random}. */
    default void sample(float[] outputs, int outStart, float[] into, int intoStart, int size, SplittableRandom random) {
        Outputs o = new Outputs(outputs, outStart, size);
        for (int i = 0; i < size; i++) {
            into[intoStart + i] = (float) sample(o, i, random);
        }
    }

    /** Weights that the likelihood itself learns, for examples of {@code size} values. */
    default List<Parameter> parameters(int size) {
        return List.of();
    }

    /** This likelihood with what it learned filled in. */
    default Likelihood resolved(Weights weights) {
        return this;
    }
}
