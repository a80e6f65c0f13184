package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.latent.Condition;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.Posteriors;
import dev.penumbra.run.Priors;
import java.util.List;
import java.util.function.Consumer;

/** Readers of what is written on the command line and in configurations. */
final class TextReaders {
    private TextReaders() {}

    static List<Fuzzed> all() {
        var spec = Seeds.model(3, new Bernoulli()).model().spec();
        return List.of(
                Fuzzed.of(
                        "architecture",
                        Seeds.texts(
                                "mlp:400",
                                "mlp:512,256@gated",
                                "conv:32,64@silu,batchnorm",
                                "resnet:32,64@groupnorm",
                                "linear"),
                        text(t -> {
                            Architecture.encoder(t, Shape.image(3, 32, 32), 8);
                            Architecture.decoder(t, 8, Shape.image(3, 32, 32));
                        })),
                Fuzzed.of(
                        "objective",
                        Seeds.texts(
                                "elbo",
                                "elbo:free-bits=0.5",
                                "elbo:cycles=4",
                                "elbo:capacity=25,gamma=30",
                                "iwae:k=5",
                                "miwae:m=4,k=8",
                                "tc:beta=6",
                                "factor:gamma=10",
                                "dip-i:od=10,d=1",
                                "info:alpha=0,lambda=10",
                                "wae-mmd:lambda=10",
                                "aae:weight=1,width=64",
                                "rae-l2:code=1,decay=0.1",
                                "rae-gp:code=1,gradient=0.1"),
                        text(Objectives::parse)),
                Fuzzed.of(
                        "posterior",
                        Seeds.texts("gaussian", "point", "vmf", "planar:8", "iaf:2,width=32", "vq:512,dim=2,beta=0.25"),
                        text(t -> Posteriors.parse(t, 4))),
                Fuzzed.of(
                        "prior",
                        Seeds.texts("normal", "mixture:4", "vamp:500", "realnvp:4,width=32", "vae:2/1,net=mlp:16"),
                        text(t -> Priors.parse(t, 4, false))),
                Fuzzed.of(
                        "likelihood",
                        Seeds.texts(Likelihoods.descriptions().keySet().toArray(String[]::new)),
                        text(t -> Likelihoods.parse(t, "--likelihood"))),
                Fuzzed.of("label", Seeds.texts("a", "b", "0", "2"), text(t -> Condition.label(spec, t))));
    }

    private static Fuzzed.Call text(Consumer<String> reader) {
        return (input, scratch) -> reader.accept(new String(input, UTF_8));
    }
}
