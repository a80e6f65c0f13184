package dev.penumbra.cli;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.report.RunReport;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import java.util.ArrayList;
import java.util.List;

/** Makes reports from run folders, with the exact runtime: no native library is loaded for them. */
final class Reports {
    private Reports() {}

    /** The model of a finished run, ready to apply. */
    static Inference inference(RunDirectory run) {
        return inference(RunResults.read(run));
    }

    private static Inference inference(Bundle results) {
        return Inference.exact(results.model(), Runtime.getRuntime().availableProcessors());
    }

    /** Evaluates on one split or a part of it, as training does at its end. */
    static Evaluation evaluate(Inference inference, RunConfig config, Dataset data, String split) {
        Seed seed = new Seed(config.seed()).named("evaluation");
        return Evaluator.evaluate(inference, data, config.loss(), seed, split, RunData.pixels(config));
    }

    /** Those that the model carries from the end of its training, where it does: a fold was not evaluated on the test split. */
    private static Evaluation numbers(
            RunDirectory run, Bundle results, Inference inference, RunConfig config, Dataset data, String split) {
        return results.metrics().containsKey(split)
                ? RunResults.evaluation(run, results, split)
                : evaluate(inference, config, data, split);
    }

    /** Writes the report of a finished run. */
    static RunReport.Written write(RunDirectory run, RunConfig config, Splits splits) {
        Bundle results = RunResults.read(run);
        Inference inference = inference(results);
        List<Evaluation> evaluations = new ArrayList<>();
        RunData.Part judge = RunData.judging(config, splits);
        if (splits.validation() != null && !judge.name().equals("validation")) {
            evaluations.add(numbers(run, results, inference, config, splits.validation(), "validation"));
        }
        evaluations.add(numbers(run, results, inference, config, judge.data(), judge.name()));
        Provenance provenance = Provenance.read(run);
        // What a longer run that is not finished has written since is not of this model.
        long step = RunResults.step(results);
        List<Metrics> metrics = MetricsFile.read(run).lines().stream()
                .filter(m -> m.step() <= step)
                .toList();
        return RunReport.write(run, config, provenance, metrics, inference, splits, evaluations);
    }
}
