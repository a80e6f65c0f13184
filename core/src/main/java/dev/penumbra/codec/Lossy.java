package dev.penumbra.codec;

import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.model.ExactInference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Blocks of quantized posterior means. Dimension by dimension, in units of the prior, a mean is m + k step with a whole k, which is coded
 * with the mass that a Gaussian fitted to the block gives to its interval. The step is a multiple of the posterior's standard deviation
 * (root mean square over the block): what the posterior leaves open need not be kept. Dimensions in which all k are 0 cost nothing.
 *
 * @param quality 1 to 100; the multiple is 2^((60 - quality) / 10)
 */
record Lossy(ExactInference model, int quality) implements BlockCoder {
    /** Points have no standard deviation: they are taken for this share of that of all means. */
    private static final double POINT = 1.0 / 256;

    private static final int LARGEST = 1 << 15;

    /** How one dimension is quantized: k from {@code first} on, {@code count} values, with standard deviation {@code std} in steps. */
    private record Grid(float mean, float step, float std, int first, int count) {
        float value(Posterior prior, int j, int k) {
            return (float) (prior.mean()[j] + prior.std(0, j) * (mean + (double) step * k));
        }

        Cumulative masses() {
            return i -> Cumulative.below(SpecialFunctions.normalCdf((first + i - 0.5) / Math.max(std, 0.1)), i, count);
        }
    }

    @Override
    public Coded encode(List<float[]> examples) {
        int v = model.model().spec().latent();
        Grid[] grids = grids(Moments.of(model, examples));
        int[] first = new int[v];
        int[] last = new int[v];
        List<int[]> all = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (float[] x : examples) {
            int label = label(x);
            int[] k = quantized(x, label, grids);
            for (int j = 0; j < v; j++) {
                first[j] = Math.min(first[j], k[j]);
                last[j] = Math.max(last[j], k[j]);
            }
            all.add(k);
            labels.add(label);
        }
        for (int j = 0; j < v; j++) {
            Grid g = grids[j];
            grids[j] = new Grid(g.mean, g.step, g.std, first[j], last[j] - first[j] + 1);
        }
        Ans ans = Ans.empty();
        int classes = model.model().spec().classes();
        for (int n = examples.size() - 1; n >= 0; n--) {
            for (int j = v - 1; j >= 0; j--) {
                if (grids[j].count > 1) {
                    grids[j].masses().push(ans, all.get(n)[j] - first[j]);
                }
            }
            if (classes > 0) {
                Cumulative.uniform(classes).push(ans, labels.get(n));
            }
        }
        ByteBuffer out = ByteBuffer.allocate(10 * v + ans.bytes());
        for (Grid g : grids) {
            Halves.write(out, g.mean);
            Halves.write(out, g.step);
            Halves.write(out, g.std);
            out.putShort((short) g.first).putShort((short) (g.count - 1));
        }
        ans.write(out);
        return new Coded(out.array(), ans.initialBits());
    }

    private Grid[] grids(Moments moments) {
        Grid[] grids = new Grid[moments.mean().length];
        double multiple = StrictMath.pow(2, (60 - quality) / 10.0);
        for (int j = 0; j < grids.length; j++) {
            double std = StrictMath.sqrt(moments.variance()[j]);
            double open = Math.max(StrictMath.sqrt(moments.posteriorVariance()[j]), POINT * std);
            float step = Halves.round(Math.max(multiple * open, 1e-4));
            grids[j] = new Grid(Halves.round(moments.mean()[j]), step, Halves.round(std / step), 0, 1);
        }
        return grids;
    }

    /** The class under which the posterior mean explains x best; 0 for models without classes. */
    private int label(float[] x) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        int classes = model.model().spec().classes();
        for (int label = 0; label < classes; label++) {
            float[] out = model.topDown(
                            x,
                            label,
                            (from, prior, posterior, z) -> System.arraycopy(
                                    Objects.requireNonNull(posterior).mean(), 0, z, 0, z.length))
                    .get();
            double fit = model.model().likelihood().logDensity(x, 0, out, 0, x.length);
            if (fit > highest) {
                highest = fit;
                best = label;
            }
        }
        return best;
    }

    private int[] quantized(float[] x, int label, Grid[] grids) {
        int[] all = new int[grids.length];
        model.topDown(x, label, (from, prior, posterior, z) -> {
            Objects.requireNonNull(posterior);
            for (int j = 0; j < z.length; j++) {
                Grid g = grids[from + j];
                double relative = (posterior.mean()[j] - prior.mean()[j]) / prior.std(0, j);
                all[from + j] = (int) Math.clamp(Math.rint((relative - g.mean) / g.step), -LARGEST, LARGEST - 1);
                z[j] = g.value(prior, j, all[from + j]);
            }
        });
        return all;
    }

    @Override
    public List<float[]> decode(ByteBuffer bytes, int count) {
        int v = model.model().spec().latent();
        int classes = model.model().spec().classes();
        Grid[] grids = new Grid[v];
        for (int j = 0; j < v; j++) {
            float mean = Halves.read(bytes);
            float step = Halves.read(bytes);
            float std = Halves.read(bytes);
            if (bytes.remaining() < 2 * Short.BYTES) {
                throw new Ans.Damaged("it ends within its numbers");
            }
            grids[j] = new Grid(mean, step, std, bytes.getShort(), Short.toUnsignedInt(bytes.getShort()) + 1);
        }
        Ans ans = Ans.read(bytes);
        Likelihood likelihood = model.model().likelihood();
        List<float[]> examples = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int label = classes > 0 ? Cumulative.uniform(classes).pop(ans, classes) : 0;
            Supplier<float[]> pass = model.topDown(null, label, (from, prior, posterior, z) -> {
                for (int j = 0; j < z.length; j++) {
                    Grid g = grids[from + j];
                    int k = g.count > 1 ? g.masses().pop(ans, g.count) : 0;
                    z[j] = g.value(prior, j, g.first + k);
                }
            });
            float[] x = new float[model.model().spec().schema().shape().size()];
            likelihood.mean(pass.get(), 0, x, 0, x.length);
            examples.add(x);
        }
        if (!ans.isBackAtStart(0)) {
            throw new Ans.Damaged("after its last item other bits are left than it began with");
        }
        return examples;
    }
}
