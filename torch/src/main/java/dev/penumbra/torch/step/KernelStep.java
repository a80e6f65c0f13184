package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.CudaFork;
import dev.penumbra.torch.tensor.CudaGraph;
import dev.penumbra.torch.tensor.CudaProgram;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Integers;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.SharedMemory;
import dev.penumbra.torch.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step of a plain VAE of linear layers on a GPU, in the kernels of {@code plain.cu}: a dozen of them where automatic differentiation takes eighty.
 * One recording for each size of batches holds the whole step. The host hears of the loss while the GPU still computes the gradients. Shapes: B examples, N units, D values of an example, V latent dimensions.
 */
public final class KernelStep implements Step {
    /** What a block of a product computes: rows and columns of the result, and its threads. */
    private static final int ROWS = 16;

    private static final int COLUMNS = 32;
    private static final int THREADS = 512;
    /** The same where weights are updated. */
    private static final int UPDATE_ROWS = 32;

    private static final int UPDATE_THREADS = 256;
    private static final int WARP = 32;
    private static final int SAMPLE_THREADS = 256;
    private static final int FINISH_THREADS = 1024;
    /** Floats that take as much memory as a double. */
    private static final int FLOATS = Double.BYTES / Float.BYTES;
    /** Of struct Layer: eight pointers and four numbers. */
    private static final int LAYER_BYTES = 8 * Long.BYTES + 4 * Integer.BYTES;

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
    private final List<Dense> encoder;
    private final List<Dense> decoder;
    /** What {@link #update} reads of the layers. */
    private final Integers layers;

    private final int updateBlocks;
    private final Map<Integer, CudaGraph> steps = new HashMap<>();
    /** How many steps were taken: a number that the sums of none before bear. */
    private int taken;

    /**
     * A layer with its memory.
     *
     * @param activation as the kernels name it
     * @param out_BN     activated
     * @param slope_BN   the gradient by what is activated
     */
    private record Dense(
            int inputs,
            int units,
            int activation,
            Tensor weight,
            Tensor weightFirst,
            Tensor weightSecond,
            Tensor bias,
            Tensor biasFirst,
            Tensor biasSecond,
            Tensor out_BN,
            Tensor slope_BN) {
        int updateColumns() {
            return Math.ceilDiv(inputs, COLUMNS);
        }

        int updateBlocks() {
            return updateColumns() * Math.ceilDiv(units, UPDATE_ROWS);
        }
    }

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
        this.encoder =
                layers(Chain.of(spec.encoder(), VaeSpec.ENCODER).orElseThrow(), size(), parameters, fused, batch);
        this.decoder = layers(
                Chain.of(spec.decoder(), VaeSpec.DECODER).orElseThrow(), spec.latent(), parameters, fused, batch);
        this.controls = kept.zeros(CONTROL_BYTES / Float.BYTES);
        this.z_BV = kept.zeros(batch, spec.latent());
        this.outputSums = kept.zeros(2L * FLOATS * outputWarps(batch));
        this.sampleSums = kept.zeros((long) FLOATS * sampleBlocks(batch) * (SAMPLE_THREADS / WARP));
        this.layers = new Integers(struct());
        this.updateBlocks = Stream.concat(encoder.stream(), decoder.stream())
                .mapToInt(Dense::updateBlocks)
                .sum();
    }

    /** Whether it computes what is asked for, on a GPU. */
    public static boolean fits(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training) {
        return DirectStep.isPlain(vae, objective, loss, training)
                && objective instanceof Objective.Elbo
                && isDense(Chain.of(vae.encoder(), VaeSpec.ENCODER).orElseThrow())
                && isDense(Chain.of(vae.decoder(), VaeSpec.DECODER).orElseThrow());
    }

    private static boolean isDense(Chain chain) {
        return chain.links().stream().allMatch(link -> link.map() instanceof Chain.Linear)
                && chain.links().getLast().activation() == null;
    }

    private List<Dense> layers(Chain chain, int inputs, Parameters parameters, FusedOptimizer fused, int batch) {
        Map<String, Tensor> state = fused.state();
        List<Dense> layers = new ArrayList<>();
        int width = inputs;
        for (Chain.Link link : chain.links()) {
            Chain.Linear linear = (Chain.Linear) link.map();
            String weight = linear.path() + "weight";
            String bias = linear.path() + "bias";
            layers.add(new Dense(
                    width,
                    linear.units(),
                    code(link.activation()),
                    parameters.get(weight),
                    Objects.requireNonNull(state.get("first." + weight)),
                    Objects.requireNonNull(state.get("second." + weight)),
                    parameters.get(bias),
                    Objects.requireNonNull(state.get("first." + bias)),
                    Objects.requireNonNull(state.get("second." + bias)),
                    kept.zeros(batch, linear.units()),
                    kept.zeros(batch, linear.units())));
            width = linear.units();
        }
        return layers;
    }

    private static int code(Layer.@Nullable Function activation) {
        return switch (activation) {
            case null -> 0;
            case RELU -> 1;
            case TANH -> 2;
            default -> throw new IllegalArgumentException("no activation of a chain: " + activation);
        };
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
                ? -squares / (2 * gaussian.std() * gaussian.std())
                        - size() * (Math.log(gaussian.std()) + SpecialFunctions.HALF_LOG_2_PI)
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
            Batch batch = batches.read(count);
            forward(batch, count);
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
            backward(batch, count);
            update.launch(updateBlocks, 1, UPDATE_THREADS, layers, count, controls);
            telling.join();
        }
    }

    private int outputWarps(int count) {
        return Math.ceilDiv(size(), COLUMNS) * Math.ceilDiv(count, ROWS) * (THREADS / WARP);
    }

    private int sampleBlocks(int count) {
        return Math.ceilDiv(count * spec.latent(), SAMPLE_THREADS);
    }

    private void forward(Batch batch, int count) {
        int v = spec.latent();
        Tensor code = forward(encoder, batch.x_BD(), count);
        sample.launch(sampleBlocks(count), 1, SAMPLE_THREADS, code, batch.noise_BW(), z_BV, sampleSums, count, v);
        Tensor h = forward(decoder.subList(0, decoder.size() - 1), z_BV, count);
        Dense last = decoder.getLast();
        output.launch(
                Math.ceilDiv(last.units, COLUMNS),
                Math.ceilDiv(count, ROWS),
                THREADS,
                h,
                last.weight,
                last.bias,
                batch.x_BD(),
                last.slope_BN,
                outputSums,
                count,
                last.units,
                last.inputs,
                spec.likelihood() instanceof Bernoulli ? 1 : 0,
                controls);
    }

    private Tensor forward(List<Dense> layers, Tensor in, int count) {
        Tensor h = in;
        for (Dense d : layers) {
            forward.launch(
                    Math.ceilDiv(d.units, COLUMNS),
                    Math.ceilDiv(count, ROWS),
                    THREADS,
                    h,
                    d.weight,
                    d.bias,
                    d.out_BN,
                    count,
                    d.units,
                    d.inputs,
                    d.activation);
            h = d.out_BN;
        }
        return h;
    }

    private void backward(Batch batch, int count) {
        backward(decoder, count);
        Dense first = decoder.getFirst();
        Dense code = encoder.getLast();
        int v = spec.latent();
        backwardToCode.launch(
                Math.ceilDiv(v, COLUMNS),
                Math.ceilDiv(count, ROWS),
                THREADS,
                first.slope_BN,
                first.weight,
                code.out_BN,
                batch.noise_BW(),
                code.slope_BN,
                count,
                first.units,
                v,
                controls);
        backward(encoder, count);
    }

    /** From the last layer's gradient to the first one's. */
    private void backward(List<Dense> layers, int count) {
        for (int i = layers.size() - 1; i > 0; i--) {
            Dense d = layers.get(i);
            Dense below = layers.get(i - 1);
            backward.launch(
                    Math.ceilDiv(d.inputs, COLUMNS),
                    Math.ceilDiv(count, ROWS),
                    THREADS,
                    d.slope_BN,
                    d.weight,
                    below.out_BN,
                    below.slope_BN,
                    count,
                    d.units,
                    d.inputs,
                    below.activation);
        }
    }

    /** An array of struct Layer, of all layers. */
    private int[] struct() {
        ByteBuffer struct = ByteBuffer.allocate((encoder.size() + decoder.size()) * LAYER_BYTES)
                .order(ByteOrder.nativeOrder());
        int end = describe(encoder, batches.examples(), struct, 0);
        describe(decoder, z_BV, struct, end);
        int[] numbers = new int[struct.capacity() / Integer.BYTES];
        struct.flip().asIntBuffer().get(numbers);
        return numbers;
    }

    /** Adds a network's layers, whose blocks begin at {@code first}; returns where they end. */
    private static int describe(List<Dense> network, Tensor inputs, ByteBuffer struct, int first) {
        Tensor in = inputs;
        int end = first;
        for (Dense d : network) {
            end += d.updateBlocks();
            for (Tensor tensor : List.of(
                    d.slope_BN, in, d.weight, d.weightFirst, d.weightSecond, d.bias, d.biasFirst, d.biasSecond)) {
                struct.putLong(tensor.address());
            }
            struct.putInt(d.units).putInt(d.inputs).putInt(d.updateColumns()).putInt(end);
            in = d.out_BN;
        }
        return end;
    }

    @Override
    public float[] inputs() {
        return batches.values();
    }

    /** The kernels change the parameters' and the optimizer's own tensors. */
    @Override
    public void store() {}

    @Override
    public void load() {}

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
