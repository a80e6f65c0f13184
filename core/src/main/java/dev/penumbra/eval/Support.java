package dev.penumbra.eval;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Likelihood;
import org.jspecify.annotations.Nullable;

/** Whether values have a probability or density under a likelihood: of others log p means nothing, whatever its formula gives. */
public final class Support {
    private Support() {}

    /** Where in {@code x[from .. from + count)} the first value is that {@code likelihood} does not support, counted from 0; -1 for none. */
    public static int misfit(Likelihood likelihood, float[] x, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (!likelihood.supports(x[from + i])) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Does nothing where all values of {@code data} have a probability.
     *
     * @param data  null for none
     * @param where what it is called
     * @throws InputException with the first value that has none, and its place
     */
    public static void require(Likelihood likelihood, @Nullable Dataset data, String where) {
        if (data == null || supportsLevels(likelihood, data.levels())) {
            return;
        }
        float[] x = new float[data.schema().shape().size()];
        for (int n = 0; n < data.size(); n++) {
            data.read(n, x, 0);
            int misfit = misfit(likelihood, x, 0, x.length);
            if (misfit >= 0) {
                throw new InputException(
                        "A value has no probability under the model's likelihood.",
                        likelihood.support(),
                        String.valueOf(x[misfit]),
                        where + ", example " + data.name(n) + ", "
                                + data.schema().place(misfit),
                        "bring the data to the form of the training data, or leave this example out");
            }
        }
    }

    /** Whether all values are {@code levels}, and possible. */
    private static boolean supportsLevels(Likelihood likelihood, float[] levels) {
        return levels.length > 0 && misfit(likelihood, levels, 0, levels.length) < 0;
    }
}
