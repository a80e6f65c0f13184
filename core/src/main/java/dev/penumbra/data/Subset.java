package dev.penumbra.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some examples of a data set, seen as a data set: labels and factors are those of the whole. */
public final class Subset implements Dataset {
    private final Dataset whole;
    private final int[] indices;

    /**
     * @param indices which examples, in the order in which this set has them; at least one
     */
    public Subset(Dataset whole, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset needs at least one example");
        }
        for (int index : indices) {
            if (index < 0 || index >= whole.size()) {
                throw new IllegalArgumentException("index " + index + " of a data set of " + whole.size());
            }
        }
        this.whole = whole;
        this.indices = indices.clone();
    }

    @Override
    public Schema schema() {
        return whole.schema();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        whole.read(indices[index], into, offset);
    }

    @Override
    public void readRaw(int index, double[] into) {
        whole.readRaw(indices[index], into);
    }

    @Override
    public @Nullable ArrayForm arrayForm() {
        return whole.arrayForm();
    }

    @Override
    public float[] levels() {
        return whole.levels();
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }

    @Override
    public Pixels pixels() {
        return whole.pixels();
    }

    @Override
    public String name(int index) {
        return whole.name(indices[index]);
    }

    @Override
    public @Nullable ImageForm form(int index) {
        return whole.form(indices[index]);
    }

    @Override
    public int label(int index) {
        return whole.label(indices[index]);
    }

    @Override
    public List<String> factorNames() {
        return whole.factorNames();
    }

    @Override
    public float factor(int index, int factor) {
        return whole.factor(indices[index], factor);
    }
}
