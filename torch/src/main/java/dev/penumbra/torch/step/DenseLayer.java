package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Product;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer with room for the outputs and gradients of a batch. Shapes: B examples, I inputs, U units.
 *
 * @param weight         W, [U, I]
 * @param bias           b, [U]
 * @param weightGradient of the loss, [U, I]
 * @param biasGradient   of the loss, [U]
 * @param in             x, [B, I]
 * @param inSlope        the gradient by x; null where nobody needs it
 * @param units          its outputs
 */
record DenseLayer(
        Tensor weight,
        Tensor bias,
        Tensor weightGradient,
        Tensor biasGradient,
        Tensor in,
        @Nullable Tensor inSlope,
        Units units) {

    /** What a worker does in batches of one size: its examples on the way there and back, its units in the gradients. */
    static final class Share {
        private final Tensor bias;
        private final Units units;
        private final Product outputs;
        private final @Nullable Product inputSlopes;

        private final Tensor unitSlopes;
        private final Tensor biasGradient;
        private final Tensor ones;
        private final Product weightGradients;

        /**
         * A share.
         *
         * @param ones at least B of them
         */
        Share(DenseLayer layer, Part part, Tensor ones, Kept kept) {
            this.bias = layer.bias;
            this.units = layer.units.rows(part.from(), part.to(), kept);
            Tensor in = kept.rows(layer.in, part.from(), part.to());
            this.outputs = new Product(units.out(), in, kept.keep(layer.weight.transpose()));
            this.inputSlopes = layer.inSlope == null
                    ? null
                    : new Product(kept.rows(layer.inSlope, part.from(), part.to()), units.slope(), layer.weight);

            Tensor slopes = kept.rows(layer.units.slope(), 0, part.count());
            Tensor own = kept.keep(slopes.part(1, part.worker(), part.workers()));
            this.unitSlopes = kept.keep(own.transpose());
            this.biasGradient = kept.keep(layer.biasGradient.part(0, part.worker(), part.workers()));
            this.ones = kept.rows(ones, 0, part.count());
            Tensor weightGradient = kept.keep(layer.weightGradient.part(0, part.worker(), part.workers()));
            this.weightGradients = new Product(weightGradient, unitSlopes, kept.rows(layer.in, 0, part.count()));
        }

        void forward() {
            InPlace.fill(units.out(), bias);
            outputs.add();
            units.activate();
        }

        /** From the gradient by the outputs to that by the inputs, where anybody needs it. */
        void backward() {
            units.differentiate();
            if (inputSlopes != null) {
                inputSlopes.set();
            }
        }

        /** The gradients of this share's units, over all examples. */
        void gradients() {
            weightGradients.set();
            InPlace.timesVector(biasGradient, unitSlopes, ones);
        }
    }
}
