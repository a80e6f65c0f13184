package dev.penumbra.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How an array holds examples: what is needed to write them as they stood.
 *
 * @param type        of the numbers as NumPy writes it, such as {@code <f4} or {@code |u1}
 * @param dims        sizes of one example, in the order of the array
 * @param channelLast whether an image is held as [height, width, channels] and not as [channels, height, width]
 * @param fortran     whether the first dimension of the array, which counts the examples, is the fastest
 * @param text        whether the numbers were written as text, in the rows of a table
 */
public record ArrayForm(String type, List<Integer> dims, boolean channelLast, boolean fortran, boolean text) {
    /** Whole numbers beyond are not all numbers of 64-bit floats. */
    private static final double EXACT = 0x1p53;

    private static final Map<String, Element> TYPES = types();

    public ArrayForm {
        dims = List.copyOf(dims);
        element(type);
        if (dims.isEmpty() || dims.size() > 3 || dims.stream().anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException("no sizes of an example: " + dims);
        }
        if (channelLast && dims.size() != 3) {
            throw new IllegalArgumentException("no channels in sizes " + dims);
        }
    }

    private static Map<String, Element> types() {
        Map<String, Element> types = new HashMap<>();
        for (Element element : Element.values()) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                types.put(type(element, order), element);
            }
        }
        return Map.copyOf(types);
    }

    private static String type(Element element, ByteOrder order) {
        String mark = element.bytes == 1 ? "|" : order == ByteOrder.BIG_ENDIAN ? ">" : "<";
        return mark + element.name().toLowerCase(Locale.ROOT);
    }

    static ArrayForm of(NumberArray array, boolean channelLast, boolean text) {
        List<Integer> dims = array.dims().subList(1, array.dims().size());
        return new ArrayForm(type(array.element(), array.order()), dims, channelLast, array.fortran(), text);
    }

    private static Element element(String type) {
        Element element = TYPES.get(type);
        if (element == null) {
            throw new IllegalArgumentException("no type of numbers: " + type);
        }
        return element;
    }

    private Element element() {
        return element(type);
    }

    private ByteOrder order() {
        return type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Values of one example. */
    public long size() {
        return dims.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** Bytes of one number. */
    public int elementBytes() {
        return element().bytes;
    }

    /** What the array holds where {@code number} is written to it: the nearest number of its type. */
    public double nearest(double number) {
        return element().nearest(number);
    }

    /** Whether {@code number}, which was read from the array, is all that stood there. */
    public boolean isExact(double number) {
        return element().bytes < Long.BYTES || element() == Element.F8 || Math.abs(number) < EXACT;
    }

    /**
     * One example as the array holds it, the last of its dimensions fastest.
     *
     * @param numbers in the model's order, of images [channels, height, width]
     */
    public byte[] bytes(double[] numbers) {
        if (numbers.length != size()) {
            throw new IllegalArgumentException(numbers.length + " values for sizes " + dims);
        }
        Element element = element();
        byte[] bytes = new byte[Math.multiplyExact(numbers.length, element.bytes)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order());
        int channels = channelLast ? dims.getLast() : 1;
        int plane = numbers.length / channels;
        for (int i = 0; i < numbers.length; i++) {
            int at = i % plane * channels + i / plane;
            element.put(buffer, at * element.bytes, numbers[i]);
        }
        return bytes;
    }

    /** Where number {@code k} of an example, counted with its first dimension fastest, stands in {@link #bytes}. */
    public int fromFirstFastest(int k) {
        int at = 0;
        int rest = k;
        int stride = Math.toIntExact(size());
        for (int dim : dims) {
            stride /= dim;
            at += rest % dim * stride;
            rest /= dim;
        }
        return at;
    }

    /** In words. */
    @Override
    public String toString() {
        String order = (channelLast ? ", channels last" : "") + (fortran ? ", Fortran order" : "");
        return text ? "a table" : "an array of type " + type + ", sizes " + dims + order;
    }
}
