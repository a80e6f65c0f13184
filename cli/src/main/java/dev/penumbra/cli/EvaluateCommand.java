package dev.penumbra.cli;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import java.nio.file.Path;
import java.util.Locale;
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

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = ConfigFile.read(directory.config());
        Evaluation evaluation = Reports.evaluate(Reports.inference(directory), config, RunData.open(config), split);
        console.result(summary(evaluation));
        console.resultJson(EvaluationJson.of(evaluation));
        return 0;
    }

    /** The numbers in two lines, one for each scale of the loss. */
    static String summary(Evaluation e) {
        return String.format(
                Locale.ROOT,
                "%-10s  loss %s  ELBO %s nats (log p(x|z) %s, KL %s)  mse %s%n            "
                        + "mean |mu| %s  mean sigma %s  active units %d  (%,d examples)",
                e.split(),
                ProgressLine.number(e.loss()),
                number(e.elbo()),
                number(e.logLikelihood()),
                number(e.kl()),
                ProgressLine.number(e.mse()),
                ProgressLine.number(e.meanAbsMu()),
                ProgressLine.number(e.meanSigma()),
                e.activeUnits(),
                e.examples());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "undefined" : ProgressLine.number(value);
    }
}
