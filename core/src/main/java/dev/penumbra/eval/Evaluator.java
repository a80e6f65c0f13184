package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes an {@link Evaluation}. The noise of an example depends on the seed and its index alone, never on the batch. */
public final class Evaluator {
    private final Inference inference;
    private final Likelihood likelihood;
    private final boolean variational;
    /** Whether the KL is known in closed form, dimension by dimension. */
    private final boolean closedForm;

    private final int latent;
    private final int size;
    private final Seed seed;

    private final BitsPerValue bits;
    private int examples;
    private double logLikelihood;
    private double mse;
    private double absMu;
    private double sigma;
    private double totalKl;
    private final double[] elbo;
    private final double[] kl;
    private final double[] meanMu;
    private final double[] squaresMu;

    private Evaluator(Inference inference, Dataset data, Seed seed) {
        ModelSpec spec = inference.model().spec();
        this.inference = inference;
        this.likelihood = inference.model().likelihood();
        this.variational = spec.isVariational();
        this.closedForm = spec.hasClosedKl();
        this.latent = spec.latent();
        this.size = spec.schema().shape().size();
        this.seed = seed;
        this.elbo = new double[data.size()];
        this.bits = new BitsPerValue(data, likelihood);
        this.kl = new double[latent];
        this.meanMu = new double[latent];
        this.squaresMu = new double[latent];
    }

    /**
     * Evaluates a model on all examples of {@code data}.
     *
     * @param loss  the objective, at whose scale the loss is stated
     * @param seed  of the one z per example
     * @param split what to call this data
     * @param pixels what the model sees of its values, in words; see {@link dev.penumbra.data.KnownData#protocol}
     * @throws dev.penumbra.InputException where the data's shape is not the model's, or a value has no probability under its likelihood
     */
    public static Evaluation evaluate(
            Inference inference, Dataset data, Loss loss, Seed seed, String split, String pixels) {
        return evaluate(inference, data, loss, seed, split, pixels, Batches.SIZE);
    }

    static Evaluation evaluate(
            Inference inference, Dataset data, Loss loss, Seed seed, String split, String pixels, int batch) {
        Support.require(inference.model().likelihood(), data, split);
        Evaluator evaluator = new Evaluator(inference, data, seed);
        int[] all = IntStream.range(0, data.size()).toArray();
        Batches.forEach(inference, data, all, batch, evaluator::add);
        return evaluator.evaluation(loss, split, pixels);
    }

    private void add(float[] x, int[] labels, int from, int count) {
        Posterior posterior = inference.encode(x, labels, count);
        Draws draws = inference.draw(x, labels, count, Batches.noise(inference, seed, from, count));
        float[] outputs = inference.decode(draws.z(), labels, count);
        bits.look(x);
        double[] densities = new double[count];
        double[] errors = new double[count];
        IntStream.range(0, count).parallel().forEach(i -> {
            int outStart = i * likelihood.outputsPerValue() * size;
            densities[i] = likelihood.logDensity(x, i * size, outputs, outStart, size);
            float[] mean = new float[size];
            likelihood.mean(outputs, outStart, mean, 0, size);
            errors[i] = squaredError(x, i * size, mean) / size;
        });
        for (int i = 0; i < count; i++) {
            double estimate = draws.logPosterior()[i] - draws.logPrior()[i];
            logLikelihood += densities[i];
            totalKl += estimate;
            elbo[examples++] = densities[i] - (closedForm ? posterior.kl(i) : estimate);
            mse += errors[i];
            for (int j = 0; j < latent; j++) {
                addLatent(j, posterior.mean()[i * latent + j]);
                if (variational) {
                    sigma += posterior.std(i, j);
                }
                if (closedForm) {
                    kl[j] += posterior.kl(i, j);
                }
            }
        }
    }

    private static double squaredError(float[] x, int start, float[] mean) {
        double sum = 0;
        for (int k = 0; k < mean.length; k++) {
            double error = (double) x[start + k] - mean[k];
            sum += error * error;
        }
        return sum;
    }

    /** Mean and sum of squared deviations by Welford's update, which does not cancel where the mean is large. */
    private void addLatent(int j, double mu) {
        absMu += Math.abs(mu);
        double before = mu - meanMu[j];
        meanMu[j] += before / examples;
        squaresMu[j] += before * (mu - meanMu[j]);
    }

    private Evaluation evaluation(Loss loss, String split, String pixels) {
        double n = examples;
        double meanLogLikelihood = logLikelihood / n;
        double meanKl = (closedForm ? Arrays.stream(kl).sum() : totalKl) / n;
        List<Double> perDimension = new ArrayList<>();
        if (closedForm) {
            Arrays.stream(kl).forEach(sum -> perDimension.add(sum / n));
        }
        int active = (int) Arrays.stream(squaresMu)
                .filter(squares -> squares / n > Evaluation.ACTIVE)
                .count();
        boolean density = impliesDensity(loss, size);
        return new Evaluation(
                split,
                examples,
                pixels,
                loss.of(meanLogLikelihood, mse / n, meanKl),
                loss instanceof Loss.Lecture lecture ? lecture.lambda() : null,
                loss instanceof Loss.Nats nats ? nats.beta() : null,
                density && variational ? meanLogLikelihood - meanKl : null,
                density && variational ? Mean.of(elbo).standardError() : null,
                density ? meanLogLikelihood : null,
                variational ? meanKl : null,
                mse / n,
                absMu / (n * latent),
                sigma / (n * latent),
                active,
                perDimension,
                density ? std(likelihood) : null,
                density && variational ? bits.of(meanKl - meanLogLikelihood) : null);
    }

    /** Without lambda or reconstruction no Gaussian makes the lecture's loss a likelihood; the model then holds a placeholder. */
    private static boolean impliesDensity(Loss loss, int size) {
        return switch (loss) {
            case Loss.Nats nats -> true;
            case Loss.Lecture lecture -> {
                double std = lecture.gaussianStd(size);
                yield std > 0 && Double.isFinite(std);
            }
        };
    }

    private static @Nullable Double std(Likelihood likelihood) {
        return likelihood instanceof Gaussian gaussian ? gaussian.std() : null;
    }
}
