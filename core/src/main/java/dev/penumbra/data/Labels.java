package dev.penumbra.data;

import dev.penumbra.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The labels of an array, a text for each example. As classes they are in the order of whole numbers where all are, else in
 * alphabetical order.
 *
 * @param texts the labels, one object for each distinct one
 * @param whole whether none is a fraction: fractions are measurements, no classes
 * @param where file, and member of an archive, for messages
 */
record Labels(List<String> texts, boolean whole, String where) {
    private static final int STEP = 1 << 13;

    /** Numbers, [n] or [n, 1]. */
    static Labels ofNumbers(NumberArray array) {
        int n = array.examples();
        requireOneEach(array, n, array.dims());
        boolean whole = true;
        Map<Double, String> distinct = new HashMap<>();
        List<String> texts = new ArrayList<>(Math.min(n, STEP));
        for (int from = 0; from < n; from += STEP) {
            for (double v : array.get(from, Math.min(STEP, n - from))) {
                boolean integer = v == Math.rint(v) && Math.abs(v) < 0x1p63;
                whole &= integer;
                texts.add(distinct.computeIfAbsent(
                        v, value -> integer ? String.valueOf((long) v) : String.valueOf(value)));
            }
        }
        return new Labels(texts, whole, array.where());
    }

    /** Texts of k letters each, [n, k] or [n, 1, k]; shorter ones are filled with zeros. */
    static Labels ofText(NumberArray letters) {
        int n = letters.examples();
        int k = letters.dims().getLast();
        requireOneEach(letters, n, letters.dims().subList(0, letters.dims().size() - 1));
        Map<String, String> distinct = new HashMap<>();
        List<String> texts = new ArrayList<>(Math.min(n, STEP));
        for (int i = 0; i < n; i++) {
            String text = text(letters, letters.get((long) i * k, k));
            texts.add(distinct.computeIfAbsent(text, t -> t));
        }
        return new Labels(texts, true, letters.where());
    }

    private static String text(NumberArray letters, double[] codes) {
        int length = codes.length;
        while (length > 0 && codes[length - 1] == 0) {
            length--;
        }
        if (letters.element() == Element.U1) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (int) codes[i];
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            if (codes[i] > Character.MAX_CODE_POINT) {
                throw new InputException(
                        "A label holds what is no letter.",
                        "code points up to 10FFFF",
                        Long.toHexString((long) codes[i]),
                        letters.where(),
                        "get the file again: it is damaged");
            }
            text.appendCodePoint((int) codes[i]);
        }
        return text.toString();
    }

    private static void requireOneEach(NumberArray array, int n, List<Integer> sizes) {
        long total = sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (total != n) {
            throw new InputException(
                    "Labels are one for each example.",
                    "sizes [n]",
                    "sizes " + array.dims(),
                    array.where(),
                    "store the class of each example; of one-hot rows: numpy.argmax(y, 1)");
        }
    }

    /** Refuses labels that are not one for each of {@code examples}, or are fractions. */
    Labels fitting(int examples) {
        if (texts.size() != examples) {
            throw new InputException(
                    "The labels do not fit the examples.",
                    examples + " labels, one per example",
                    texts.size() + " labels",
                    where,
                    "use the labels that belong to these examples");
        }
        if (!whole) {
            throw new InputException(
                    "A label is not a whole number.",
                    "a whole number for every class",
                    texts.stream().filter(t -> !isWhole(t)).findFirst().orElse(""),
                    where,
                    "store the index of the class");
        }
        return this;
    }

    /** The classes of several parts of one data set. */
    static List<String> classes(List<Labels> parts) {
        TreeSet<String> distinct = new TreeSet<>();
        parts.forEach(part -> distinct.addAll(part.texts));
        return classesOf(distinct);
    }

    /** The position of every label among {@code classes}. */
    int[] indices(List<String> classes) {
        return indices(texts, classes);
    }

    /** The position of every label among {@code classes}; -1 of one that is none of them. */
    static int[] indices(List<String> labels, List<String> classes) {
        Map<String, Integer> index =
                IntStream.range(0, classes.size()).boxed().collect(Collectors.toMap(classes::get, i -> i));
        return labels.stream().mapToInt(label -> index.getOrDefault(label, -1)).toArray();
    }

    /** The distinct texts, sorted: as numbers where all are whole numbers, as text otherwise. */
    static List<String> classesOf(Collection<String> labels) {
        List<String> distinct = new ArrayList<>(new TreeSet<>(labels));
        if (distinct.stream().allMatch(Labels::isWhole)) {
            distinct.sort((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
        }
        return distinct;
    }

    private static boolean isWhole(String text) {
        return text.matches("-?\\d{1,18}");
    }
}
