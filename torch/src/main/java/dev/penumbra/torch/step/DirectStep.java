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
import java.util.function.ToDoubleFunction;

/**
 * The step of a plain VAE (linear layers and convolutions, Gaussian posterior, standard normal prior, ELBO or IWAE) on the CPU, with the gradients of
 * {@link AutogradStep} written out. Each worker takes its examples through the whole model and back; then each computes the
 * gradients of its units of every layer and updates them. All memory is made once.
 */
public final class DirectStep implements Step {
    /** Examples that are worth a thread of their own. */
    private static final int EXAMPLES_PER_WORKER = 8;

    private final Objective objective;
    private final Dataset data;
    private final Pixels pixels;
    private final Optimizer optimizer;
    private final int size;
    /** Examples of the present batch, and their draws of N(0, 1). */
    private final float[][] x;

    private final float[] noise;
    private final Workers workers;
    private final DirectModel model;
    private final DirectModel.Sums[] sums;
    private int count;

    /**
     * A step. The caller closes parameters and optimizer after this.
     *
     * @param threads of the computer to use
     */
    public DirectStep(
            VaeSpec spec,
            Objective objective,
            Parameters parameters,
            FusedOptimizer fused,
            TrainingConfig training,
            Dataset data,
            Pixels pixels,
            int threads) {
        this.objective = objective;
        this.data = data;
        this.pixels = pixels;
        this.optimizer = training.optimizer();
        this.size = data.schema().shape().size();
        int batch = Math.min(training.batch(), data.size());
        this.x = new float[batch][size];
        this.noise = new float[Math.multiplyExact(batch, objective.samples() * spec.latent())];
        int count = Math.max(1, Math.min(threads, batch / EXAMPLES_PER_WORKER));
        this.workers = new Workers(count, threads);
        boolean sparse = pixels != Pixels.DEQUANTIZED && SparseInput.suits(data);
        this.model = new DirectModel(spec, objective, parameters, fused, batch, count, sparse);
        this.sums = new DirectModel.Sums[count];
    }

    /** Whether it computes what is asked for. */
    public static boolean fits(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training, Device device) {
        return device == Device.CPU && isPlain(vae, objective, loss, training);
    }

    /** Whether a VAE and its training have the form that steps are written out for, on whatever device. */
    static boolean isPlain(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training) {
        return vae.classes() == 0
                && vae.posterior() instanceof PosteriorFamily.Gaussian
                && vae.prior() instanceof Prior.Normal
                && ((vae.likelihood() instanceof Bernoulli && loss instanceof Loss.Nats)
                        || vae.likelihood() instanceof Gaussian)
                && loss.definesLikelihood()
                && fits(objective, loss)
                && training.clipNorm() == 0
                && !(training.optimizer() instanceof Optimizer.Sgd)
                && Chain.of(vae.encoder(), VaeSpec.ENCODER).isPresent()
                && Chain.of(vae.decoder(), VaeSpec.DECODER).isPresent();
    }

    private static boolean fits(Objective objective, Loss loss) {
        return switch (objective) {
            case Objective.Elbo elbo -> elbo.freeBits() == 0 && elbo.capacity() == 0;
            case Objective.Iwae iwae -> loss instanceof Loss.Nats;
            default -> false;
        };
    }

    @Override
    public Result take(int[] order, int from, int count, Seed seed, Setting setting) {
        this.count = count;
        Loss stepLoss = setting.loss().withKlWeight(setting.klWeight());
        workers.run(worker -> {
            Part part = Part.of(count, worker, workers.count());
            read(part, order, from, seed);
            sums[worker] = model.gradients(part, x, noise, stepLoss);
        });
        update(setting.number(), setting.rate());
        double logLikelihood = mean(DirectModel.Sums::logLikelihood);
        double squares = mean(DirectModel.Sums::squares) / size;
        double divergence = mean(DirectModel.Sums::kl);
        double total = objective instanceof Objective.Iwae
                ? -mean(DirectModel.Sums::bound)
                : stepLoss.of(logLikelihood, squares, divergence);
        return new Result(new Metrics.Terms(total, logLikelihood, divergence, squares, null), null);
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
    private double mean(ToDoubleFunction<DirectModel.Sums> term) {
        double sum = 0;
        for (DirectModel.Sums part : sums) {
            sum += term.applyAsDouble(part);
        }
        return sum / count;
    }

    private void update(long number, double rate) {
        AdamRow adam = AdamRow.of(optimizer, number, rate);
        model.beginUpdate();
        workers.run(worker -> model.update(Part.of(count, worker, workers.count()), number, rate, adam));
    }

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
