package dev.penumbra.report;

import dev.penumbra.Seed;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Metrics.Terms;
import dev.penumbra.run.Provenance;
import java.util.ArrayList;
import java.util.List;

/** What reports are made of. */
final class Fixtures {
    static final Provenance PROVENANCE = new Provenance(
            "0.1.0",
            "25.0.3 (Test)",
            "Linux amd64",
            "none",
            "CPU",
            2,
            "2026-01-01T00:00:00Z",
            new Provenance.Examples(80, 10, 10));

    private Fixtures() {}

    static List<Evaluation> evaluations(Inference inference, Splits splits, Loss loss) {
        List<Evaluation> all = new ArrayList<>();
        all.add(Evaluator.evaluate(inference, splits.train(), loss, new Seed(1), "train"));
        if (splits.validation() != null) {
            all.add(Evaluator.evaluate(inference, splits.validation(), loss, new Seed(1), "validation"));
        }
        all.add(Evaluator.evaluate(inference, splits.test(), loss, new Seed(1), "test"));
        return all;
    }

    /** Training that converges as 1/t with noise: {@code stepsPerEpoch} steps and a line for each epoch. */
    static List<Metrics> metrics(int epochs, int stepsPerEpoch, boolean variational) {
        List<Metrics> all = new ArrayList<>();
        float[] noise = new Seed(7).gaussians(epochs * stepsPerEpoch);
        for (int step = 1; step <= epochs * stepsPerEpoch; step++) {
            int epoch = (step - 1) / stepsPerEpoch + 1;
            double t = (double) step / stepsPerEpoch;
            all.add(new Metrics.Step(step, epoch, terms(t, 0.02 * noise[step - 1], variational), 0.01, 1e-3, null));
            if (step % stepsPerEpoch == 0) {
                all.add(new Metrics.Epoch(
                        step,
                        epoch,
                        terms(t, 0, variational),
                        terms(t, 0.01 + 0.002 * epoch, variational),
                        0.7,
                        0.2,
                        3.1,
                        18_000));
            }
        }
        return all;
    }

    private static Terms terms(double t, double extra, boolean variational) {
        double mse = 0.04 + 0.03 / (t + 0.1) * (1 + extra) + 0.02 * extra;
        Double kl = variational ? (Double) (6 * (1 - Math.exp(-2 * t)) + extra) : null;
        double loss = mse + (kl == null ? 0 : 0.001 * kl);
        return new Terms(loss, variational ? (Double) (-900 * mse) : null, kl, mse);
    }
}
