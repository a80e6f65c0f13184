package dev.penumbra.torch.experiment;

import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainingEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lecture's question: what does each term of the loss do? The same model is trained on the same data from the same seed with
 * the reconstruction term alone, the regularizer alone, and both; and a basic autoencoder alongside.
 */
public enum Regimes {
    RECONSTRUCTION("reconstruction-only", "What does the reconstruction term do alone?"),
    REGULARIZER("regularizer-only", "What does the regularizer do alone?"),
    BOTH("both", "What do both do together?"),
    AUTOENCODER("autoencoder", "What does a basic autoencoder do?");

    /** Its name, also of its folder. */
    public final String title;
    /** What it answers. */
    public final String question;

    Regimes(String title, String question) {
        this.title = title;
        this.question = question;
    }

    /**
     * The settings of this regime.
     *
     * @param base   everything that all regimes share
     * @param lambda weight of the regularizer where both terms are in force
     */
    public RunConfig config(RunConfig base, double lambda) {
        return switch (this) {
            case RECONSTRUCTION -> base.withLoss(new Loss.Lecture(0));
            case REGULARIZER -> base.withLoss(new Loss.Lecture(1, 0));
            case BOTH -> base.withLoss(new Loss.Lecture(lambda));
            case AUTOENCODER ->
                base.withLoss(new Loss.Lecture(0)).withModel(base.model().withKind(ModelConfig.Kind.AE));
        };
    }

    /**
     * Trains all regimes in {@code experiment}'s folder.
     *
     * @param before is told which regime comes next
     * @return their folders; null where the experiment was stopped
     */
    public static @Nullable Map<Regimes, RunDirectory> train(
            Experiment experiment,
            RunConfig base,
            double lambda,
            Consumer<Regimes> before,
            Consumer<TrainingEvent> listener) {
        Map<Regimes, RunDirectory> runs = new EnumMap<>(Regimes.class);
        for (Regimes regime : values()) {
            before.accept(regime);
            RunDirectory run = experiment.run(regime.title, regime.config(base, lambda), listener);
            if (run == null) {
                return null;
            }
            runs.put(regime, run);
        }
        return runs;
    }
}
