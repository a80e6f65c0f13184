package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.eval.PcaPlane;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.run.TrainingConfig.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A VAE of linear networks with one learned variance has probabilistic PCA as its optimum (Lucas et al. 2019): the variance is the
 * mean of the discarded eigenvalues, the decoder spans the principal subspace, and the ELBO is the log-likelihood (Tipping &amp; Bishop
 * 1999, eq. 4 and 8). The covariance is known: independent columns, turned in two planes.
 */
class PrincipalComponentsTest {
    private static final int D = 6;
    private static final int V = 2;
    private static final int N = 4000;
    private static final double[] STD = {3, 2, 0.5, 0.5, 0.5, 0.5};
    private static final double COS = 0.8;
    private static final double SIN = 0.6;

    @TempDir
    Path folder;

    /** Rows whose first two principal axes are (cos, 0, sin, 0, 0, 0) and (0, cos, 0, sin, 0, 0). */
    private Path data() throws IOException {
        StringBuilder text = new StringBuilder("a,b,c,d,e,f\n");
        float[] noise = new Seed(1).gaussians(N * D);
        for (int i = 0; i < N; i++) {
            double[] s = new double[D];
            for (int j = 0; j < D; j++) {
                s[j] = STD[j] * noise[i * D + j];
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f%n",
                    COS * s[0] - SIN * s[2],
                    COS * s[1] - SIN * s[3],
                    SIN * s[0] + COS * s[2],
                    SIN * s[1] + COS * s[3],
                    s[4],
                    s[5]));
        }
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    @Test
    void theOptimumIsProbabilisticPca() throws IOException {
        RunConfig config = RunConfig.of(data().toString(), V)
                .withModel(ModelConfig.vae(V).withNetworks("linear", "linear").withLikelihood("gaussian-learned"))
                .withData(RunConfig.DataConfig.of(data().toString()))
                .withTraining(TrainingConfig.DEFAULT
                        .withEpochs(60)
                        .withBatch(100)
                        .withOptimizer(Optimizer.Adam.of(1e-2))
                        .withSchedule(new Schedule.Cosine(0, 0.001)))
                .withDevice(RunConfig.Device.CPU, 1);
        TrainingRun.Result result =
                TrainingRun.create(config, folder.resolve("run")).train(event -> {});

        // Columns are standardized: the covariance of what the model saw, computed from the training rows themselves.
        float[] rows = rows(result.splits().train());
        double[][] covariance = covariance(rows);
        PcaPlane plane = PcaPlane.of(rows, D);
        double[] axis1 = plane.first();
        double[] axis2 = plane.second();
        double value1 = along(covariance, axis1);
        double value2 = along(covariance, axis2);
        double trace = 0;
        for (int j = 0; j < D; j++) {
            trace += covariance[j][j];
        }
        double variance = (trace - value1 - value2) / (D - V);

        double learned = Math.exp(2 * result.model().weights().get(LearnedGaussian.LOG_STD)[0]);
        // Adam at its last rate still moves by about a hundredth.
        assertThat(learned).isCloseTo(variance, within(0.02 * variance));

        float[] w = result.model().weights().get("decoder.0.weight");
        for (int k = 0; k < V; k++) {
            double length = 0;
            double inside1 = 0;
            double inside2 = 0;
            for (int j = 0; j < D; j++) {
                length += w[j * V + k] * w[j * V + k];
                inside1 += w[j * V + k] * axis1[j];
                inside2 += w[j * V + k] * axis2[j];
            }
            assertThat((inside1 * inside1 + inside2 * inside2) / length)
                    .as("share of column %d in the principal subspace", k)
                    .isGreaterThan(0.995);
        }

        // -1/2 (d log 2 pi + log |C| + tr(C^-1 S)), whose trace is d at the optimum.
        double logLikelihood = -0.5
                * (D * Math.log(2 * Math.PI) + Math.log(value1) + Math.log(value2) + (D - V) * Math.log(variance) + D);
        Evaluation validation = result.evaluations().getFirst();
        // Another 200 rows, of which each has a log-density of standard deviation about sqrt(d / 2).
        assertThat(Objects.requireNonNull(validation.elbo()))
                .isCloseTo(logLikelihood, within(4 * Math.sqrt(D / 2.0 / 200)));
        assertThat(logLikelihood - trainElbo(result)).isBetween(-0.03, 0.03);
    }

    private static double trainElbo(TrainingRun.Result result) {
        return Objects.requireNonNull(Evaluator.evaluate(
                        Inference.exact(result.model(), 1),
                        result.splits().train(),
                        new Loss.Nats(1),
                        new Seed(5),
                        "train",
                        "as they are")
                .elbo());
    }

    private static float[] rows(Dataset data) {
        float[] rows = new float[data.size() * D];
        for (int i = 0; i < data.size(); i++) {
            data.read(i, rows, i * D);
        }
        return rows;
    }

    private static double[][] covariance(float[] rows) {
        int n = rows.length / D;
        double[] mean = new double[D];
        for (int k = 0; k < rows.length; k++) {
            mean[k % D] += rows[k] / (double) n;
        }
        double[][] covariance = new double[D][D];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    covariance[j][k] += (rows[i * D + j] - mean[j]) * (rows[i * D + k] - mean[k]) / n;
                }
            }
        }
        return covariance;
    }

    private static double along(double[][] covariance, double[] axis) {
        double value = 0;
        for (int j = 0; j < D; j++) {
            for (int k = 0; k < D; k++) {
                value += axis[j] * covariance[j][k] * axis[k];
            }
        }
        return value;
    }
}
