package dev.penumbra.codec;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Ladders;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.SplittableRandom;

/** Small models with random weights, and data for them. */
final class Coders {
    static final Shape IMAGE = Shape.image(1, 4, 5);
    private static final int LATENT = 3;

    private Coders() {}

    static ExactInference vae(Likelihood likelihood) {
        return vae(new PosteriorFamily.Gaussian(), new Prior.Normal(), 0, likelihood);
    }

    static ExactInference vae(PosteriorFamily posterior, Prior prior, int classes, Likelihood likelihood) {
        List<String> names = List.of("a", "b", "c").subList(0, classes);
        return of(new VaeSpec(
                Schema.image(IMAGE, names),
                LATENT,
                classes,
                Architecture.encoder("mlp:8", VaeSpec.input(IMAGE, classes), posterior.outputs(LATENT)),
                posterior,
                prior,
                Architecture.decoder(
                        "mlp:8",
                        LATENT + classes,
                        Shape.image(likelihood.outputsPerValue(), IMAGE.height(), IMAGE.width())),
                likelihood));
    }

    static ExactInference ladder(Likelihood likelihood) {
        return of(Ladders.of(Schema.image(IMAGE, List.of()), 3, 4, 1, likelihood));
    }

    private static ExactInference of(ModelSpec spec) {
        return Inference.exact(new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), 1);
    }

    /** Examples with values k / last. */
    static Dataset data(int count, int last, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(last + 1) / (float) last;
        }
        return new ArrayDataset(Schema.image(IMAGE, List.of()), values, null);
    }
}
