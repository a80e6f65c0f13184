package dev.penumbra.model;

import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Weights;

/**
 * A spec and weights that fit it. Immutable.
 *
 * @param spec    what the model is
 * @param weights what it learned
 */
public record Model(ModelSpec spec, Weights weights) {
    /** Checks that every weight is there with its shape; {@link IllegalArgumentException} names the first that is not. */
    public Model {
        weights.require(spec.parameters());
    }

    /** The likelihood with what it learned filled in. */
    public Likelihood likelihood() {
        return spec.likelihood().resolved(weights);
    }
}
