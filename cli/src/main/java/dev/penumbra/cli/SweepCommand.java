package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.eval.SweepResult;
import dev.penumbra.model.Loss;
import dev.penumbra.report.SweepReport;
import dev.penumbra.run.RunConfig;
import dev.penumbra.torch.experiment.Experiment;
import dev.penumbra.torch.experiment.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chooses lambda by cross-validation. */
@Command(
        name = "sweep",
        sortOptions = false,
        description = {
            "Cross-validate several values of lambda, show what each does, and recommend one.",
            "The same command continues an interrupted one."
        },
        footerHeading = "%nExample:%n",
        footer = "  penumbra sweep mnist --lambda 1e-5,3e-5,1e-4,3e-4,1e-3 --folds 3 --latent 8 --epochs 5")
final class SweepCommand implements Callable<Integer> {
    private static final int LATENT = 8;

    @Mixin
    TrainOptions options = new TrainOptions();

    @Option(
            names = "--lambda",
            paramLabel = "LIST",
            split = ",",
            required = true,
            description = "Values above 0 to try.")
    List<Double> lambdas = new ArrayList<>();

    @Option(names = "--folds", paramLabel = "N", description = "Parts of the cross-validation; 3 by default.")
    int folds = 3;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        if (lambdas.stream().anyMatch(l -> !(l > 0))) {
            throw new InputException(
                    "A sweep compares positive weights of the regularizer",
                    "numbers above 0",
                    lambdas.toString(),
                    "--lambda",
                    "use `penumbra regimes` to see what 0 does");
        }
        RunConfig base = options.resolve(RunConfig.of("", LATENT), new Loss.Lecture(lambdas.getFirst()));
        Path folder = options.run != null
                ? options.run
                : Path.of("runs", "sweep-" + TrainCommand.name(base.data().source()));
        Experiment experiment = new Experiment(folder);
        SweepResult result;
        try (Interrupt interrupt = new Interrupt(experiment::stop)) {
            result = Sweep.train(
                    experiment, base, lambdas, folds, run -> console.say("\n" + run), new ProgressLine(console, ""));
        }
        if (result == null) {
            console.say("Stopped and saved. The same command goes on.");
            return Interrupt.EXIT_CODE;
        }
        Path report = SweepReport.write(folder, result);
        console.result("\nRecommended: " + result.reason());
        console.result("Report: " + report);
        console.resultJson(result);
        return 0;
    }
}
