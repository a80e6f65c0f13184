package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;

/**
 * The step of a plain VAE (linear layers and convolutions, Gaussian posterior, standard normal prior, ELBO) on the CPU, with the gradients of
 * {@link AutogradStep} written out. Each worker takes its examples through the whole model and back; then each computes the
 * gradients of its units of every layer and updates them. All memory is made once.
 */
public final class DirectStep implements Step {
    /** Examples that are worth a thread of their own. */
    private static final int EXAMPLES_PER_WORKER = 8;

    private final Dataset data;
    private final Pixels pixels;
    private final Optimizer optimizer;
    private final int size;
    /** Examples of the present batch, and their draws of N(0, 1). */
    private final float[][] x;

    private final float[] noise;
    private final Workers workers;
    private final DirectModel model;
    private final double[][] sums;
    private int count;

    /**
     * A step. The caller closes parameters and optimizer after this.
     *
     * @param threads of the computer to use
     */
    public DirectStep(
            VaeSpec spec,
            Parameters parameters,
            FusedOptimizer fused,
            TrainingConfig training,
            Dataset data,
            Pixels pixels,
            int threads) {
        this.data = data;
        this.pixels = pixels;
        this.optimizer = training.optimizer();
        this.size = data.schema().shape().size();
        int batch = Math.min(training.batch(), data.size());
        this.x = new float[batch][size];
        this.noise = new float[Math.multiplyExact(batch, spec.latent())];
        int count = Math.max(1, Math.min(threads, batch / EXAMPLES_PER_WORKER));
        this.workers = new Workers(count, threads);
        boolean sparse = pixels != Pixels.DEQUANTIZED && SparseInput.suits(data);
        this.model = new DirectModel(spec, parameters, fused, batch, count, sparse);
        this.sums = new double[count][];
    }

    /** Whether it computes what is asked for. */
    public static boolean fits(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training, Device device) {
        return device == Device.CPU
                && vae.classes() == 0
                && vae.posterior() instanceof PosteriorFamily.Gaussian
                && vae.prior() instanceof Prior.Normal
                && ((vae.likelihood() instanceof Bernoulli && loss instanceof Loss.Nats)
                        || vae.likelihood() instanceof Gaussian)
                && loss.definesLikelihood()
                && objective instanceof Objective.Elbo elbo
                && elbo.freeBits() == 0
                && elbo.capacity() == 0
                && training.clip() == 0
                && !(training.optimizer() instanceof Optimizer.Sgd)
                && Chain.of(vae.encoder(), VaeSpec.ENCODER).isPresent()
                && Chain.of(vae.decoder(), VaeSpec.DECODER).isPresent();
    }

    @Override
    public Result gradients(int[] order, int from, int count, Seed seed, Loss loss, double kl, double warm) {
        this.count = count;
        Loss stepLoss = loss.withKlWeight(kl);
        workers.run(worker -> {
            Part part = new Part(count, worker, workers.count());
            read(part, order, from, seed);
            sums[worker] = model.gradients(part, x, noise, stepLoss);
        });
        double logLikelihood = mean(0);
        double squares = mean(1) / size;
        double divergence = mean(2);
        return new Result(
                new Metrics.Terms(
                        stepLoss.of(logLikelihood, squares, divergence), logLikelihood, divergence, squares, null),
                null);
    }

    /** As {@link Batches} does. */
    private void read(Part part, int[] order, int from, Seed seed) {
        int width = noise.length / x.length;
        for (int e = part.from(); e < part.to(); e++) {
            data.read(order[from + e], x[e], 0);
            Seed own = seed.at(e);
            Batches.draw(pixels, x[e], 0, size, own);
            own.gaussians(noise, e * width, width);
        }
    }

    /** Of one of the sums over the examples. */
    private double mean(int term) {
        double sum = 0;
        for (double[] part : sums) {
            sum += part[term];
        }
        return sum / count;
    }

    @Override
    public void update(long number, double rate) {
        AdamRow adam = AdamRow.of(optimizer, number, rate);
        model.beginUpdate();
        workers.run(worker -> model.update(new Part(count, worker, workers.count()), number, rate, adam));
    }

    /** Gradients are written over by the next batch's. */
    @Override
    public void discard() {}

    @Override
    public float[] inputs() {
        float[] all = new float[x.length * size];
        for (int e = 0; e < x.length; e++) {
            System.arraycopy(x[e], 0, all, e * size, size);
        }
        return all;
    }

    @Override
    public void store() {
        model.store();
    }

    @Override
    public void load() {
        model.load();
    }

    @Override
    public void close() {
        workers.close();
        model.close();
    }
}
