package dev.penumbra.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data set whose examples have names of their own. */
public final class Named extends SameValues {
    private final List<String> names;

    /** @param names one for each example, in order */
    public Named(Dataset data, List<String> names) {
        super(data);
        if (names.size() != data.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + data.size() + " examples");
        }
        this.names = List.copyOf(names);
    }

    @Override
    public @Nullable ArrayForm arrayForm() {
        return data.arrayForm();
    }

    @Override
    public String name(int index) {
        return names.get(index);
    }
}
