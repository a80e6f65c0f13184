package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Splits;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.step.AutogradStep;
import dev.penumbra.torch.step.Batches;
import dev.penumbra.torch.step.CapturedStep;
import dev.penumbra.torch.step.DirectStep;
import dev.penumbra.torch.step.HostBatches;
import dev.penumbra.torch.step.KernelStep;
import dev.penumbra.torch.step.ResidentBatches;
import dev.penumbra.torch.step.Step;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Tensor;
import dev.penumbra.torch.train.TrainingEvent.Outcome;
import dev.penumbra.torch.train.TrainingState.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps of training and tells listeners about them. Holds native memory until closed. Use by one thread.
 *
 * <p>The order of epoch e and the noise of step t are functions of (seed, e) and (seed, t), so training that goes on from a
 * state does exactly what it would have done without the interruption.
 */
final class Trainer implements AutoCloseable {
    private final TrainingConfig training;
    private final ModelSpec spec;
    private final Loss loss;
    private final Splits splits;
    private final long stepsPerEpoch;
    private final Seed orderSeed;
    private final Seed noiseSeed;
    private final Parameters parameters;
    private final FusedOptimizer optimizer;
    private final Step step;
    /** The objective with the model as it will be applied. */
    private final TensorObjective applied;

    private final WarmUp warmUp;
    private final @Nullable Validation validation;
    private final Divergence divergence = new Divergence();

    private Progress progress;
    private @Nullable Weights best;
    private TrainingState lastGood;
    private int[] order = {};
    private int orderEpoch = -1;

    Trainer(RunConfig config, ModelSpec spec, Splits splits, Device device, int threads, TrainingState start) {
        this.training = config.training();
        this.spec = spec;
        this.loss = config.loss();
        this.splits = splits;
        this.stepsPerEpoch = Batches.perEpoch(splits.train(), training.batch());
        Seed seed = new Seed(config.seed());
        this.orderSeed = seed.named("order");
        this.noiseSeed = seed.named("noise");
        this.parameters = Parameters.trainable(start.weights(), spec.parameters(), device);
        this.optimizer = new FusedOptimizer(training.optimizer(), parameters.trained(), device);
        Objective asked = Objectives.parse(config.objective());
        TensorObjective objective =
                TensorObjective.of(asked, spec, parameters, splits.train().size());
        this.applied = TensorObjective.of(
                asked, spec, parameters.applied(), splits.train().size());
        this.warmUp = new WarmUp(asked, training);
        this.step = step(config, asked, objective, device, threads);
        Dataset validationData = splits.validation();
        this.validation = validationData == null
                ? null
                : new Validation(validationData, spec, objective, asked.samples(), seed.named("validation"), device);
        this.progress = start.progress();
        this.best = start.best();
        restore(start);
        // With the optimizer's moments, which a state before the first step has not.
        this.lastGood = state();
    }

    private Step step(RunConfig config, Objective asked, TensorObjective objective, Device device, int threads) {
        Dataset data = splits.train();
        Pixels pixels = config.data().pixels();
        if (spec instanceof VaeSpec vae && DirectStep.fits(vae, asked, loss, training, device)) {
            return new DirectStep(vae, asked, parameters, optimizer, training, data, pixels, threads);
        }
        int noise = objective.noise();
        if (device == Device.CUDA && ResidentBatches.bytes(data) < Engine.freeGpuBytes() / 2) {
            var batches = new ResidentBatches(data, pixels, training.batch(), noise, spec.classes());
            return spec instanceof VaeSpec vae && KernelStep.fits(vae, asked, loss, training)
                    ? new KernelStep(vae, parameters, optimizer, training.optimizer(), batches)
                    : step(objective, batches, device);
        }
        return step(objective, new HostBatches(data, pixels, training.batch(), noise, spec.classes(), device), device);
    }

    private Step step(TensorObjective objective, Batches batches, Device device) {
        AutogradStep step = new AutogradStep(objective, parameters, optimizer, batches, training.clipNorm());
        return CapturedStep.fits(spec, training, device) ? new CapturedStep(step, optimizer, batches) : step;
    }

    /** The state before the first step. */
    static TrainingState initial(ModelSpec spec, Objective objective, Dataset data, Seed seed) {
        List<Parameter> parameters = new ArrayList<>(spec.parameters());
        parameters.addAll(objective.parameters(spec.latent()));
        Weights weights = Weights.initial(parameters, seed.named("weights"));
        weights = weights.with(OutputStart.of(spec, weights, data));
        if (spec instanceof VaeSpec vae && vae.prior() instanceof Prior.Vamp vamp) {
            weights =
                    weights.with(pseudoInputs(vamp, data, seed.named("weights").named(Prior.INPUTS)));
        }
        return new TrainingState(Progress.START, weights, new Weights(new LinkedHashMap<>()), null);
    }

    /** Pseudo-inputs begin as examples: from noise, most of them would never come near the data. */
    private static Map<String, Weights.Values> pseudoInputs(Prior.Vamp vamp, Dataset data, Seed seed) {
        int size = data.schema().shape().size();
        int[] order = seed.permutation(data.size());
        float[] values = new float[Math.multiplyExact(vamp.components(), size)];
        for (int k = 0; k < vamp.components(); k++) {
            data.read(order[k % order.length], values, k * size);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = vamp.weight(values[i]);
        }
        return Map.of(Prior.INPUTS, new Weights.Values(List.of(vamp.components(), size), values));
    }

    long stepsDone() {
        return progress.step();
    }

    long steps() {
        return stepsPerEpoch * training.passes();
    }

    /**
     * Trains until all epochs are done, patience runs out, or {@code stop} says so.
     *
     * @throws InputException where the loss diverges; the state has then gone back to the last good one
     */
    Outcome train(Consumer<TrainingEvent> listener, BooleanSupplier stop) {
        long epochStart = System.nanoTime();
        while (progress.step() < steps() && !progress.stoppedEarly()) {
            if (stop.getAsBoolean()) {
                listener.accept(new TrainingEvent.SafePoint(progress.step(), true, this::state));
                return Outcome.INTERRUPTED;
            }
            step(listener);
            if (progress.step() % stepsPerEpoch == 0) {
                endEpoch(epochStart, listener);
                epochStart = System.nanoTime();
            }
            boolean last = progress.step() == steps() || progress.stoppedEarly();
            listener.accept(new TrainingEvent.SafePoint(progress.step(), last, this::state));
        }
        return progress.stoppedEarly() ? Outcome.STOPPED_EARLY : Outcome.FINISHED;
    }

    private void step(Consumer<TrainingEvent> listener) {
        long done = progress.step();
        int epoch = Math.toIntExact(done / stepsPerEpoch);
        if (orderEpoch != epoch) {
            order = orderSeed.at(epoch).permutation(splits.train().size());
            orderEpoch = epoch;
        }
        int from = Math.toIntExact(done % stepsPerEpoch) * training.batch();
        int count = Math.min(training.batch(), order.length - from);
        double position = (double) done / stepsPerEpoch;
        double rate = training.optimizer().learningRate() * training.schedule().factor(position, training.passes());
        double warm = warmUp.at(position);
        Loss stepLoss = loss.withKlWeight(loss.klWeight() * warmUp.klWeight(position));

        Step.Result result = step.take(
                order,
                from,
                count,
                noiseSeed.at(done),
                new Step.Setting(loss, stepLoss.klWeight(), warm, done + 1, rate));
        Metrics.Step metrics =
                new Metrics.Step(done + 1, epoch + 1, result.terms(), stepLoss.klWeight(), rate, result.gradientNorm());
        if (!divergence.accepts(metrics)) {
            throw diverged(metrics, count, listener);
        }
        progress = new Progress(
                done + 1,
                progress.sums().plus(metrics.train(), count),
                progress.bestLoss(),
                progress.epochsSince(),
                false);
        listener.accept(new TrainingEvent.StepDone(metrics));
    }

    private void endEpoch(long startNanos, Consumer<TrainingEvent> listener) {
        double trainSeconds = (System.nanoTime() - startNanos) / 1e9;
        step.store();
        Validation.Result result = validation == null ? null : validation.run(applied, loss);
        if (result != null && !Divergence.isResult(result.terms().loss())) {
            throw restored(
                    divergence.explainValidation(
                            result.terms(), progress.step(), lastGood.progress().step()),
                    listener);
        }
        Double bestLoss = progress.bestLoss();
        Double newLoss = result == null ? null : Double.valueOf(result.terms().loss());
        boolean improved = newLoss != null && (bestLoss == null || newLoss < bestLoss);
        int since = improved || newLoss == null ? 0 : progress.epochsSince() + 1;
        if (improved && training.patience() > 0) {
            best = Parameters.toWeights(parameters.all());
        }
        EpochSums sums = progress.sums();
        long examples = sums.examples();
        progress = new Progress(
                progress.step(),
                EpochSums.ZERO,
                improved ? newLoss : bestLoss,
                since,
                training.patience() > 0 && since >= training.patience());
        Metrics.Epoch metrics = new Metrics.Epoch(
                progress.step(),
                Math.toIntExact(progress.step() / stepsPerEpoch),
                sums.means(),
                result == null ? null : result.terms(),
                result == null ? null : Double.valueOf(result.meanAbsMu()),
                result == null ? null : result.meanSigma(),
                (System.nanoTime() - startNanos) / 1e9,
                examples / trainSeconds);
        TrainingState state = state();
        if (state.isFinite()) {
            lastGood = state;
        }
        listener.accept(new TrainingEvent.EpochDone(metrics, improved));
    }

    /** What is thrown for a step that was not accepted. */
    private InputException diverged(Metrics.Step metrics, int count, Consumer<TrainingEvent> listener) {
        return restored(
                divergence.explain(
                        metrics,
                        step.inputs(),
                        count * splits.train().schema().shape().size(),
                        lastGood.progress().step()),
                listener);
    }

    /** Goes back to the last good state, and passes on why. */
    private InputException restored(InputException explained, Consumer<TrainingEvent> listener) {
        restore(lastGood);
        progress = lastGood.progress();
        best = lastGood.best();
        listener.accept(new TrainingEvent.SafePoint(progress.step(), true, this::state));
        return explained;
    }

    /** A copy of everything that training goes on from. */
    TrainingState state() {
        step.store();
        return new TrainingState(
                progress, Parameters.toWeights(parameters.all()), Parameters.toWeights(optimizer.state()), best);
    }

    private void restore(TrainingState state) {
        copy(state.weights(), parameters.all());
        if (state.progress().step() > 0 || !state.optimizer().tensors().isEmpty()) {
            copy(state.optimizer(), optimizer.state());
        }
        step.load();
    }

    private static void copy(Weights from, Map<String, Tensor> to) {
        if (!from.tensors().keySet().equals(to.keySet())) {
            throw misfit(to.keySet().toString(), from.tensors().keySet().toString());
        }
        from.tensors().forEach((name, values) -> {
            Tensor tensor = Objects.requireNonNull(to.get(name));
            if (!tensor.dims().equals(values.dims())) {
                throw misfit(name + " " + tensor.dims(), name + " " + values.dims());
            }
            tensor.set(values.values());
        });
    }

    private static InputException misfit(String expected, String received) {
        return new InputException(
                "The saved state does not fit the run",
                expected,
                received,
                "the checkpoint",
                "delete the checkpoint to train from the start");
    }

    /** The weights to keep: the best epoch's under early stopping, else the last. */
    Weights result() {
        return state().kept(spec);
    }

    @Override
    public void close() {
        step.close();
        if (validation != null) {
            validation.close();
        }
        optimizer.close();
        parameters.close();
    }
}
