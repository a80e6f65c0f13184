package dev.penumbra.run;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.model.ModelSpec;

/**
 * What a configuration leaves open about training, chosen for the data. Images take {@value #EPOCHS} epochs without clipping.
 * Tables (examples that are rows of numbers) are often small and have outliers: they take as many epochs as make {@value #STEPS}
 * steps, at least {@value #EPOCHS}, and keep the weights of the epoch with the lowest validation loss unless a patience is given;
 * gradients are clipped at {@value #CLIP}, but for a Bernoulli likelihood, whose values of 0 and 1 have no outliers.
 */
public final class TrainingDefaults {
    public static final int EPOCHS = 10;
    public static final int STEPS = 2000;
    public static final double CLIP = 10;

    private TrainingDefaults() {}

    /**
     * The configuration with nothing left open.
     *
     * @param spec     of the model that it trains
     * @param examples of the training part
     */
    public static RunConfig complete(RunConfig config, ModelSpec spec, int examples) {
        TrainingConfig training = config.training();
        boolean table = !spec.schema().shape().isImage();
        if (training.clip() == null) {
            training = training.withClip(table && !(spec.likelihood() instanceof Bernoulli) ? CLIP : 0);
        }
        if (training.epochs() == null) {
            int stepsPerEpoch = Math.ceilDiv(examples, training.batch());
            int epochs = table ? Math.max(EPOCHS, Math.ceilDiv(STEPS, stepsPerEpoch)) : EPOCHS;
            int patience = table && training.patience() == 0 ? epochs : training.patience();
            training = training.withEpochs(epochs).withPatience(patience);
        }
        return config.withTraining(training);
    }
}
