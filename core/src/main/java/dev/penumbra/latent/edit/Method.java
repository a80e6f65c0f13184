package dev.penumbra.latent.edit;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a direction is found from codes z and the values y of an attribute; both are deviations from the means of their classes. */
public enum Method {
    /** Ridge regression of y on z: the direction along which y is predicted to grow fastest. */
    @JsonProperty("probe")
    PROBE,
    /** Regression of z on y, cov(z, y) / var(y): of a class, the difference of the means of its codes and of the others. */
    @JsonProperty("means")
    MEANS
}
