package dev.penumbra.latent.edit;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import java.util.List;

/** Data with one label for all. */
record Relabelled(Dataset data, int everywhere) implements Dataset {
    @Override
    public Schema schema() {
        return data.schema();
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        data.read(index, into, offset);
    }

    @Override
    public int label(int index) {
        return everywhere;
    }

    @Override
    public List<String> factorNames() {
        return data.factorNames();
    }

    @Override
    public float factor(int index, int factor) {
        return data.factor(index, factor);
    }
}
