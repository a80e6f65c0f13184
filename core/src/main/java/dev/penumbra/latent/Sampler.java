package dev.penumbra.latent;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.GaussianMixture;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;

/** Where the z of new examples comes from. */
public sealed interface Sampler {
    /** Components of a fitted mixture (Ghosh et al. 2020, section 4). */
    int COMPONENTS = 10;

    /** Examples that a mixture is fitted to, at most: time grows with their number and the square of v. */
    int MAX_EXAMPLES = 5000;

    /** Draws of z, [count, v]: the first k of a larger count are the k of a smaller one. */
    float[] draw(Inference inference, int count, Seed seed);

    /**
     * The model's own prior.
     *
     * @param temperature factor of the standard deviation of what is drawn, positive; 1 for the prior itself, less for examples that
     *     are more alike
     */
    static Sampler prior(double temperature) {
        return new Prior(temperature);
    }

    /**
     * A mixture of Gaussians fitted to the posterior means of examples: also for models whose codes do not fill the prior.
     *
     * @param data at least {@link #COMPONENTS} examples; best those of training
     * @param seed of the examples that are used and of the fit
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    static Sampler mixture(Inference inference, Dataset data, Seed seed) {
        LatentView view = LatentView.of(inference, data, MAX_EXAMPLES, seed.named("view"));
        int v = view.posterior().latent();
        return new Mixture(GaussianMixture.fit(view.posterior().mean(), v, COMPONENTS, seed.named("fit")));
    }

    /** See {@link Sampler#prior}. */
    record Prior(double temperature) implements Sampler {
        public Prior {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("temperature must be positive and finite, got " + temperature);
            }
        }

        @Override
        public float[] draw(Inference inference, int count, Seed seed) {
            return inference.samplePrior(count, seed, temperature);
        }
    }

    /** See {@link Sampler#mixture}. */
    record Mixture(GaussianMixture fitted) implements Sampler {
        @Override
        public float[] draw(Inference inference, int count, Seed seed) {
            return fitted.sample(count, seed);
        }
    }
}
