package dev.penumbra.codec;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Outputs;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.ExactInference;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lossless coding of examples (Townsend, Bird &amp; Barber 2019; over several layers as Townsend et al. 2020). To push x: pop z from
 * q(z|x), push x with p(x|z), push z with p(z). The bits that popping z took are there again when x is popped, so that x costs
 * log q(z|x) - log p(x, z), which is the negative ELBO on average. z lies in {@link Bins} of the prior. For one thread.
 */
final class BitsBack {
    /** A flag that says whether an example is coded with the model, or as it is: then it costs this much, in bits. */
    private static final int RARE = 12;

    private static final Cumulative FLAG =
            k -> k == 0 ? 0 : k == 1 ? Cumulative.TOTAL - (Cumulative.TOTAL >> RARE) : Cumulative.TOTAL;
    /**
     * Bins are pushed with numbers from here added, modulo their count. Where the prior is not that of the z of real data, their bits are
     * not evenly distributed, and what the next example pops would be no draw from its posterior.
     */
    private static final Seed PAD = new Seed(0x6e756d6265727321L);

    private static final Cumulative BIN = i -> i << (Ans.BITS - Bins.BITS);
    private static final int MODEL = 0;
    private static final int RAW = 1;

    private final ExactInference model;
    private final Alphabet alphabet;
    private final Reference reference;
    private final int d;
    private final int v;
    private final int classes;
    private final Cumulative plain;
    private final Masses masses;
    private final int[] bins;
    private final Cumulative[] posteriors;

    /** @param reference where the z of these examples are */
    BitsBack(ExactInference model, Alphabet alphabet, Reference reference) {
        this.model = model;
        this.alphabet = alphabet;
        this.reference = reference;
        this.d = model.model().spec().schema().shape().size();
        this.v = model.model().spec().latent();
        this.classes = model.model().spec().classes();
        this.masses = new Masses(alphabet);
        this.plain = Cumulative.uniform(alphabet.symbols());
        this.bins = new int[v];
        this.posteriors = new Cumulative[v];
    }

    /** The probabilities of one value. */
    private static final class Masses implements Cumulative {
        private final Alphabet alphabet;
        private final double[] mass;
        private final double[] sum;

        Masses(Alphabet alphabet) {
            this.alphabet = alphabet;
            this.mass = new double[alphabet.symbols()];
            this.sum = new double[alphabet.symbols()];
        }

        Masses of(Outputs outputs, int i) {
            alphabet.masses(outputs, i, mass);
            for (int k = 1; k < sum.length; k++) {
                sum[k] = sum[k - 1] + mass[k - 1];
            }
            return this;
        }

        @Override
        public int below(int symbol) {
            return Cumulative.below(symbol == sum.length ? 1 : sum[symbol], symbol, sum.length);
        }
    }

    /**
     * Pushes an example.
     *
     * @param index any number that is also given to {@link #pop}, for each example another one
     * @param x     [d], symbols
     */
    void push(Ans ans, long index, int[] x) {
        double before = ans.bits();
        int best = -1;
        double least = RARE + d * StrictMath.log(alphabet.symbols()) / StrictMath.log(2);
        int tries = Math.max(1, classes);
        for (int label = 0; label < tries; label++) {
            ans.mark();
            boolean coded = pushWith(ans, index, x, label);
            double cost = ans.bits() - before;
            if (coded && cost < least) {
                if (tries == 1) {
                    FLAG.push(ans, MODEL);
                    return;
                }
                least = cost;
                best = label;
            }
            ans.back();
        }
        if (best >= 0) {
            pushWith(ans, index, x, best);
        } else {
            for (int i = d - 1; i >= 0; i--) {
                plain.push(ans, x[i]);
            }
        }
        FLAG.push(ans, best >= 0 ? MODEL : RAW);
    }

    /** Whether it could be done: false, with the stack changed, where the network's outputs are not finite. */
    private boolean pushWith(Ans ans, long index, int[] x, int label) {
        boolean[] finite = {true};
        Supplier<float[]> pass = model.topDown(values(x), label, (from, prior, posterior, z) -> {
            finite[0] &= isFinite(prior) && isFinite(posterior);
            for (int j = 0; j < z.length && finite[0]; j++) {
                bins[from + j] = reference
                        .masses(prior, Objects.requireNonNull(posterior), from, j)
                        .pop(ans, Bins.COUNT);
                z[j] = reference.value(prior, from, j, bins[from + j]);
            }
        });
        if (!finite[0]) {
            return false;
        }
        float[] out = pass.get();
        if (!isFinite(out)) {
            return false;
        }
        Outputs outputs = new Outputs(out, 0, d);
        for (int i = d - 1; i >= 0; i--) {
            masses.of(outputs, i).push(ans, x[i]);
        }
        int[] pad = pad(index);
        for (int j = v - 1; j >= 0; j--) {
            BIN.push(ans, (bins[j] + pad[j]) % Bins.COUNT);
        }
        if (classes > 0) {
            Cumulative.uniform(classes).push(ans, label);
        }
        return true;
    }

    /**
     * Pops an example.
     *
     * @param index the one that it was pushed with
     * @return [d], symbols
     */
    int[] pop(Ans ans, long index) {
        int[] x = new int[d];
        if (FLAG.pop(ans, 2) == RAW) {
            for (int i = 0; i < d; i++) {
                x[i] = plain.pop(ans, alphabet.symbols());
            }
            return x;
        }
        int label = classes > 0 ? Cumulative.uniform(classes).pop(ans, classes) : 0;
        int[] pad = pad(index);
        Supplier<float[]> pass = model.topDown(null, label, (from, prior, posterior, z) -> {
            for (int j = 0; j < z.length; j++) {
                bins[from + j] = Math.floorMod(BIN.pop(ans, Bins.COUNT) - pad[from + j], Bins.COUNT);
                z[j] = reference.value(prior, from, j, bins[from + j]);
            }
        });
        Outputs outputs = new Outputs(pass.get(), 0, d);
        for (int i = 0; i < d; i++) {
            x[i] = masses.of(outputs, i).pop(ans, alphabet.symbols());
        }
        model.topDown(values(x), label, (from, prior, posterior, z) -> {
            for (int j = 0; j < z.length; j++) {
                posteriors[from + j] = reference.masses(prior, Objects.requireNonNull(posterior), from, j);
                z[j] = reference.value(prior, from, j, bins[from + j]);
            }
        });
        for (int j = v - 1; j >= 0; j--) {
            posteriors[j].push(ans, bins[j]);
        }
        return x;
    }

    private int[] pad(long index) {
        return PAD.at(index).random().ints(v, 0, Bins.COUNT).toArray();
    }

    private float[] values(int[] x) {
        float[] values = new float[d];
        for (int i = 0; i < d; i++) {
            values[i] = alphabet.value(x[i], i);
        }
        return values;
    }

    private static boolean isFinite(@Nullable Posterior gaussians) {
        if (gaussians == null || !isFinite(gaussians.mean())) {
            return false;
        }
        for (float logStd : gaussians.logStd()) {
            // A point has -Infinity.
            if (!(logStd < Float.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
