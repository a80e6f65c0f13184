package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Tensor;

/** A layer with room for the outputs and gradients of a batch. */
sealed interface StepLayer permits DenseLayer, ConvolutionLayer, OrderLayer {
    /** Its outputs. */
    Units units();

    /**
     * A worker's share, for batches of one size. To be made and used by the worker.
     *
     * @param ones at least as many as there are examples
     * @param kept gets what lives as long as the share
     */
    Share share(Part part, Tensor ones, Kept kept);

    /** What a worker does: its examples on the way there and back, its units in the gradients. */
    interface Share {
        /** From inputs to outputs. */
        void forward();

        /** From the gradient by the outputs to that by the inputs, where anybody needs it. */
        void backward();

        /** The gradients of this share's units, over all examples; when all workers are back. */
        void gradients();
    }
}
