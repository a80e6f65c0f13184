package dev.penumbra.cli;

import dev.penumbra.Printable;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Health;
import dev.penumbra.report.RunReport;
import dev.penumbra.torch.train.TrainingEvent.Outcome;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code demo}, {@code train} and {@code resume} share: a run that is watched, can be interrupted, and ends with its report. */
final class Training {
    private Training() {}

    /** Trains and reports; returns the exit code. */
    static int watch(TrainingRun run, Console console) {
        Path folder = run.directory().path();
        TrainingRun.Result result;
        try (Interrupt interrupt = new Interrupt(run::stop)) {
            result = run.train(new ProgressLine(console, ""));
            if (result.outcome() == Outcome.INTERRUPTED) {
                console.say("Stopped and saved. Go on with: penumbra resume " + Printable.argument(folder));
                return Interrupt.EXIT_CODE;
            }
        }
        RunReport.Written report = Reports.write(run.directory(), run.config(), result.splits());
        for (Evaluation evaluation : result.evaluations()) {
            console.result(EvaluationText.summary(evaluation));
        }
        warnings(report, console);
        console.result("Report: " + report.page());
        String next = run.config().data().normal().isEmpty() ? "evaluate " : "score ";
        console.say("Next:   penumbra " + next + Printable.argument(folder) + "   or open the report in a browser");
        console.resultJson(Map.of(
                "run", folder.toString(),
                "model", run.directory().model().toString(),
                "report", report.page().toString(),
                "health", report.health(),
                "outcome", result.outcome().name().toLowerCase(Locale.ROOT),
                "evaluations", List.copyOf(result.evaluations())));
        return 0;
    }

    /** Says what a report found wrong with its model. */
    static void warnings(RunReport.Written report, Console console) {
        report.health().alarms().forEach(alarm -> console.say(warning(alarm)));
    }

    private static String warning(Health.Finding alarm) {
        return "Warning: " + alarm.name().replace('-', ' ') + ": " + alarm.text() + ". Try: " + alarm.advice();
    }
}
