package dev.penumbra.data;

import java.util.List;

/** Examples of which no class is known, beside others that have one. */
final class Unlabelled extends SameValues {
    private final Schema schema;

    Unlabelled(Dataset data) {
        super(data);
        this.schema = data.schema().withClasses(List.of());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int label(int index) {
        return -1;
    }
}
