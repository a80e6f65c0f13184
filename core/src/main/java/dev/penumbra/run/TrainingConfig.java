package dev.penumbra.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained.
 *
 * @param epochs    passes over the training data, at least 1; null for what {@link TrainingDefaults} chooses
 * @param batch     examples per step, at least 1
 * @param optimizer with its settings
 * @param schedule  of the learning rate
 * @param warmup    epochs over which the weight of the KL grows linearly from 0 to its full value; 0 for none
 * @param clip      largest Euclidean norm of the gradient; larger ones are scaled down; 0 for no clipping; null for what
 *                  {@link TrainingDefaults} chooses
 * @param patience  epochs without a better validation loss after which training stops and the best weights are kept; 0 never
 *                  stops early and keeps the last weights
 * @param checkpointSeconds at most this much work is lost by a kill
 */
public record TrainingConfig(
        @Nullable Integer epochs,
        int batch,
        Optimizer optimizer,
        Schedule schedule,
        double warmup,
        @Nullable Double clip,
        int patience,
        int checkpointSeconds) {
    /** Adam with batches of 128; epochs and clipping as suits the data. */
    public static final TrainingConfig DEFAULT =
            new TrainingConfig(null, 128, Optimizer.Adam.of(1e-3), new Schedule.Constant(), 0, null, 0, 60);

    public TrainingConfig {
        Checks.range("epochs", epochs == null ? 1 : epochs, 1, 1_000_000);
        Checks.range("batch", batch, 1, 1 << 20);
        Checks.range("warmup", warmup, 0, 1_000_000);
        Checks.range("clip", clip == null ? 0 : clip, 0, 1e30);
        Checks.range("patience", patience, 0, 1_000_000);
        Checks.range("checkpointSeconds", checkpointSeconds, 1, 86_400);
    }

    /**
     * The passes over the training data of a run that has begun.
     *
     * @throws IllegalStateException where they have not been chosen yet
     */
    public int passes() {
        if (epochs == null) {
            throw new IllegalStateException("the epochs are left open: TrainingDefaults chooses them for the data");
        }
        return epochs;
    }

    /** The largest norm of the gradient; 0 for no clipping, and where it is left open. */
    public double clipNorm() {
        return clip == null ? 0 : clip;
    }

    public TrainingConfig withEpochs(int epochs) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withBatch(int batch) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withOptimizer(Optimizer optimizer) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withSchedule(Schedule schedule) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withWarmup(double warmup) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withClip(double clip) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withPatience(int patience) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    public TrainingConfig withCheckpointSeconds(int checkpointSeconds) {
        return new TrainingConfig(epochs, batch, optimizer, schedule, warmup, clip, patience, checkpointSeconds);
    }

    /** The rule that turns gradients into steps. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
        @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
        @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
    })
    public sealed interface Optimizer {
        double learningRate();

        /** The same rule with another learning rate. */
        Optimizer withLearningRate(double learningRate);

        /** Adam (Kingma &amp; Ba 2015). */
        record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
            public Adam {
                adam(learningRate, beta1, beta2, epsilon);
            }

            @Override
            public Adam withLearningRate(double learningRate) {
                return new Adam(learningRate, beta1, beta2, epsilon);
            }

            /** With the paper's settings: 0.9, 0.999, 1e-8. */
            public static Adam of(double learningRate) {
                return new Adam(learningRate, 0.9, 0.999, 1e-8);
            }
        }

        /** Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019). */
        record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
                implements Optimizer {
            public AdamW {
                adam(learningRate, beta1, beta2, epsilon);
                Checks.range("weightDecay", weightDecay, 0, 1);
            }

            @Override
            public AdamW withLearningRate(double learningRate) {
                return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay);
            }

            /** With a weight decay of 0.01. */
            public static AdamW of(double learningRate) {
                return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
            }
        }

        /** Stochastic gradient descent with momentum: v = momentum v + g; w = w - learningRate v. */
        record Sgd(double learningRate, double momentum) implements Optimizer {
            public Sgd {
                Checks.range("learningRate", learningRate, 0, 1e6);
                Checks.range("momentum", momentum, 0, 0.9999);
            }

            @Override
            public Sgd withLearningRate(double learningRate) {
                return new Sgd(learningRate, momentum);
            }

            /** With a momentum of 0.9. */
            public static Sgd of(double learningRate) {
                return new Sgd(learningRate, 0.9);
            }
        }

        private static void adam(double learningRate, double beta1, double beta2, double epsilon) {
            Checks.range("learningRate", learningRate, 0, 1e6);
            Checks.range("beta1", beta1, 0, 0.999999);
            Checks.range("beta2", beta2, 0, 0.999999999);
            Checks.range("epsilon", epsilon, 1e-30, 1);
        }
    }

    /** The learning rate over time, as a factor of the optimizer's. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
        @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
        @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
        @JsonSubTypes.Type(value = Schedule.Milestones.class, name = "milestones"),
    })
    public sealed interface Schedule {
        /**
         * The factor at a moment of training.
         *
         * @param epoch  epochs done, with the fraction of the present one
         * @param epochs epochs in all
         */
        double factor(double epoch, int epochs);

        /** Whether the factor at a moment depends on when training is to end. */
        default boolean knowsItsEnd() {
            return false;
        }

        /** Always 1. */
        record Constant() implements Schedule {
            @Override
            public double factor(double epoch, int epochs) {
                return 1;
            }
        }

        /** Grows from 0 over {@code warmup} epochs, then falls to {@code end} along half a cosine (Loshchilov &amp; Hutter 2017). */
        record Cosine(double warmup, double end) implements Schedule {
            public Cosine {
                Checks.range("warmup", warmup, 0, 1_000_000);
                Checks.range("end", end, 0, 1);
            }

            @Override
            public boolean knowsItsEnd() {
                return true;
            }

            @Override
            public double factor(double epoch, int epochs) {
                if (epoch < warmup) {
                    return epoch / warmup;
                }
                double t = Math.min(1, (epoch - warmup) / Math.max(epochs - warmup, 1e-9));
                return end + (1 - end) * 0.5 * (1 + StrictMath.cos(Math.PI * t));
            }
        }

        /** Multiplied by {@code factor} after every {@code every} epochs. */
        record Step(int every, double factor) implements Schedule {
            public Step {
                Checks.range("every", every, 1, 1_000_000);
                Checks.range("factor", factor, 0, 1);
            }

            @Override
            public double factor(double epoch, int epochs) {
                return StrictMath.pow(factor, Math.floor(epoch / every));
            }
        }

        /**
         * Multiplied by {@code factor} when each of {@code epochs} is done.
         *
         * @param at epochs in rising order
         */
        record Milestones(List<Integer> at, double factor) implements Schedule {
            public Milestones {
                at = List.copyOf(at);
                Checks.range("factor", factor, 0, 1);
            }

            @Override
            public double factor(double epoch, int epochs) {
                long passed =
                        at.stream().filter(milestone -> epoch >= milestone).count();
                return StrictMath.pow(factor, (double) passed);
            }
        }
    }
}
