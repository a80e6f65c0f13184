package dev.penumbra.run;

import java.util.List;

/** The kinds of model, and the networks that a short text describes; {@link dev.penumbra.nn.Architecture} reads the texts. */
public final class Networks {
    /** All that can be chosen with {@code --model} and as {@code model.kind} of a configuration. */
    public static final List<Offer> KINDS = List.of(
            new Offer("vae", "vae", "variational autoencoder", "docs/models/vae.md"),
            new Offer("ae", "ae", "basic autoencoder", "docs/models/autoencoder.md"),
            new Offer("ladder", "ladder", "several stochastic layers: --depth, --width", "docs/models/ladder.md"));

    /** All that can be chosen with {@code --encoder} and {@code --decoder}. */
    public static final List<Offer> TEXTS = List.of(
            new Offer("linear", "linear", "no hidden layer", "docs/formats.md"),
            new Offer("mlp", "mlp:512,256", "hidden layers of these widths", "docs/formats.md"),
            new Offer("conv", "conv:32,64", "convolutions of these channels, each halves the sides", "docs/formats.md"),
            new Offer("resnet", "resnet:32,64", "the same, each with a residual block", "docs/formats.md"),
            new Offer(
                    "words",
                    "mlp:300@gated,layernorm",
                    "after @ relu, leaky-relu, silu, gelu, tanh, softplus or gated, and batchnorm, groupnorm or layernorm",
                    "docs/formats.md"));

    private Networks() {}
}
