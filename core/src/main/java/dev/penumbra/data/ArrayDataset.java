package dev.penumbra.data;

import org.jspecify.annotations.Nullable;

/** Examples in memory. The arrays are shared, not copied: treat them as read-only. */
public final class ArrayDataset implements Dataset {
    private final Schema schema;
    private final float[] values;
    private final int @Nullable [] labels;
    private final int size;

    /**
     * @param values [n, d], example after example, as the model sees them
     * @param labels n indices into the schema's classes, or null
     * @throws IllegalArgumentException when the lengths do not fit, there is no example, or a label is no class
     */
    public ArrayDataset(Schema schema, float[] values, int @Nullable [] labels) {
        int d = schema.shape().size();
        if (values.length == 0 || values.length % d != 0) {
            throw new IllegalArgumentException(
                    "expected examples of " + d + " values, got " + values.length + " values");
        }
        this.schema = schema;
        this.values = values;
        this.labels = labels;
        this.size = values.length / d;
        if (labels != null) {
            if (labels.length != size) {
                throw new IllegalArgumentException("expected " + size + " labels, got " + labels.length);
            }
            for (int label : labels) {
                if (label < 0 || label >= schema.classes().size()) {
                    throw new IllegalArgumentException("label " + label + " is none of the "
                            + schema.classes().size() + " classes");
                }
            }
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int d = schema.shape().size();
        System.arraycopy(values, index * d, into, offset, d);
    }

    @Override
    public int label(int index) {
        return labels == null ? -1 : labels[index];
    }
}
