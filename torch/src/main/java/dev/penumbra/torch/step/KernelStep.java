package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.CudaFork;
import dev.penumbra.torch.tensor.CudaGraph;
import dev.penumbra.torch.tensor.CudaProgram;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Integers;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.SharedMemory;
import dev.penumbra.torch.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The step of a plain VAE of linear layers on a GPU, in the kernels of {@code plain.cu}: a dozen of them where automatic differentiation takes eighty.
 * One recording for each size of batches holds the whole step. The host hears of the loss while the GPU still computes the gradients.
 * Shapes: B examples, N units, D values of an example, V latent dimensions.
 */
public final class KernelStep implements Step {
    /** What a block of a product computes: rows and columns of the result, and its threads. */
    private static final int ROWS = 16;

    private static final int COLUMNS = 32;

    private static final int THREADS = 512;
    private static final int UPDATE_THREADS = 256;
    private static final int WARP = 32;
    private static final int SAMPLE_THREADS = 256;
    private static final int FINISH_THREADS = 1024;
    /** Floats that take as much memory as a double. */
    private static final int FLOATS = Double.BYTES / Float.BYTES;
    /** Of struct Control. */
    private static final int CONTROL_BYTES = 11 * Float.BYTES;
    /** Bytes of struct Sums, and where in it the number of the step lies. */
    private static final int SUMS_BYTES = 4 * Double.BYTES;

    private static final int SUMS_STEP = 3 * Double.BYTES;

    private final VaeSpec spec;
    private final Optimizer optimizer;
    private final ResidentBatches batches;
    private final Kept kept;
    private final CudaProgram program = new CudaProgram(KernelStep.class, "plain.cu");
    private final CudaProgram.Kernel control = program.kernel("control");
    private final CudaProgram.Kernel forward = program.kernel("forward");
    private final CudaProgram.Kernel sample = program.kernel("sample");
    private final CudaProgram.Kernel output = program.kernel("output");
    private final CudaProgram.Kernel finish = program.kernel("finish");
    private final CudaProgram.Kernel backward = program.kernel("backward");
    private final CudaProgram.Kernel backwardToCode = program.kernel("backwardToCode");
    private final CudaProgram.Kernel update = program.kernel("update");
    private final SharedMemory told = new SharedMemory(CONTROL_BYTES);
    private final SharedMemory sums = new SharedMemory(SUMS_BYTES);
    /** What was told, where the kernels read it. */
    private final Tensor controls;

    private final Tensor z_BV;
    /** Sums of each warp of the output's and the sample's kernels. */
    private final Tensor outputSums;

    private final Tensor sampleSums;
    private final List<KernelLayer> encoder;
    private final List<KernelLayer> decoder;
    /** What {@link #update} reads of the layers. */
    private final Integers layers;

    private final int updateBlocks;
    private final Map<Integer, CudaGraph> steps = new HashMap<>();
    /** How many steps were taken: a number that the sums of none before bear. */
    private int taken;

    /**
     * A step. The caller closes parameters and optimizer after this.
     *
     * @param batches to read from; closed with this
     */
    public KernelStep(
            VaeSpec spec, Parameters parameters, FusedOptimizer fused, Optimizer optimizer, ResidentBatches batches) {
        this.spec = spec;
        this.optimizer = optimizer;
        this.batches = batches;
        this.kept = new Kept(Device.CUDA);
        int batch = Math.toIntExact(batches.examples().size(0));
        KernelLayer.Memory memory = new KernelLayer.Memory(parameters, fused.state(), kept, batch);
        this.encoder = memory.layers(Chain.of(spec.encoder(), VaeSpec.ENCODER).orElseThrow(), batches.examples());
        this.z_BV = kept.zeros(batch, spec.latent());
        this.decoder = memory.layers(Chain.of(spec.decoder(), VaeSpec.DECODER).orElseThrow(), z_BV);
        this.controls = kept.zeros(CONTROL_BYTES / Float.BYTES);
        this.outputSums = kept.zeros(2L * FLOATS * outputWarps(batch));
        this.sampleSums = kept.zeros((long) FLOATS * sampleBlocks(batch) * (SAMPLE_THREADS / WARP));
        List<KernelLayer> all =
                Stream.concat(encoder.stream(), decoder.stream()).toList();
        this.layers = new Integers(KernelLayer.struct(all));
        this.updateBlocks = all.stream().mapToInt(KernelLayer::updateBlocks).sum();
    }

    /** Whether it computes what is asked for, on a GPU. */
    public static boolean fits(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training) {
        return DirectStep.isPlain(vae, objective, loss, training)
                && objective instanceof Objective.Elbo
                && KernelLayer.fits(Chain.of(vae.encoder(), VaeSpec.ENCODER).orElseThrow())
                && KernelLayer.fits(Chain.of(vae.decoder(), VaeSpec.DECODER).orElseThrow());
    }

    private int size() {
        return spec.schema().shape().size();
    }

    @Override
    public Result take(int[] order, int from, int count, Seed noise, Setting setting) {
        Loss loss = setting.loss().withKlWeight(setting.klWeight());
        taken++;
        batches.ask(order, from, noise);
        tell(loss, count, AdamRow.of(optimizer, setting.number(), setting.rate()));
        steps.computeIfAbsent(count, c -> CudaGraph.record(() -> step(c))).replay();
        sums.await(SUMS_STEP, taken);
        double squares = sums.bytes().getDouble(Double.BYTES) / count;
        double logLikelihood = spec.likelihood() instanceof Gaussian gaussian
                ? GaussianRows.logLikelihood(squares, size(), gaussian.std())
                : sums.bytes().getDouble(0) / count;
        double kl = sums.bytes().getDouble(2 * Double.BYTES) / count;
        double mse = squares / size();
        return new Result(new Metrics.Terms(loss.of(logLikelihood, mse, kl), logLikelihood, kl, mse, null), null);
    }

    /** Writes struct Control. */
    private void tell(Loss loss, int count, AdamRow adam) {
        told.bytes()
                .clear()
                .putFloat((float) (OutputRows.scale(spec.likelihood(), loss, size()) / count))
                .putFloat((float) (loss.klWeight() / count))
                .putFloat(adam.beta1())
                .putFloat(adam.share1())
                .putFloat(adam.beta2())
                .putFloat(adam.share2())
                .putFloat(adam.epsilon())
                .putFloat(adam.kept())
                .putFloat(adam.rate())
                .putFloat(1 / adam.rootBias())
                .putInt(taken);
    }

    private void step(int count) {
        try (Scope scope = new Scope()) {
            control.launch(1, 1, 1, told, controls);
            Tensor noise_BV = batches.read(count).noise_BW();
            forward(noise_BV, count);
            CudaFork telling = new CudaFork(() -> finish.launch(
                    1,
                    1,
                    FINISH_THREADS,
                    outputSums,
                    outputWarps(count),
                    sampleSums,
                    sampleBlocks(count) * (SAMPLE_THREADS / WARP),
                    controls,
                    sums));
            backward(decoder, count);
            backwardToCode(noise_BV, count);
            backward(encoder, count);
            update.launch(updateBlocks, 1, UPDATE_THREADS, layers, count, controls);
            telling.join();
        }
    }

    /** Starts a kernel that makes a row of {@code width} numbers for each example. */
    private static void launch(CudaProgram.Kernel kernel, int count, int width, Object... arguments) {
        kernel.launch(Math.ceilDiv(width, COLUMNS), Math.ceilDiv(count, ROWS), THREADS, arguments);
    }

    private int outputWarps(int count) {
        return Math.ceilDiv(size(), COLUMNS) * Math.ceilDiv(count, ROWS) * (THREADS / WARP);
    }

    private int sampleBlocks(int count) {
        return Math.ceilDiv(count * spec.latent(), SAMPLE_THREADS);
    }

    private void forward(Tensor noise_BV, int count) {
        forward(encoder, count);
        Tensor code = encoder.getLast().out_BN();
        int v = spec.latent();
        sample.launch(sampleBlocks(count), 1, SAMPLE_THREADS, code, noise_BV, z_BV, sampleSums, count, v);
        forward(decoder.subList(0, decoder.size() - 1), count);
        KernelLayer last = decoder.getLast();
        launch(
                output,
                count,
                last.units(),
                last.in_BK(),
                last.weight().value(),
                last.bias().value(),
                batches.examples(),
                last.slope_BN(),
                outputSums,
                count,
                last.units(),
                last.inputs(),
                spec.likelihood() instanceof Bernoulli ? 1 : 0,
                controls);
    }

    private void forward(List<KernelLayer> layers, int count) {
        for (KernelLayer layer : layers) {
            launch(
                    forward,
                    count,
                    layer.units(),
                    layer.in_BK(),
                    layer.weight().value(),
                    layer.bias().value(),
                    layer.out_BN(),
                    count,
                    layer.units(),
                    layer.inputs(),
                    layer.activation());
        }
    }

    /** From the last layer's gradient to the first one's. */
    private void backward(List<KernelLayer> layers, int count) {
        for (int i = layers.size() - 1; i > 0; i--) {
            KernelLayer layer = layers.get(i);
            KernelLayer below = layers.get(i - 1);
            launch(
                    backward,
                    count,
                    layer.inputs(),
                    layer.slope_BN(),
                    layer.weight().value(),
                    below.out_BN(),
                    below.slope_BN(),
                    count,
                    layer.units(),
                    layer.inputs(),
                    below.activation());
        }
    }

    private void backwardToCode(Tensor noise_BV, int count) {
        KernelLayer first = decoder.getFirst();
        KernelLayer code = encoder.getLast();
        launch(
                backwardToCode,
                count,
                spec.latent(),
                first.slope_BN(),
                first.weight().value(),
                code.out_BN(),
                noise_BV,
                code.slope_BN(),
                count,
                first.units(),
                spec.latent(),
                controls);
    }

    @Override
    public float[] inputs() {
        return batches.values();
    }

    @Override
    public void close() {
        steps.values().forEach(CudaGraph::close);
        program.close();
        layers.close();
        told.close();
        sums.close();
        batches.close();
        kept.close();
    }
}
