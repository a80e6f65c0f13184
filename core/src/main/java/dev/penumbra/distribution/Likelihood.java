package dev.penumbra.distribution;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import java.util.List;

/**
 * p(x|z): what the decoder's outputs mean. All are independent over the values of x given z; the decoder has one output per
 * value.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Likelihood.Bernoulli.class, name = "bernoulli"),
    @JsonSubTypes.Type(value = Likelihood.Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = Likelihood.LearnedGaussian.class, name = "gaussian-learned"),
})
public sealed interface Likelihood {
    /** The name of the one weight of {@link LearnedGaussian}. */
    String LOG_STD = "likelihood.logStd";

    /**
     * log p(x|z) of one example in nats, summed over its values.
     *
     * @param x       holds the example from {@code xStart}
     * @param outputs holds the decoder's outputs from {@code outStart}
     * @param size    values of an example, d
     */
    double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size);

    /** The mean of one value of x, given the decoder's output for it. */
    float mean(float output);

    /** Weights that the likelihood itself learns. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** This likelihood with what it learned filled in. */
    default Likelihood resolved(Weights weights) {
        return this;
    }

    /**
     * Bernoulli on values in [0, 1]; the output is the logit. On grey values this is the cross-entropy that the field uses, an
     * unnormalized density.
     */
    record Bernoulli() implements Likelihood {
        @Override
        public double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                double logit = outputs[outStart + i];
                // x log s(l) + (1 - x) log(1 - s(l)) = x l - softplus(l), stable for any l.
                sum += x[xStart + i] * logit
                        - StrictMath.max(logit, 0)
                        - StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
            }
            return sum;
        }

        @Override
        public float mean(float output) {
            return (float) (1 / (1 + StrictMath.exp(-output)));
        }
    }

    /**
     * N(output, std^2).
     *
     * @param std standard deviation, positive
     */
    record Gaussian(double std) implements Likelihood {
        public Gaussian {
            if (!(std > 0) || Double.isInfinite(std)) {
                throw new IllegalArgumentException("the standard deviation must be positive and finite, got " + std);
            }
        }

        @Override
        public double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size) {
            double squares = 0;
            for (int i = 0; i < size; i++) {
                double difference = (double) x[xStart + i] - outputs[outStart + i];
                squares += difference * difference;
            }
            return -squares / (2 * std * std) - size * (StrictMath.log(std) + 0.5 * StrictMath.log(2 * Math.PI));
        }

        @Override
        public float mean(float output) {
            return output;
        }
    }

    /** N(output, std^2) with one std for all values, learned with the weights as {@link #LOG_STD} (Rybkin et al. 2021). */
    record LearnedGaussian() implements Likelihood {
        @Override
        public double logDensity(float[] x, int xStart, float[] outputs, int outStart, int size) {
            throw new IllegalStateException("the standard deviation is learned: call resolved(weights) first");
        }

        @Override
        public float mean(float output) {
            return output;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.constant(LOG_STD, List.of(1), 0));
        }

        @Override
        public Likelihood resolved(Weights weights) {
            return new Gaussian(StrictMath.exp(weights.get(LOG_STD)[0]));
        }
    }
}
