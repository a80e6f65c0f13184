package dev.penumbra.latent.edit;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.ForwardingDataset;

/** Data with one label for all. */
final class Relabelled extends ForwardingDataset {
    private final int everywhere;

    Relabelled(Dataset data, int everywhere) {
        super(data);
        this.everywhere = everywhere;
    }

    @Override
    public int label(int index) {
        return everywhere;
    }
}
