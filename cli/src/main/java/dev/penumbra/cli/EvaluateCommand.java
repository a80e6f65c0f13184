package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Subset;
import dev.penumbra.eval.Aggregate;
import dev.penumbra.eval.BlockKl;
import dev.penumbra.eval.Health;
import dev.penumbra.eval.LatentView;
import dev.penumbra.eval.Protocol;
import dev.penumbra.eval.factors.DisentanglementScores;
import dev.penumbra.eval.factors.FactorLevels;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.train.Snapshot;
import dev.penumbra.torch.train.TrainedData;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers about a trained model. */
@Command(name = "evaluate", description = "Measure a trained model on one split of its data.")
final class EvaluateCommand implements Callable<Integer> {
    /** Examples that are scored: the scores take seconds for so many. */
    private static final int MAX_SCORED = 5000;

    private static final int FEWEST_SCORED = 200;

    @Parameters(paramLabel = "RUN", description = "The run's folder.")
    Path run = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "test (default, or the first of the others that there is) | validation | train")
    @Nullable
    Split split;

    @Option(names = "--examples", paramLabel = "N", description = "Measure so many of its examples, chosen at random.")
    @Nullable
    Integer examples;

    @Option(names = "--checkpoint", description = "Measure the last checkpoint of a run that is not finished.")
    boolean checkpoint;

    @Option(
            names = "--scores",
            negatable = true,
            description = "Scores of disentanglement; by default where the data's true factors are known.")
    @Nullable
    Boolean scores;

    @Mixin
    ImportanceOptions importance = new ImportanceOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = TrainingRun.config(directory);
        importance.check(config);
        Splits splits = TrainedData.open(directory, config);
        console.notes(splits.train());
        Snapshot snapshot = checkpoint ? Snapshot.of(directory, config, splits.train()) : null;
        Model model = snapshot == null ? RunResults.read(directory).model() : snapshot.model();
        RunData.Part part = Split.of(split, config, splits);
        Dataset data = chosen(part.data(), new Seed(config.seed()).named("examples"));
        Protocol protocol = new Protocol(
                RunData.name(config), part.name(), data.size(), RunData.pixels(config), importance.samples);
        console.say(protocol.text() + (snapshot == null ? "" : "; weights after step " + snapshot.step()));

        ExactInference inference = Inference.exact(model, Runtime.getRuntime().availableProcessors());
        Seed seed = new Seed(config.seed()).named("evaluation");
        EvaluationJson all = EvaluationJson.of(
                Reports.evaluate(inference, config, data, part.name()),
                protocol,
                snapshot == null ? null : snapshot.step(),
                importance.estimate(model, config, data, console),
                BlockKl.of(inference, data, seed.named("blocks")),
                data.size() < 2 ? null : Aggregate.of(inference, data, seed.named("aggregate")),
                scored(data) ? scores(inference, data, seed.named("factors")) : null,
                Health.of(
                        inference,
                        RunData.measured(config, splits.train()),
                        part.name().equals("train") ? null : data,
                        config.loss(),
                        seed.named("health")));
        console.result(EvaluationText.of(all));
        console.resultJson(all);
        return 0;
    }

    /** By default where factors are known and examples are enough for numbers that mean something. */
    private boolean scored(Dataset data) {
        boolean known = !data.factorNames().isEmpty() && data.size() >= FEWEST_SCORED;
        if (Boolean.TRUE.equals(scores) && !known) {
            throw new InputException(
                    "There are no scores of disentanglement for this data",
                    "at least " + FEWEST_SCORED + " examples whose true factors are known, such as those of sprites",
                    data.size() + " examples with the factors " + data.factorNames(),
                    "--scores",
                    "leave --scores out");
        }
        return known && !Boolean.FALSE.equals(scores);
    }

    private static DisentanglementScores scores(Inference inference, Dataset data, Seed seed) {
        LatentView view = LatentView.of(inference, data, MAX_SCORED, seed.named("view"));
        return DisentanglementScores.of(
                view.posterior().mean(),
                view.posterior().latent(),
                FactorLevels.of(data, view.indices()),
                data.factorNames(),
                seed);
    }

    private Dataset chosen(Dataset all, Seed seed) {
        if (examples == null || examples == all.size()) {
            return all;
        }
        if (examples < 1 || examples > all.size()) {
            throw new InputException(
                    "The split does not have so many examples",
                    "from 1 to " + all.size(),
                    examples.toString(),
                    "--examples",
                    "give a number in that range, or leave --examples out to measure all of them");
        }
        return new Subset(all, seed.subset(all.size(), examples));
    }
}
