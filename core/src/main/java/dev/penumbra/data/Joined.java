package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several data sets one after the other, seen as one. Classes are told apart by their names, those of the first part first. Factors are known
 * where all parts have them under the same names.
 */
public final class Joined implements Dataset {
    private final List<Dataset> parts;
    private final int size;
    private final Schema schema;

    private Joined(List<Dataset> parts, int size) {
        this.parts = parts;
        this.size = size;
        Schema first = parts.getFirst().schema();
        List<String> classes = parts.stream()
                .flatMap(part -> part.schema().classes().stream())
                .distinct()
                .toList();
        this.schema = new Schema(first.shape(), first.scaling(), first.columns(), classes);
    }

    /**
     * All examples of {@code parts}, in order.
     *
     * @param parts at least one, of examples of one shape
     * @throws InputException where shapes differ or there are more than 2^31 - 1 examples
     */
    public static Dataset of(List<Dataset> parts) {
        long size = 0;
        for (Dataset part : parts) {
            size += part.size();
            if (!part.schema().shape().equals(parts.getFirst().schema().shape())) {
                throw new InputException(
                        "The examples do not have one shape.",
                        parts.getFirst().schema().shape().toString(),
                        part.schema().shape().toString(),
                        "the data",
                        "give examples of one kind");
            }
        }
        if (size > Integer.MAX_VALUE) {
            throw new InputException(
                    "These are too many examples.",
                    "at most " + Integer.MAX_VALUE,
                    String.valueOf(size),
                    "the data",
                    "give fewer of them");
        }
        return new Joined(List.copyOf(parts), (int) size);
    }

    /** Example {@code index} of a part. */
    private record At(Dataset part, int index) {}

    private At at(int index) {
        int rest = index;
        for (Dataset part : parts) {
            if (rest < part.size()) {
                return new At(part, rest);
            }
            rest -= part.size();
        }
        throw new IndexOutOfBoundsException("example " + index + " of " + size);
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
        At at = at(index);
        at.part.read(at.index, into, offset);
    }

    @Override
    public void readRaw(int index, double[] into) {
        At at = at(index);
        at.part.readRaw(at.index, into);
    }

    /** That of all parts, where they have the same. */
    @Override
    public @Nullable ArrayForm arrayForm() {
        return parts.stream().map(Dataset::arrayForm).distinct().count() == 1
                ? parts.getFirst().arrayForm()
                : null;
    }

    @Override
    public List<String> notes() {
        return parts.stream().flatMap(part -> part.notes().stream()).distinct().toList();
    }

    @Override
    public String name(int index) {
        At at = at(index);
        return at.part.name(at.index);
    }

    @Override
    public @Nullable ImageForm form(int index) {
        At at = at(index);
        return at.part.form(at.index);
    }

    @Override
    public int label(int index) {
        At at = at(index);
        int own = at.part.label(at.index);
        return own < 0 || schema.classes().isEmpty() ? own : schema.classes().indexOf(at.part.className(at.index));
    }

    @Override
    public List<String> factorNames() {
        List<String> names = parts.getFirst().factorNames();
        return parts.stream().allMatch(part -> part.factorNames().equals(names)) ? names : List.of();
    }

    @Override
    public float factor(int index, int factor) {
        Objects.checkIndex(factor, factorNames().size());
        At at = at(index);
        return at.part.factor(at.index, factor);
    }
}
