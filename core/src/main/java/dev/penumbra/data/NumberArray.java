package dev.penumbra.data;

import dev.penumbra.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array as a file holds it; the first dimension counts the examples.
 *
 * @param storage bytes
 * @param base    address of the first number
 * @param element type of the numbers
 * @param order   byte order of the numbers
 * @param dims    sizes, at least one, each at least 1
 * @param fortran whether the first dimension is the fastest; otherwise the last is
 * @param where   file, and member of an archive, for messages
 */
record NumberArray(
        Storage storage,
        long base,
        Element element,
        ByteOrder order,
        List<Integer> dims,
        boolean fortran,
        String where) {
    /** The largest number of bytes that a header may claim. */
    static final long MAX_BYTES = 1L << 42;

    /** Bytes of an array with these sizes; a hostile header is refused before anything is allocated. */
    static long byteCount(List<Integer> dims, Element element, String where) {
        long bytes = element.bytes;
        for (int dim : dims) {
            if (dim < 1) {
                throw new InputException(
                        "The data set is empty or its header is damaged.",
                        "every size at least 1",
                        "sizes " + dims,
                        where,
                        "check how the file was written");
            }
            if (bytes > MAX_BYTES / dim) {
                throw new InputException(
                        "The header claims more data than any file holds.",
                        "at most " + MAX_BYTES + " bytes",
                        "sizes " + dims,
                        where,
                        "the file is damaged: get it again");
            }
            bytes *= dim;
        }
        return bytes;
    }

    int examples() {
        return dims.getFirst();
    }

    /** One number for each example, as a table of one column. */
    NumberArray asColumn() {
        return new NumberArray(storage, base, element, order, List.of(examples(), 1), fortran, where);
    }

    /** How far apart two neighbours along dimension {@code d} are, in numbers. */
    long stride(int d) {
        List<Integer> faster = fortran ? dims.subList(0, d) : dims.subList(d + 1, dims.size());
        return faster.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** The numbers {@code from .. from+count} as they follow each other in the file. */
    double[] get(long from, int count) {
        byte[] bytes = new byte[Math.multiplyExact(count, element.bytes)];
        storage.read(base + from * element.bytes, bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = element.get(buffer, i * element.bytes);
        }
        return out;
    }
}
