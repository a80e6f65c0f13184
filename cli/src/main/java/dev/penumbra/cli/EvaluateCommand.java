package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Subset;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.eval.Protocol;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.train.Snapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers about a trained model. */
@Command(name = "evaluate", description = "Measure a trained model on one split of its data.")
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run's folder.")
    Path run = Path.of("");

    @Option(names = "--split", paramLabel = "NAME", description = "test (default) | validation | train")
    Split split = Split.TEST;

    @Option(names = "--examples", paramLabel = "N", description = "Measure so many of its examples, chosen at random.")
    @Nullable
    Integer examples;

    @Option(names = "--checkpoint", description = "Measure the last checkpoint of a run that is not finished.")
    boolean checkpoint;

    @Mixin
    ImportanceOptions importance = new ImportanceOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = ConfigFile.read(directory.config());
        importance.check(config);
        Splits splits = RunData.open(config);
        Snapshot snapshot = checkpoint ? Snapshot.of(directory, config, splits.train()) : null;
        Model model = snapshot == null ? RunResults.read(directory).model() : snapshot.model();
        Dataset data = chosen(split.of(config, splits), new Seed(config.seed()).named("examples"));
        Protocol protocol = new Protocol(
                config.data().source(), split.toString(), data.size(), RunData.pixels(config), importance.samples);
        console.say(protocol.text() + (snapshot == null ? "" : "; weights after step " + snapshot.step()));

        Inference inference = Inference.exact(model, Runtime.getRuntime().availableProcessors());
        Evaluation evaluation = Reports.evaluate(inference, config, data, split);
        console.result(EvaluationText.summary(evaluation));
        LikelihoodEstimate likelihood = importance.estimate(model, config, data, console);
        if (likelihood != null) {
            console.result(EvaluationText.of(likelihood));
        }
        console.resultJson(
                EvaluationJson.of(evaluation, protocol, snapshot == null ? null : snapshot.step(), likelihood));
        return 0;
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
        int[] indices = Arrays.copyOf(seed.permutation(all.size()), examples);
        Arrays.sort(indices);
        return new Subset(all, indices);
    }
}
