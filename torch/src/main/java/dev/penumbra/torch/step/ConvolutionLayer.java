package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Convolution;
import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or a transposed one with room for the outputs and gradients of a batch. Shapes: B examples, W workers, [O, C, K, K] the
 * weights, U channels of the output.
 *
 * @param affine      weights, [O, C, K, K], and biases, [U]
 * @param weightParts gradients over each worker's examples, [W, O, C, K, K]
 * @param biasParts   the same, [W, U]
 * @param in          [B, values of an input]
 * @param inSlope     the gradient by them; null where nobody needs it
 * @param units       its outputs
 */
record ConvolutionLayer(
        Chain.Convolution shape,
        Affine affine,
        Tensor weightParts,
        Tensor biasParts,
        Tensor in,
        @Nullable Tensor inSlope,
        Units units)
        implements StepLayer {
    @Override
    public StepLayer.Share share(Part part, Tensor ones, Kept kept) {
        return new Share(this, part, kept);
    }

    private static final class Share implements StepLayer.Share {
        private final Tensor weightPart;
        private final Tensor biasPart;
        /** Null where the worker has no examples. */
        private final @Nullable Passes passes;

        private final Tensor weightGradient;
        private final Tensor weightParts;
        private final Tensor biasGradient;
        private final Tensor biasParts;

        Share(ConvolutionLayer layer, Part part, Kept kept) {
            int worker = part.worker();
            this.weightPart = kept.rows(layer.weightParts, worker, worker + 1);
            this.biasPart = kept.keep(layer.biasParts.narrow(0, worker, 1).reshape(-1));
            this.passes = part.from() == part.to() ? null : new Passes(layer, part, weightPart, biasPart, kept);
            this.weightGradient = kept.keep(layer.affine.weightGradient().part(0, worker, part.workers()));
            this.weightParts = kept.keep(layer.weightParts.part(1, worker, part.workers()));
            this.biasGradient = kept.keep(layer.affine.biasGradient().part(0, worker, part.workers()));
            this.biasParts = kept.keep(layer.biasParts.part(1, worker, part.workers()));
        }

        @Override
        public void forward() {
            if (passes != null) {
                passes.forward();
            }
        }

        @Override
        public void backward() {
            if (passes != null) {
                passes.backward();
            } else {
                InPlace.zero(weightPart);
                InPlace.zero(biasPart);
            }
        }

        @Override
        public void gradients() {
            InPlace.sum(weightGradient, weightParts);
            InPlace.sum(biasGradient, biasParts);
        }
    }

    /** The way of a worker's examples, at least one. */
    private static final class Passes {
        private final boolean up;
        private final Tensor bias;
        private final Units units;
        /** Outputs, and the gradient by them, with a row for each pixel. */
        private final Tensor pixels;

        private final Tensor pixelSlopes;
        private final Convolution.Operation outputs;
        private final Convolution.@Nullable Operation inputSlopes;
        private final Convolution.Operation weightGradients;
        private final Tensor biasPart;

        Passes(ConvolutionLayer layer, Part part, Tensor weightPart, Tensor biasPart, Kept kept) {
            int from = part.from();
            int to = part.to();
            Chain.Convolution shape = layer.shape;
            Convolution convolution = new Convolution(
                    to - from, shape.fine(), shape.coarse(), shape.kernel(), shape.stride(), shape.padding());
            this.up = shape.up();
            this.bias = layer.affine.bias();
            this.units = layer.units.rows(from, to, kept);
            this.pixels = kept.keep(units.out().reshape(-1, bias.numel()));
            this.pixelSlopes = kept.keep(units.slope().reshape(-1, bias.numel()));
            this.biasPart = biasPart;
            Tensor in = kept.rows(layer.in, from, to);
            Tensor inSlope = layer.inSlope == null ? null : kept.rows(layer.inSlope, from, to);
            Tensor out = units.out();
            Tensor slope = units.slope();
            if (up) {
                this.outputs = kept.keep(convolution.up(in, layer.affine.weight(), out));
                this.inputSlopes = inSlope == null
                        ? null
                        : kept.keep(convolution.down(slope, layer.affine.weight(), null, inSlope));
                this.weightGradients = kept.keep(convolution.gradients(slope, in, weightPart, null));
            } else {
                this.outputs = kept.keep(convolution.down(in, layer.affine.weight(), bias, out));
                this.inputSlopes =
                        inSlope == null ? null : kept.keep(convolution.up(slope, layer.affine.weight(), inSlope));
                this.weightGradients = kept.keep(convolution.gradients(in, slope, weightPart, biasPart));
            }
        }

        void forward() {
            outputs.run();
            if (up) {
                InPlace.add(pixels, bias);
            }
            units.activate();
        }

        void backward() {
            units.differentiate();
            weightGradients.run();
            if (up) {
                InPlace.sum(biasPart, pixelSlopes);
            }
            if (inputSlopes != null) {
                inputSlopes.run();
            }
        }
    }
}
