package dev.penumbra.torch.experiment;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.SweepPoint;
import dev.penumbra.eval.SweepResult;
import dev.penumbra.model.Loss;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.train.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lecture's "lambda is chosen by experiment": k-fold cross-validation of several values. The test split plays no part. */
public final class Sweep {
    private Sweep() {}

    /**
     * Trains every lambda on every fold.
     *
     * @param base    everything that all runs share
     * @param lambdas values to compare, each positive
     * @param folds   at least 2
     * @param before  is told which run comes next
     * @return what validation found; null where the experiment was stopped
     */
    public static @Nullable SweepResult train(
            Experiment experiment,
            RunConfig base,
            List<Double> lambdas,
            int folds,
            Consumer<String> before,
            Consumer<TrainingEvent> listener) {
        List<SweepPoint> points = new ArrayList<>();
        for (double lambda : lambdas.stream().sorted().toList()) {
            List<Evaluation> evaluations = new ArrayList<>();
            for (int fold = 0; fold < folds; fold++) {
                before.accept("lambda " + text(lambda) + ", fold " + (fold + 1) + " of " + folds);
                RunConfig config = base.withLoss(new Loss.Lecture(lambda))
                        .withData(base.data().withFold(fold, folds));
                RunDirectory run = experiment.run("lambda-" + text(lambda) + "/fold-" + (fold + 1), config, listener);
                if (run == null) {
                    return null;
                }
                evaluations.add(RunResults.evaluation(run, "validation"));
            }
            points.add(new SweepPoint(lambda, evaluations));
        }
        return LambdaChoice.of(base.data().source(), points);
    }

    /** A number as people write it: 0.5, 3, 1e-4. */
    static String text(double value) {
        return Double.toString(value).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    }
}
