package dev.penumbra.data;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data set with what else is to be said of how it was read. */
final class Noted extends SameValues {
    private final List<String> notes;

    private Noted(Dataset data, List<String> notes) {
        super(data);
        this.notes = notes;
    }

    static Dataset of(Dataset data, List<String> notes) {
        return notes.isEmpty()
                ? data
                : new Noted(
                        data,
                        Stream.concat(data.notes().stream(), notes.stream()).toList());
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public @Nullable ArrayForm arrayForm() {
        return data.arrayForm();
    }

    @Override
    public float[] levels() {
        return data.levels();
    }
}
