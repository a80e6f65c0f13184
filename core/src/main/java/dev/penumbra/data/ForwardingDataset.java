package dev.penumbra.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set that shows another one's examples in another way, one for one: what is not overridden stays as it is. Of {@link #levels}
 * nothing is known, since most change the values.
 */
public abstract class ForwardingDataset implements Dataset {
    /** The one that is shown. */
    protected final Dataset data;

    /** @param data the one that is shown */
    protected ForwardingDataset(Dataset data) {
        this.data = data;
    }

    @Override
    public Schema schema() {
        return data.schema();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        data.read(index, into, offset);
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public List<String> notes() {
        return data.notes();
    }

    @Override
    public Pixels pixels() {
        return data.pixels();
    }

    @Override
    public String name(int index) {
        return data.name(index);
    }

    @Override
    public @Nullable ImageForm form(int index) {
        return data.form(index);
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
