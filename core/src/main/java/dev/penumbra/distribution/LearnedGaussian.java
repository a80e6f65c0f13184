package dev.penumbra.distribution;

import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.SplittableRandom;

/** N(output, std^2) with one std for all values, learned with the weights as {@link #LOG_STD} (Rybkin et al. 2021). */
public record LearnedGaussian() implements Likelihood {
    /** The name of its weights. */
    public static final String LOG_STD = "likelihood.logStd";

    @Override
    public String text() {
        return "gaussian-learned";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        throw unresolved();
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        throw unresolved();
    }

    static IllegalStateException unresolved() {
        return new IllegalStateException("the standard deviation is learned: call resolved(weights) first");
    }

    @Override
    public List<Parameter> parameters(int size) {
        return List.of(Parameter.constant(LOG_STD, List.of(1), 0));
    }

    @Override
    public Likelihood resolved(Weights weights) {
        return new Gaussian(StrictMath.exp(weights.get(LOG_STD)[0]));
    }
}
