package dev.penumbra.report;

import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;

/**
 * One of the models that are compared.
 *
 * @param name       of the column
 * @param question   what it shows, in one sentence
 * @param config     how it was trained
 * @param evaluation on the split that is shown
 * @param view       examples of that split in its latent space
 * @param inference  applies it
 * @param part       the split
 */
public record Regime(
        String name,
        String question,
        RunConfig config,
        Evaluation evaluation,
        LatentView view,
        Inference inference,
        RunData.Part part) {
    /** What part of the loss is at work. */
    public enum Role {
        RECONSTRUCTION_ONLY,
        REGULARIZER_ONLY,
        BOTH,
        AUTOENCODER
    }

    /** Told from the configuration. */
    public Role role() {
        if (config.model().kind() == ModelConfig.Kind.AE) {
            return Role.AUTOENCODER;
        }
        if (config.loss().klWeight() == 0) {
            return Role.RECONSTRUCTION_ONLY;
        }
        return config.loss() instanceof Loss.Lecture lecture && lecture.reconstruction() == 0
                ? Role.REGULARIZER_ONLY
                : Role.BOTH;
    }
}
