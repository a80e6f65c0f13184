package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Categorical;
import dev.penumbra.distribution.DiagonalGaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.CudaGraph;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
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

    private final AutogradStep unrecorded;
    private final FusedOptimizer optimizer;
    private final Batches batches;
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
     * @param unrecorded what is recorded: a step without clipping, by the same optimizer and batches; closed with this
     * @param batches    to read from, always into the same memory
     */
    public CapturedStep(AutogradStep unrecorded, FusedOptimizer optimizer, Batches batches) {
        this.unrecorded = unrecorded;
        this.optimizer = optimizer;
        this.batches = batches;
    }

    /** Whether what is asked for runs on a GPU, and reads nothing from it in the middle of a step. */
    public static boolean fits(ModelSpec spec, TrainingConfig training, Device device) {
        if (device != Device.CUDA || training.clipNorm() > 0) {
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
            Recorded step = recorded.computeIfAbsent(kind, k -> new Recorded(batch, setting));
            optimizer.prepare(setting.number(), setting.rate());
            step.work.replay();
            return new Result(step.terms.read(), null);
        } catch (RefusedException e) {
            refused = true;
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
        return unrecorded.inputs();
    }

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

        Recorded(Batch batch, Setting setting) {
            StepTerms[] made = new StepTerms[1];
            try {
                this.work = CudaGraph.record(() -> made[0] = learn(batch, setting));
            } catch (RuntimeException e) {
                throw new RefusedException(e);
            }
            this.terms = made[0];
        }

        private StepTerms learn(Batch batch, Setting setting) {
            try (Scope scope = new Scope()) {
                StepTerms terms = unrecorded.learn(batch, setting).terms();
                terms.values_T().keep();
                return terms;
            }
        }

        @Override
        public void close() {
            terms.values_T().close();
            work.close();
        }
    }
}
