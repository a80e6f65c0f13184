package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Categorical;
import dev.penumbra.distribution.DiagonalGaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.CudaGraph;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link AutogradStep} on a GPU, recorded and repeated: what is done to a batch of one size, under one weight of the KL, is the same each time. A
 * step that is the first of its kind is not recorded, nor is any while a warm-up changes the weight.
 */
public final class CapturedStep implements Step {
    private static final System.Logger LOG = System.getLogger(CapturedStep.class.getName());

    private final TensorObjective objective;
    private final Parameters parameters;
    private final FusedOptimizer optimizer;
    private final Batches batches;
    private final AutogradStep unrecorded;
    private final Set<Kind> seen = new HashSet<>();
    private final Map<Kind, Recorded> recorded = new HashMap<>();
    private @Nullable Kind last;
    private boolean refused;

    /** What a recorded step knows. */
    private record Kind(int count, double klWeight, double warm) {
        boolean weighs(Kind other) {
            return klWeight == other.klWeight && warm == other.warm;
        }
    }

    /**
     * A step.
     *
     * @param batches to read from, always into the same memory; closed with this
     */
    public CapturedStep(TensorObjective objective, Parameters parameters, FusedOptimizer optimizer, Batches batches) {
        this.objective = objective;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.batches = batches;
        this.unrecorded = new AutogradStep(objective, parameters, optimizer, batches, 0);
    }

    /** Whether what is asked for runs on a GPU, and reads nothing from it in the middle of a step. */
    public static boolean fits(ModelSpec spec, TrainingConfig training, Device device) {
        if (device != Device.CUDA || training.clip() > 0) {
            return false;
        }
        boolean copies = spec.likelihood() instanceof DiagonalGaussian || spec.likelihood() instanceof Categorical;
        boolean reads = spec instanceof VaeSpec vae
                && (vae.posterior() instanceof VectorQuantized || vae.posterior() instanceof PosteriorFamily.Spherical);
        return !copies && !reads;
    }

    @Override
    public Result take(int[] order, int from, int count, Seed noise, Setting setting) {
        Kind kind = new Kind(count, setting.klWeight(), setting.warm());
        if (last != null && !last.weighs(kind)) {
            forget();
        }
        last = kind;
        if (seen.add(kind) || refused) {
            return unrecorded.take(order, from, count, noise, setting);
        }
        try (Scope scope = new Scope()) {
            Batch batch = batches.read(order, from, count, noise);
            Recorded step = recorded.computeIfAbsent(kind, k -> new Recorded(batch, setting.loss(), k));
            optimizer.prepare(setting.number(), setting.rate());
            step.work.replay();
            return new Result(step.terms.read(), null);
        } catch (RefusedException e) {
            refused = true;
            parameters.trained().values().forEach(Tensor::clearGradient);
            LOG.log(Level.WARNING, "Steps of this model cannot be recorded as a CUDA graph, and are slower without", e);
            return unrecorded.take(order, from, count, noise, setting);
        }
    }

    /** The model does what cannot be recorded. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(RuntimeException cause) {
            super(cause);
        }
    }

    @Override
    public float[] inputs() {
        return batches.values();
    }

    @Override
    public void store() {}

    @Override
    public void load() {}

    private void forget() {
        recorded.values().forEach(Recorded::close);
        recorded.clear();
        seen.clear();
    }

    @Override
    public void close() {
        forget();
        unrecorded.close();
    }

    /** A step's work, and the tensors that it leaves. */
    private final class Recorded implements AutoCloseable {
        private final CudaGraph work;
        private final StepTerms terms;

        Recorded(Batch batch, Loss loss, Kind kind) {
            StepTerms[] made = new StepTerms[1];
            try {
                this.work = CudaGraph.record(() -> made[0] = run(batch, loss, kind));
            } catch (RuntimeException e) {
                throw new RefusedException(e);
            }
            this.terms = made[0];
        }

        private StepTerms run(Batch batch, Loss loss, Kind kind) {
            try (Scope scope = new Scope()) {
                Terms terms = objective.of(batch, loss.withKlWeight(kind.klWeight), kind.warm);
                terms.loss().backward();
                StepTerms gathered = StepTerms.gather(terms, loss);
                optimizer.advance();
                parameters.trained().values().forEach(Tensor::clearGradient);
                gathered.values_T().keep();
                return gathered;
            }
        }

        @Override
        public void close() {
            terms.values_T().close();
            work.close();
        }
    }
}
