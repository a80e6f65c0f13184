package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Values of images in another order: channels first before channels last, or the other way round.
 *
 * @param in      [B, values]
 * @param inSlope the gradient by them; null where nobody needs it
 * @param units   the same in the other order
 */
record OrderLayer(Chain.Order order, Tensor in, @Nullable Tensor inSlope, Units units) implements StepLayer {
    @Override
    public StepLayer.Share share(Part part, Tensor ones, Kept kept) {
        return new Share(this, part, kept);
    }

    private static final class Share implements StepLayer.Share {
        private final Units units;
        /** Outputs in the order of the inputs, and the gradient by them. */
        private final Tensor out;

        private final Tensor slope;
        private final Tensor in;
        private final @Nullable Tensor inSlope;

        Share(OrderLayer layer, Part part, Kept kept) {
            this.units = layer.units.rows(part.from(), part.to(), kept);
            long channels = layer.order.shape().channels();
            long pixels = layer.order.shape().size() / channels;
            long last = layer.order.channelsLast() ? channels : pixels;
            long rest = layer.order.units() / last;
            this.out = kept.keep(
                    units.out().reshape(part.to() - part.from(), rest, last).transpose(1, 2));
            this.slope = kept.keep(
                    units.slope().reshape(part.to() - part.from(), rest, last).transpose(1, 2));
            this.in = images(layer.in, part, last, rest, kept);
            this.inSlope = layer.inSlope == null ? null : images(layer.inSlope, part, last, rest, kept);
        }

        private static Tensor images(Tensor whole, Part part, long rows, long columns, Kept kept) {
            Tensor own = kept.rows(whole, part.from(), part.to());
            return kept.keep(own.reshape(own.size(0), rows, columns));
        }

        @Override
        public void forward() {
            InPlace.fill(out, in);
            units.activate();
        }

        @Override
        public void backward() {
            units.differentiate();
            if (inSlope != null) {
                InPlace.fill(inSlope, slope);
            }
        }

        @Override
        public void gradients() {}
    }
}
