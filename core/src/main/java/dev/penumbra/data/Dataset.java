package dev.penumbra.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fixed sequence of examples, read by index. Values are as the model sees them (pixels in [0, 1], columns standardized): see
 * {@link Schema}. Implementations may read from disk and must be safe for use by several threads.
 */
public interface Dataset {
    /** What one example is. */
    Schema schema();

    /** How many examples there are, at least 1. */
    int size();

    /** Writes example {@code index} to {@code into}, from {@code offset}, {@code schema().shape().size()} values. */
    void read(int index, float[] into, int offset);

    /** Writes the examples {@code indices[from .. from+count)} one after the other to the start of {@code into}. */
    default void read(int[] indices, int from, int count, float[] into) {
        int size = schema().shape().size();
        for (int i = 0; i < count; i++) {
            read(indices[from + i], into, i * size);
        }
    }

    /** Writes the raw values of example {@code index} to the start of {@code into}, with the precision of their file. */
    default void readRaw(int index, double[] into) {
        Schema schema = schema();
        float[] x = new float[schema.shape().size()];
        read(index, x, 0);
        for (int i = 0; i < x.length; i++) {
            into[i] = schema.scaling().toRaw(x[i], i);
        }
    }

    /**
     * The values that examples are made of, where those are few and known without reading them, as of bytes. A value in it need
     * not occur; empty where nothing is known.
     */
    default float[] levels() {
        return new float[0];
    }

    /**
     * What was understood of the files, where another reading was possible or something was left out: whole sentences for the
     * user, such as "6 of 34 files; left out: 10 links, 18 of other formats".
     */
    default List<String> notes() {
        return List.of();
    }

    /** What is seen here of grey values: other than {@link Pixels#GREY} where they were drawn once. */
    default Pixels pixels() {
        return Pixels.GREY;
    }

    /** What example {@code index} is called: the path of its file within a folder of images, or its index. */
    default String name(int index) {
        return String.valueOf(index);
    }

    /** How the image file of example {@code index} holds it; null where it comes from no image file. */
    default @Nullable ImageForm form(int index) {
        return null;
    }

    /** How the array of a file holds the examples; null where they come from none, or are not what it holds. */
    default @Nullable ArrayForm arrayForm() {
        return null;
    }

    /** The class of example {@code index}, an index into {@link Schema#classes()}; -1 where there are no labels. */
    default int label(int index) {
        return -1;
    }

    /** The name of the class of example {@code index}; empty where there are no labels. */
    default String className(int index) {
        int label = label(index);
        List<String> classes = schema().classes();
        return label < 0 ? "" : classes.isEmpty() ? String.valueOf(label) : classes.get(label);
    }

    /** The names of the known true factors of variation; empty for nearly all data. */
    default List<String> factorNames() {
        return List.of();
    }

    /** The true value of factor {@code factor} of example {@code index}. */
    default float factor(int index, int factor) {
        throw new IndexOutOfBoundsException("this data set has no known factors");
    }
}
