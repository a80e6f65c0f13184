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

    /** Value {@code value} of example {@code example}, which is {@code x} and has no probability. */
    public record Misfit(float x, int example, int value) {}

    /** The first misfit of every {@code step}-th example; null where there is none. */
    public static @Nullable Misfit first(Likelihood likelihood, Dataset data, int step) {
        float[] levels = data.levels();
        if (levels.length > 0 && misfit(likelihood, levels, 0, levels.length) < 0) {
            return null;
        }
        float[] x = new float[data.schema().shape().size()];
        for (int n = 0; n < data.size(); n += step) {
            data.read(n, x, 0);
            int value = misfit(likelihood, x, 0, x.length);
            if (value >= 0) {
                return new Misfit(x[value], n, value);
            }
        }
        return null;
    }

    /**
     * Does nothing where all values of {@code data} have a probability.
     *
     * @param data  null for none
     * @param where what it is called
     * @throws InputException with the first value that has none, and its place
     */
    public static void require(Likelihood likelihood, @Nullable Dataset data, String where) {
        Misfit misfit = data == null ? null : first(likelihood, data, 1);
        if (data != null && misfit != null) {
            throw new InputException(
                    "A value has no probability under the model's likelihood.",
                    likelihood.support(),
                    String.valueOf(misfit.x),
                    where + ", example " + data.name(misfit.example) + ", "
                            + data.schema().place(misfit.value),
                    "bring the data to the form of the training data, or leave this example out");
        }
    }
}
