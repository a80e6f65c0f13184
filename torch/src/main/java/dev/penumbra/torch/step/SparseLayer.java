package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Rows;

/** The first layer of an encoder whose inputs are mostly 0: {@link SparseInput} with room for its outputs and their gradients. */
final class SparseLayer {
    private final SparseInput input;
    private final Units units;
    /** The gradient by the outputs, a row for each example. */
    private final float[][] slopes;

    /** A layer for batches of up to {@code batch} examples. */
    SparseLayer(SparseInput input, Units units, int batch) {
        this.input = input;
        this.units = units;
        this.slopes = new float[batch][Math.toIntExact(units.out().size(1))];
    }

    Units units() {
        return units;
    }

    /** What a worker does with its examples. */
    final class Examples {
        private final Part part;
        private final Units own;
        private final Rows outRows = units.out().rows();
        private final Rows slopeRows = units.slope().rows();

        Examples(Part part, Kept kept) {
            this.part = part;
            this.own = units.rows(part.from(), part.to(), kept);
        }

        void forward(float[][] x) {
            float[] sums = new float[slopes[0].length];
            input.clear(part.worker());
            for (int e = part.from(); e < part.to(); e++) {
                input.forward(part.worker(), e, x[e], sums);
                outRows.put(e, sums);
            }
            own.activate();
        }

        void backward() {
            own.differentiate();
            for (int e = part.from(); e < part.to(); e++) {
                slopeRows.get(e, slopes[e]);
            }
        }
    }

    /** To be called once before the workers' {@link #update}. */
    void beginUpdate() {
        input.beginUpdate();
    }

    void update(int count, AdamRow adam) {
        input.update(slopes, count, adam);
    }

    void store() {
        input.store();
    }

    void load() {
        input.load();
    }
}
