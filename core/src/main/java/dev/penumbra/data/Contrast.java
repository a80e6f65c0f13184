package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.List;

/** Examples that have something and examples that have not, as one data set of two classes: 0 without, 1 with. */
public final class Contrast extends SameValues {
    private final Dataset without;
    private final Schema schema;

    /**
     * Joins the two.
     *
     * @param name of what the first have, and so of class 1
     * @throws InputException where the examples of the two have different shapes or scaling
     */
    public Contrast(String name, Dataset with, Dataset without) {
        super(joined(with, without));
        this.without = without;
        this.schema = with.schema().withClasses(List.of("without " + name, name));
    }

    private static Dataset joined(Dataset with, Dataset without) {
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
        return Joined.of(List.of(without, with));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int label(int index) {
        return index < without.size() ? 0 : 1;
    }
}
