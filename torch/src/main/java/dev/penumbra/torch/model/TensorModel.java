package dev.penumbra.torch.model;

import dev.penumbra.model.LadderSpec;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model as tensors, with gradients where its parameters have them. Shape suffixes: B examples, R rows (samples of z: k for each
 * example, one after the other), D values of an example, C classes, V latent dimensions, N draws of noise, O outputs of the decoder.
 *
 * <p>Classes are one-hot rows, null for unconditional models.
 */
public sealed interface TensorModel permits TensorVae, TensorLadder {
    /** The model that {@code spec} describes. */
    static TensorModel of(ModelSpec spec, Parameters parameters) {
        return switch (spec) {
            case VaeSpec vae -> new TensorVae(vae, parameters);
            case LadderSpec ladder -> new TensorLadder(ladder, parameters);
        };
    }

    /**
     * The posterior of each example, as {@link dev.penumbra.model.Inference#encode} describes it.
     *
     * @param mean_BV   z at noise 0
     * @param logStd_BV null where z is a point
     */
    record Encoded(Tensor mean_BV, @Nullable Tensor logStd_BV) {}

    /** See {@link Encoded}. */
    Encoded encode(Tensor x_BD, @Nullable Tensor class_BC);

    /**
     * Samples z ~ q(z|x), k for each example.
     *
     * @param noise_RN draws of N(0, 1), R = B k, N as {@link ModelSpec#noise()} says
     */
    Draw draw(Tensor x_BD, @Nullable Tensor class_BC, Tensor noise_RN, int k);

    /** The decoder's outputs, [R, O]. */
    Tensor decode(Tensor z_RV, @Nullable Tensor class_RC);

    /**
     * log p(x, z) of each row, [R].
     *
     * @param noise_RN what {@link #draw} was given
     */
    Tensor logJoint(Tensor x_RD, @Nullable Tensor class_RC, Tensor z_RV, Tensor noise_RN);
}
