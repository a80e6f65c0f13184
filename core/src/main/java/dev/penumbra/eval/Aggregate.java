package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Subset;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.Inference;
import dev.penumbra.model.VaeSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the codes of many examples lie together, and against the prior.
 *
 * @param examples    how many were looked at
 * @param information I(x; z) in nats, at most the logarithm of {@code examples}; null where posteriors are not Gaussian
 * @param marginalKl  KL(q(z) || p(z)) in nats; null where posteriors are not Gaussian or the prior is not N(0, I)
 * @param mmd         squared maximum mean discrepancy of one z ~ q(z|x) for each example and as many draws of the prior, by the
 *                    inverse multiquadratic kernel, about 0 to 14
 */
public record Aggregate(
        int examples,
        @Nullable Double information,
        @Nullable Double marginalKl,
        double mmd) {
    /**
     * Looks at a random subset.
     *
     * @param data at least 2 examples
     * @param seed of the subset, of z and of the prior's draws
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static Aggregate of(Inference inference, Dataset data, Seed seed) {
        Dataset some = random(data, MutualInformation.MAX_EXAMPLES, seed.named("subset"));
        Coded coded = Coded.of(inference, some, seed.named("noise"));
        float[] prior = inference.samplePrior(some.size(), seed.named("prior"), 1);
        int v = inference.model().spec().latent();
        MutualInformation parts =
                isGaussian(inference) ? MutualInformation.of(coded.posterior(), seed.named("information")) : null;
        boolean standard = inference.model().spec() instanceof VaeSpec vae && vae.prior() instanceof Prior.Normal;
        return new Aggregate(
                some.size(),
                parts == null ? null : (Double) parts.information(),
                parts == null || !standard ? null : (Double) parts.marginalKl(),
                Mmd.of(coded.z(), prior, v, Mmd.Kernel.INVERSE_MULTIQUADRATIC));
    }

    /** {@code count} examples of {@code data} in its order, all being equally likely; all of them where there are no more. */
    static Dataset random(Dataset data, int count, Seed seed) {
        return new Subset(data, seed.subset(data.size(), count));
    }

    private static boolean isGaussian(Inference inference) {
        return inference.model().spec() instanceof VaeSpec vae && vae.posterior() instanceof PosteriorFamily.Gaussian;
    }

    /** For each field in order, its unit and definition in one sentence. */
    public static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("examples", "Number of examples that were looked at.");
        units.put("information", "Nats: I(x; z), at most log(examples); null where q(z|x) is not Gaussian.");
        units.put("marginalKl", "Nats: KL(q(z) || p(z)); null where q(z|x) is not Gaussian or p(z) not N(0, I).");
        units.put("mmd", "Squared maximum mean discrepancy of q(z) and p(z), about 0 to 14; 0 where they are equal.");
        return Collections.unmodifiableMap(units);
    }
}
