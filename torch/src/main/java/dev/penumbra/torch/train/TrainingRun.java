package dev.penumbra.torch.train;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.eval.Support;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunLock;
import dev.penumbra.run.RunResults;
import dev.penumbra.run.SpecResolver;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingDefaults;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.step.Batches;
import dev.penumbra.torch.tensor.CudaStream;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One training run in its folder, from configuration to model file.
 *
 * <pre>{@code
 * var run = TrainingRun.create(RunConfig.of("digits", 2), Path.of("runs/digits"));
 * var result = run.train(event -> {});
 * }</pre>
 *
 * <p>{@link #stop} may be called by any thread; everything else by one.
 */
public final class TrainingRun {
    private RunConfig config;
    private final RunDirectory directory;
    private final boolean resumed;
    /** Whether more epochs were asked for than the configuration of the run had. */
    private final boolean longer;

    private volatile boolean stopRequested;

    private TrainingRun(RunConfig config, RunDirectory directory, boolean resumed, boolean longer) {
        this.config = config;
        this.directory = directory;
        this.resumed = resumed;
        this.longer = longer;
    }

    /**
     * What a run left.
     *
     * @param outcome     why it ended
     * @param model       with the weights to keep
     * @param splits      the data that it saw, and the test split that it did not
     * @param evaluations of the model on the validation split, where there is one, and the test split, but for a fold of a
     *     cross-validation; on the training split where there is neither; empty when interrupted
     */
    public record Result(
            RunDirectory directory,
            TrainingEvent.Outcome outcome,
            Model model,
            Splits splits,
            List<Evaluation> evaluations) {}

    /** A new run; {@link InputException} where the folder holds one already or cannot be written. */
    public static TrainingRun create(RunConfig config, Path folder) {
        RunDirectory directory = RunDirectory.create(folder);
        return new TrainingRun(config, directory, false, false);
    }

    /** An interrupted run, to go on as if it had never been; one whose configuration asks for more epochs now, to do them. */
    public static TrainingRun resume(Path folder) {
        RunDirectory directory = RunDirectory.open(folder);
        return new TrainingRun(begun(directory), directory, true, false);
    }

    /**
     * A run, finished or not, to be trained until {@code epochs} are done in all: bit for bit as if they had been asked for from the
     * start, unless the learning rate or the KL's weight follows the end of training or early stopping had ended it, which
     * {@link TrainingEvent.Started#notes} then say. Until the longer run is finished, the model that is there stays.
     */
    public static TrainingRun resume(Path folder, int epochs) {
        RunDirectory directory = RunDirectory.open(folder);
        RunConfig config = begun(directory);
        return new TrainingRun(config.withTraining(config.training().withEpochs(epochs)), directory, true, true);
    }

    /** A run that has begun left nothing open, unless someone took it out since. */
    private static RunConfig begun(RunDirectory directory) {
        RunConfig config = ConfigFile.read(directory.config());
        TrainingConfig training = config.training();
        return training.epochs() != null ? config : config.withTraining(training.withEpochs(TrainingDefaults.EPOCHS));
    }

    /**
     * The configuration of a run that has begun, as its file says now.
     *
     * @throws InputException where the file was edited since the last checkpoint in what makes it another run
     */
    public static RunConfig config(RunDirectory directory) {
        RunConfig config = begun(directory);
        Checkpoint.requireSame(directory, config);
        return config;
    }

    /** Whether nothing is left to train: the model is there, of the last checkpoint, and all epochs are done. */
    public boolean isFinished() {
        if (!resumed || !RunResults.exist(directory)) {
            return false;
        }
        Checkpoint.Saved saved = Checkpoint.read(directory);
        if (saved == null) {
            return !longer;
        }
        saved.changes(directory, config);
        TrainingState.Progress progress = saved.state().progress();
        long perEpoch = Math.ceilDiv(
                (long) Provenance.read(directory).examples().train(),
                config.training().batch());
        boolean done = progress.step() == perEpoch * config.training().passes()
                || (progress.stoppedEarly() && !longer && !saved.hasOtherEpochs(config));
        return done && progress.step() == RunResults.step(directory);
    }

    public RunDirectory directory() {
        return directory;
    }

    /** The configuration; once training has begun, with nothing left open. */
    public RunConfig config() {
        return config;
    }

    /** Asks training to save its state after the present step and end. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Trains, evaluates, and writes {@code model.penumbra}.
     *
     * @param listener is told what happens, in the training thread
     * @throws InputException where the configuration does not fit the data, files cannot be read or written, something else
     *     trains in this folder, or training diverges
     */
    public Result train(Consumer<TrainingEvent> listener) {
        try (RunLock lock = RunLock.take(directory)) {
            if (!resumed) {
                directory.requireNew();
            }
            return trainAlone(listener);
        }
    }

    private Result trainAlone(Consumer<TrainingEvent> listener) {
        // Training has a thread of its own, because it changes how that thread's arithmetic treats denormal numbers.
        // The engine
        // loads in it while this thread reads the data.
        try (ExecutorService thread =
                Executors.newSingleThreadExecutor(task -> new Thread(null, task, "penumbra-training", 1 << 24))) {
            CompletableFuture<Integer> threads =
                    CompletableFuture.supplyAsync(() -> Engine.prepareTrainingThread(config.threads()), thread);
            Splits splits = RunData.open(config);
            CompletableFuture<Integer> told = threads.thenApplyAsync(
                    count -> {
                        listener.accept(new TrainingEvent.Opened(splits.train().notes()));
                        return count;
                    },
                    thread);
            ModelSpec spec = SpecResolver.resolve(config, splits.train());
            Support.require(spec.likelihood(), splits.validation(), "the validation part");
            Support.require(spec.likelihood(), splits.test(), "the test part");
            config = TrainingDefaults.complete(config, spec, splits.train().size());
            CompletableFuture<Trained> trained =
                    told.thenApplyAsync(count -> train(spec, splits, count, listener), thread);
            Trained result = trained.join();
            return finish(result, spec, splits);
        } catch (InputException e) {
            directory.deleteIfEmpty();
            throw e;
        } catch (CompletionException e) {
            directory.deleteIfEmpty();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private record Trained(
            Weights weights, TrainingEvent.Outcome outcome, long step, Provenance provenance, Device device) {}

    private Trained train(ModelSpec spec, Splits splits, int threads, Consumer<TrainingEvent> listener) {
        String data = RunData.fingerprint(splits);
        Resumption resumption =
                resumed ? Resumption.of(directory, config, splits, spec, data, longer) : Resumption.NONE;
        TrainingState saved = resumption.state();
        Device device = saved == null ? Device.of(config.device()) : sameDevice();
        if (device == Device.CUDA) {
            CudaStream.enter();
        }
        Provenance provenance = provenance(splits, device, threads);
        TrainingState start = saved != null
                ? saved
                : Trainer.initial(spec, Objectives.parse(config.objective()), splits.train(), new Seed(config.seed()));
        if (saved == null || longer) {
            directory.write(directory.config(), out -> out.write(Json.write(config)));
        }
        if (saved == null) {
            directory.write(directory.provenance(), out -> out.write(Json.write(provenance)));
        }
        long step = start.progress().step();
        try (RunRecorder recorder = recorder(data, step, splits);
                Trainer trainer = new Trainer(config, spec, splits, device, threads, start)) {
            Consumer<TrainingEvent> all = event -> {
                recorder.accept(event);
                listener.accept(event);
            };
            List<String> notes = Stream.concat(resumption.notes().stream(), recorder.notes().stream())
                    .toList();
            all.accept(new TrainingEvent.Started(config, spec, provenance, step, trainer.steps(), notes));
            TrainingEvent.Outcome outcome = trainer.train(all, () -> stopRequested);
            all.accept(new TrainingEvent.Ended(outcome, trainer.stepsDone()));
            return new Trained(trainer.result(), outcome, trainer.stepsDone(), provenance, device);
        }
    }

    private RunRecorder recorder(String data, long step, Splits splits) {
        long steps = Batches.perEpoch(splits.train(), config.training().batch())
                * config.training().passes();
        return new RunRecorder(
                directory,
                new Checkpoint(directory, config, data),
                step,
                steps,
                config.training().checkpointSeconds());
    }

    /** Where the run began, unless its configuration asks for one: only there it goes on bit for bit. */
    private Device sameDevice() {
        String began = Provenance.read(directory).device();
        RunConfig.Device wanted = config.device();
        if (wanted == RunConfig.Device.AUTO) {
            wanted = began.equals(Device.CUDA.toString()) ? RunConfig.Device.CUDA : RunConfig.Device.CPU;
        }
        return Device.of(
                wanted,
                "this run, which began on " + began + ": " + directory.path(),
                "write \"device\" : \"cpu\" into " + directory.config()
                        + " to go on there, with sums rounded otherwise");
    }

    private Result finish(Trained trained, ModelSpec spec, Splits splits) {
        Model model = new Model(spec, trained.weights());
        List<Evaluation> evaluations = List.of();
        if (trained.outcome() != TrainingEvent.Outcome.INTERRUPTED) {
            try (TorchInference inference = new TorchInference(model, trained.device())) {
                evaluations = evaluate(inference, splits);
            }
            directory.requireThere();
            // A report of the model that is replaced now would be taken for one of the new.
            deleteReport();
            RunResults.write(directory, model, evaluations, trained.step(), trained.provenance());
        }
        return new Result(directory, trained.outcome(), model, splits, evaluations);
    }

    private void deleteReport() {
        try {
            Files.deleteIfExists(directory.report());
        } catch (IOException e) {
            throw directory.unwritten(AtomicFiles.failure(directory.report(), e));
        }
    }

    private List<Evaluation> evaluate(TorchInference inference, Splits splits) {
        Seed seed = new Seed(config.seed()).named("evaluation");
        String pixels = RunData.pixels(config);
        List<Evaluation> evaluations = new ArrayList<>();
        Dataset validation = splits.validation();
        if (validation != null) {
            evaluations.add(Evaluator.evaluate(inference, validation, config.loss(), seed, "validation", pixels));
        }
        RunData.Part judge = RunData.judging(config, splits);
        if (config.data().fold() == null && !judge.name().equals("validation")) {
            evaluations.add(Evaluator.evaluate(inference, judge.data(), config.loss(), seed, judge.name(), pixels));
        }
        return evaluations;
    }

    private static Provenance provenance(Splits splits, Device device, int threads) {
        Dataset validation = splits.validation();
        Dataset test = splits.test();
        return new Provenance(
                Provenance.version(),
                System.getProperty("java.vm.version") + ", " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Engine.description(),
                device.toString(),
                threads,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                new Provenance.Examples(
                        splits.train().size(),
                        validation == null ? 0 : validation.size(),
                        test == null ? 0 : test.size()));
    }
}
