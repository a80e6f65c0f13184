package dev.penumbra.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import java.util.List;
import java.util.SequencedMap;

/** What a model is, without its weights. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VaeSpec.class, name = "vae"),
    @JsonSubTypes.Type(value = LadderSpec.class, name = "ladder"),
})
public sealed interface ModelSpec permits VaeSpec, LadderSpec {
    /** What it reads. */
    Schema schema();

    /** Dimensions of z, v. */
    int latent();

    /** What the decoder's outputs mean. */
    Likelihood likelihood();

    /** How many classes it is conditioned on, as one more input of encoder and decoder; 0 for an unconditional model. */
    int classes();

    /** Whether there is a KL to the prior, and so an ELBO. */
    @JsonIgnore
    boolean isVariational();

    /** Whether the KL of an example is known in closed form, dimension by dimension: Gaussian q(z|x), and N(0, I) as p(z). */
    default boolean hasClosedKl() {
        return false;
    }

    /** Draws of N(0, 1) that one sample of z and its log-densities take. */
    int noise();

    /** All networks, by the prefix of their weights, in the order in which they are learned and described. */
    SequencedMap<String, Network> networks();

    /** Whether the weight called {@code name} belongs to q(z|x), not to p(x, z). */
    boolean infers(String name);

    /** Everything that is learned, in order. */
    List<Parameter> parameters();
}
