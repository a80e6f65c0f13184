package dev.penumbra.model;

import dev.penumbra.Seed;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;

/** Small models with random weights. */
final class Models {
    private Models() {}

    static Model of(PosteriorFamily posterior, String encoder, Shape shape, int latent, Likelihood likelihood) {
        ModelSpec spec = new VaeSpec(
                Schema.image(shape, List.of("no", "yes")),
                latent,
                Architecture.encoder(encoder, shape, posterior.outputs(latent)),
                posterior,
                Architecture.decoder(Architecture.mirror(encoder), latent, shape),
                likelihood);
        return new Model(spec, Weights.initial(spec.parameters(), new Seed(1)));
    }
}
