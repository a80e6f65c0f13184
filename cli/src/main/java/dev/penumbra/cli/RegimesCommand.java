package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.report.Regime;
import dev.penumbra.report.RegimesReport;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.experiment.Experiment;
import dev.penumbra.torch.experiment.Regimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What each term of the loss does. */
@Command(
        name = "regimes",
        sortOptions = false,
        description = {
            "Train with the reconstruction term alone, the regularizer alone, and both, and a basic autoencoder",
            "alongside, all else equal; and show them side by side. The same command continues an interrupted one."
        })
final class RegimesCommand implements Callable<Integer> {
    private static final int LATENT = 2;
    /** Where both terms count on 28x28 images; `penumbra sweep` finds the value for other data. */
    private static final double LAMBDA = 5e-4;

    private static final int SHOWN = 5000;

    @Mixin
    TrainOptions options = new TrainOptions();

    @ArgGroup
    @Nullable
    LossOptions scale;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunConfig base =
                options.resolve(RunConfig.of("", LATENT).withLoss(new Loss.Lecture(LAMBDA)), LossOptions.loss(scale));
        if (!(base.loss() instanceof Loss.Lecture loss) || loss.lambda() == 0) {
            throw new InputException(
                    "The regimes compare the two terms of the lecture's loss",
                    "--lambda with a value above 0, or none",
                    base.loss().toString(),
                    "--lambda or --beta",
                    "leave --beta out");
        }
        Path folder = options.run != null
                ? options.run
                : Path.of("runs", "regimes-" + TrainCommand.name(base.data().source()));
        Experiment experiment = new Experiment(folder);
        Map<Regimes, RunDirectory> runs;
        try (Interrupt interrupt = new Interrupt(experiment::stop)) {
            runs = Regimes.train(
                    experiment,
                    base,
                    loss.lambda(),
                    regime -> console.say("\n" + regime.title + ": " + regime.question),
                    new ProgressLine(console, ""));
        }
        if (runs == null) {
            console.say("Stopped and saved. The same command goes on.");
            return Interrupt.EXIT_CODE;
        }
        List<Regime> regimes = regimes(base, runs);
        Path report = RegimesReport.write(folder, regimes);
        console.result("");
        for (Regime regime : regimes) {
            console.result(regime.name() + "\n  " + EvaluationText.summary(regime.evaluation()));
        }
        console.result("Report: " + report);
        List<Evaluation> evaluations = regimes.stream().map(Regime::evaluation).toList();
        console.resultJson(Map.of("report", report.toString(), "evaluations", evaluations));
        return 0;
    }

    private static List<Regime> regimes(RunConfig base, Map<Regimes, RunDirectory> runs) {
        Splits splits = RunData.open(base);
        List<Regime> regimes = new ArrayList<>();
        runs.forEach((regime, run) -> {
            RunConfig config = ConfigFile.read(run.config());
            Inference inference = Reports.inference(run);
            RunData.Part judge = RunData.judging(config, splits);
            Evaluation evaluation = Reports.evaluate(inference, config, judge.data(), judge.name());
            LatentView view = LatentView.of(inference, judge.data(), SHOWN, new Seed(config.seed()).named("view"));
            regimes.add(new Regime(regime.title, regime.question, config, evaluation, view, inference, judge));
        });
        return regimes;
    }
}
