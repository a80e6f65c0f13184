package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.List;

/** Examples that have something and examples that have not, as one data set of two classes: 0 without, 1 with. */
public final class Contrast implements Dataset {
    private final Dataset with;
    private final Dataset without;
    private final Schema schema;

    /**
     * Joins the two.
     *
     * @param name of what the first have, and so of class 1
     * @throws InputException where the examples of the two have different shapes or scaling
     */
    public Contrast(String name, Dataset with, Dataset without) {
        Schema one = with.schema();
        Schema other = without.schema();
        if (!one.shape().equals(other.shape()) || !one.scaling().equals(other.scaling())) {
            throw new InputException(
                    "The examples with and without are of different kinds",
                    "the same shape and scaling in both",
                    one.shape() + " and " + other.shape(),
                    "--with, --without",
                    "bring them to one form");
        }
        this.with = with;
        this.without = without;
        this.schema = new Schema(one.shape(), one.scaling(), one.columns(), List.of("without " + name, name));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int size() {
        return Math.addExact(without.size(), with.size());
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (index < without.size()) {
            without.read(index, into, offset);
        } else {
            with.read(index - without.size(), into, offset);
        }
    }

    @Override
    public String name(int index) {
        return index < without.size() ? without.name(index) : with.name(index - without.size());
    }

    @Override
    public int label(int index) {
        return index < without.size() ? 0 : 1;
    }
}
