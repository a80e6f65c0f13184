package dev.penumbra.data;

import java.util.List;

/** A data set that shows another one's examples in another way, one for one; labels and factors stay. */
abstract class ForwardingDataset implements Dataset {
    /** The one that is shown. */
    final Dataset data;

    ForwardingDataset(Dataset data) {
        this.data = data;
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public String name(int index) {
        return data.name(index);
    }

    @Override
    public int label(int index) {
        return data.label(index);
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
