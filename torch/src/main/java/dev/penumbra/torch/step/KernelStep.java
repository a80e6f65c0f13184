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
import dev.penumbra.torch.tensor.CudaGraph;
import dev.penumbra.torch.tensor.CudaProgram;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Mailbox;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step of a plain VAE of linear layers on a GPU, in the kernels of {@code plain.cu}: a dozen of them where automatic differentiation takes eighty.
 * The host hears of the loss while the GPU still computes the gradients. Shapes: B examples, N units, D values of an example, V latent dimensions.
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
    /** Of struct Control. */
    private static final int CONTROLS = 10;

    private final VaeSpec spec;
    private final Optimizer optimizer;
    private final Batches batches;
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
    private final Mailbox sums = new Mailbox(3);
    private final Tensor controls;
    private final Tensor z_BV;
    private final Tensor partial;
    private final List<Dense> encoder;
    private final List<Dense> decoder;
    private final Map<Integer, Work> works = new HashMap<>();

    /** What is recorded for batches of one size: until the sums are known, and from there. */
    private record Work(CudaGraph forward, CudaGraph backward) {}

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
            Tensor slope_BN) {}

    /**
     * A step. The caller closes parameters and optimizer after this.
     *
     * @param batches to read from, always into the same memory; closed with this
     * @param batch   examples of a batch at most
     */
    public KernelStep(
            VaeSpec spec,
            Parameters parameters,
            FusedOptimizer fused,
            Optimizer optimizer,
            Batches batches,
            int batch) {
        this.spec = spec;
        this.optimizer = optimizer;
        this.batches = batches;
        this.kept = new Kept(Device.CUDA);
        this.encoder =
                layers(Chain.of(spec.encoder(), VaeSpec.ENCODER).orElseThrow(), size(), parameters, fused, batch);
        this.decoder = layers(
                Chain.of(spec.decoder(), VaeSpec.DECODER).orElseThrow(), spec.latent(), parameters, fused, batch);
        this.controls = kept.zeros(CONTROLS);
        this.z_BV = kept.zeros(batch, spec.latent());
        // Two numbers of 64 bits for each warp.
        this.partial = kept.zeros(4L * Math.ceilDiv(size(), COLUMNS) * Math.ceilDiv(batch, ROWS) * (THREADS / WARP));
    }

    /** Whether it computes what is asked for. */
    public static boolean fits(VaeSpec vae, Objective objective, Loss loss, TrainingConfig training, Device device) {
        return device == Device.CUDA
                && DirectStep.isPlain(vae, objective, loss, training)
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
        try (Scope scope = new Scope()) {
            Batch batch = batches.read(order, from, count, noise);
            tell(loss, count, AdamRow.of(optimizer, setting.number(), setting.rate()));
            Work work = works.computeIfAbsent(count, c -> record(batch, c));
            work.forward.replay();
            sums.post();
            work.backward.replay();
        }
        sums.await();
        double squares = sums.get(1) / count;
        double logLikelihood = spec.likelihood() instanceof Gaussian gaussian
                ? -squares / (2 * gaussian.std() * gaussian.std())
                        - size() * (Math.log(gaussian.std()) + SpecialFunctions.HALF_LOG_2_PI)
                : sums.get(0) / count;
        double kl = sums.get(2) / count;
        double mse = squares / size();
        return new Result(new Metrics.Terms(loss.of(logLikelihood, mse, kl), logLikelihood, kl, mse, null), null);
    }

    private void tell(Loss loss, int count, AdamRow adam) {
        control.launch(
                1,
                1,
                1,
                controls,
                (float) (OutputRows.scale(spec.likelihood(), loss, size()) / count),
                (float) (loss.klWeight() / count),
                adam.beta1(),
                adam.share1(),
                adam.beta2(),
                adam.share2(),
                adam.epsilon(),
                adam.kept(),
                adam.rate(),
                1 / adam.rootBias());
    }

    private Work record(Batch batch, int count) {
        return new Work(CudaGraph.record(() -> forward(batch, count)), CudaGraph.record(() -> backward(batch, count)));
    }

    private void forward(Batch batch, int count) {
        int v = spec.latent();
        Tensor code = forward(encoder, batch.x_BD(), count);
        sample.launch(
                Math.ceilDiv(count * v, SAMPLE_THREADS), 1, SAMPLE_THREADS, code, batch.noise_BW(), z_BV, count, v);
        Tensor h = forward(decoder.subList(0, decoder.size() - 1), z_BV, count);
        Dense last = decoder.getLast();
        int columns = Math.ceilDiv(last.units, COLUMNS);
        int rows = Math.ceilDiv(count, ROWS);
        output.launch(
                columns,
                rows,
                THREADS,
                h,
                last.weight,
                last.bias,
                batch.x_BD(),
                last.slope_BN,
                partial,
                count,
                last.units,
                last.inputs,
                spec.likelihood() instanceof Bernoulli ? 1 : 0,
                controls);
        finish.launch(1, 1, FINISH_THREADS, partial, columns * rows * (THREADS / WARP), code, count, v, sums);
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
        update(decoder, z_BV, count);
        update(encoder, batch.x_BD(), count);
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

    private void update(List<Dense> layers, Tensor in, int count) {
        Tensor h = in;
        for (Dense d : layers) {
            update.launch(
                    Math.ceilDiv(d.inputs, COLUMNS),
                    Math.ceilDiv(d.units, UPDATE_ROWS),
                    UPDATE_THREADS,
                    d.slope_BN,
                    h,
                    d.weight,
                    d.weightFirst,
                    d.weightSecond,
                    d.bias,
                    d.biasFirst,
                    d.biasSecond,
                    count,
                    d.units,
                    d.inputs,
                    controls);
            h = d.out_BN;
        }
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
        works.values().forEach(work -> {
            work.forward.close();
            work.backward.close();
        });
        program.close();
        sums.close();
        batches.close();
        kept.close();
    }
}
