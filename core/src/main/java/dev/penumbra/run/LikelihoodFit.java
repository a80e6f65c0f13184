package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Rescaled;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.eval.Support;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a likelihood fits the data, before anything is trained. */
final class LikelihoodFit {
    /** So many values are looked at: all of most data sets in less than a second, else of examples that are equally spaced. */
    private static final long LOOK = 1 << 26;

    private LikelihoodFit() {}

    /**
     * The likelihood for data of which nothing else is known: Bernoulli for images in [0, 1] and for tables of 0 and 1
     * alone; where {@code old}, for all that lies in [0, 1].
     */
    static Likelihood choose(Dataset data, boolean old) {
        Schema schema = data.schema();
        boolean bernoulli = old
                || (schema.shape().isImage() ? schema.isGrey() : schema.values().isBinary());
        return bernoulli && misfit(new Bernoulli(), data) == null ? new Bernoulli() : new LearnedGaussian();
    }

    /** The likelihood that {@code text} names; {@link InputException} names a value of {@code data} that it cannot have. */
    static Likelihood check(String text, Dataset data) {
        Likelihood likelihood = scaled(Likelihoods.parse(text, "--likelihood"), data);
        String misfit = misfit(likelihood, data);
        if (misfit != null) {
            List<String> others = Likelihoods.descriptions().keySet().stream()
                    .filter(name -> fits(Likelihoods.parse(name, name), data))
                    .toList();
            throw new InputException(
                    "The likelihood does not fit this data",
                    likelihood.support(),
                    misfit,
                    "--likelihood " + text,
                    "use one that fits: " + String.join(", ", others));
        }
        return likelihood;
    }

    private static boolean fits(Likelihood likelihood, Dataset data) {
        Schema schema = data.schema();
        Schema raw = new Schema(schema.shape(), Scaling.NONE, schema.columns(), schema.classes());
        boolean standardized = !likelihood.supports(-1) && !schema.scaling().isFactor();
        return misfit(scaled(likelihood, data), standardized ? Rescaled.to(raw, data) : data) == null;
    }

    /** Counts with the data's scale: pixels of 0 to 255 are counts that the data holds as [0, 1]. */
    private static Likelihood scaled(Likelihood likelihood, Dataset data) {
        Scaling scaling = data.schema().scaling();
        return likelihood instanceof Counts counts && scaling.isFactor()
                ? counts.withScale(scaling.scale().getFirst())
                : likelihood;
    }

    /** A value that {@code likelihood} cannot have and its place, or null where none was found. */
    private static @Nullable String misfit(Likelihood likelihood, Dataset data) {
        int size = data.schema().shape().size();
        int step = Math.toIntExact(Math.ceilDiv((long) data.size() * size, LOOK));
        Support.Misfit misfit = Support.first(likelihood, data, step);
        return misfit == null
                ? null
                : misfit.x() + " at value " + misfit.value() + " of example " + data.name(misfit.example());
    }
}
