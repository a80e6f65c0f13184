package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Product;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer with room for the outputs and gradients of a batch. Shapes: B examples, I inputs, U units.
 *
 * @param affine  W, [U, I], and b, [U]
 * @param in      x, [B, I]
 * @param inSlope the gradient by x; null where nobody needs it
 * @param units   its outputs
 */
record DenseLayer(Affine affine, Tensor in, @Nullable Tensor inSlope, Units units) implements StepLayer {
    @Override
    public StepLayer.Share share(Part part, Tensor ones, Kept kept) {
        return new Share(this, part, ones, kept);
    }

    private static final class Share implements StepLayer.Share {
        private final Tensor bias;
        private final Units units;
        private final Product outputs;
        private final @Nullable Product inputSlopes;

        private final Tensor unitSlopes;
        private final Tensor biasGradient;
        private final Tensor ones;
        private final Product weightGradients;

        Share(DenseLayer layer, Part part, Tensor ones, Kept kept) {
            this.bias = layer.affine.bias();
            this.units = layer.units.rows(part.from(), part.to(), kept);
            Tensor in = kept.rows(layer.in, part.from(), part.to());
            this.outputs =
                    new Product(units.out(), in, kept.keep(layer.affine.weight().transpose()));
            this.inputSlopes = layer.inSlope == null
                    ? null
                    : new Product(
                            kept.rows(layer.inSlope, part.from(), part.to()), units.slope(), layer.affine.weight());

            Tensor slopes = kept.rows(layer.units.slope(), 0, part.count());
            Tensor own = kept.keep(slopes.part(1, part.worker(), part.workers()));
            this.unitSlopes = kept.keep(own.transpose());
            this.biasGradient = kept.keep(layer.affine.biasGradient().part(0, part.worker(), part.workers()));
            this.ones = kept.rows(ones, 0, part.count());
            Tensor weightGradient = kept.keep(layer.affine.weightGradient().part(0, part.worker(), part.workers()));
            this.weightGradients = new Product(weightGradient, unitSlopes, kept.rows(layer.in, 0, part.count()));
        }

        @Override
        public void forward() {
            InPlace.fill(units.out(), bias);
            outputs.add();
            units.activate();
        }

        @Override
        public void backward() {
            units.differentiate();
            if (inputSlopes != null) {
                inputSlopes.set();
            }
        }

        @Override
        public void gradients() {
            weightGradients.set();
            InPlace.timesVector(biasGradient, unitSlopes, ones);
        }
    }
}
