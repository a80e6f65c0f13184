package dev.penumbra.bench;

import dev.penumbra.Seed;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Splits;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.SpecResolver;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import dev.penumbra.torch.train.TrainingEvent;
import dev.penumbra.torch.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an epoch costs beyond its bare training steps: reading and shuffling data, noise, metrics, progress, checkpoints. The
 * model is 784-400-20-400-784 at batch 128. Floor: five products of 128x784x400, 0.40 billion multiply-adds, over the speed of a
 * large matrix product, which is measured here too.
 */
public final class EpochBench {
    private static final int EPOCHS = 7;
    private static final int WARM_UP = 30;
    private static final double FLOP_OF_LARGE_PRODUCTS = 5 * 2.0 * 128 * 784 * 400;

    private EpochBench() {}

    /** Arguments: the folder of data sets, and optionally the number of threads. */
    public static void main(String[] args) throws IOException {
        if (args.length < 1) {
            System.err.println("usage: EpochBench DATA_DIR [THREADS]");
            System.exit(2);
        }
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        RunConfig config = RunConfig.of("mnist", 20)
                .withData(new RunConfig.DataConfig("mnist", args[0], null, Pixels.GREY, 0, 0.1, null))
                .withModel(ModelConfig.vae(20).withNetworks("mlp:400", "mlp:400"))
                .withTraining(TrainingConfig.DEFAULT.withEpochs(EPOCHS))
                .withDevice(RunConfig.Device.CPU, threads);
        Splits splits = RunData.open(config);
        ModelSpec spec = SpecResolver.resolve(config, splits.train());
        long steps = (splits.train().size() + 127L) / 128;
        List<Double> ratios = new ArrayList<>();
        Path folder = Files.createTempDirectory("penumbra-bench");
        TrainingRun.create(config, folder.resolve("run")).train(event -> {
            // Listeners run in the training thread, so both measurements share its pool of worker threads.
            if (event instanceof TrainingEvent.EpochDone done) {
                double epoch = done.metrics().seconds() / steps * 1e3;
                double bare = bareStep(spec, splits);
                ratios.add(epoch / bare);
                System.out.printf(
                        Locale.ROOT,
                        "epoch %d: %.2f ms per step, bare step %.2f ms, floor %.2f ms, ratio %.3f%n",
                        done.metrics().epoch(),
                        epoch,
                        bare,
                        FLOP_OF_LARGE_PRODUCTS / largeProduct() * 1e3,
                        epoch / bare);
            }
        });
        ratios.sort(null);
        System.out.printf(Locale.ROOT, "median ratio %.3f%n", ratios.get(ratios.size() / 2));
    }

    /** Milliseconds of forward, backward and update on one batch that never changes. */
    private static double bareStep(ModelSpec spec, Splits splits) {
        int d = spec.schema().shape().size();
        float[] x = new float[128 * d];
        for (int i = 0; i < 128; i++) {
            splits.train().read(i, x, i * d);
        }
        Weights weights = Weights.initial(spec.parameters(), new Seed(1));
        try (Scope whole = new Scope();
                Parameters parameters = Parameters.trainable(weights, spec.parameters(), Device.CPU);
                FusedOptimizer optimizer =
                        new FusedOptimizer(Optimizer.Adam.of(1e-3), parameters.trained(), Device.CPU)) {
            TensorObjective objective = TensorObjective.of(
                    Objective.Elbo.PLAIN, spec, parameters, splits.train().size());
            Tensor x_BD = Tensor.of(Device.CPU, x, 128, d);
            Tensor noise_BV = Tensor.of(Device.CPU, new Seed(2).gaussians(128 * 20), 128, 20);
            Batch batch = new Batch(x_BD, null, noise_BV);
            long start = 0;
            int steps = 250;
            for (int i = 1; i <= WARM_UP + steps; i++) {
                if (i == WARM_UP + 1) {
                    start = System.nanoTime();
                }
                try (Scope scope = new Scope()) {
                    objective.of(batch, new Loss.Nats(1), 1).loss().backward();
                    optimizer.step(i, 1e-3);
                    parameters.trained().values().forEach(Tensor::clearGradient);
                }
            }
            return (System.nanoTime() - start) / 1e6 / steps;
        }
    }

    /** Floating-point operations per second of a product of two 1024x1024 matrices. */
    private static double largeProduct() {
        try (Scope scope = new Scope()) {
            Tensor a = Tensor.zeros(Device.CPU, 1024, 1024);
            Tensor bias = Tensor.zeros(Device.CPU, 1024);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 30; i++) {
                try (Scope inner = new Scope()) {
                    long start = System.nanoTime();
                    a.linear(a, bias);
                    best = Math.min(best, (System.nanoTime() - start) / 1e9);
                }
            }
            return 2.0 * 1024 * 1024 * 1024 / best;
        }
    }
}
