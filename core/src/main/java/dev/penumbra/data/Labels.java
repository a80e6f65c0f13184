package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns labels as they stand in files into indices of classes: whole numbers in their order, text in alphabetical order. */
final class Labels {
    private Labels() {}

    /** The whole numbers of a label array with one label for each of {@code examples}. */
    static long[] numbers(NumberArray array, int examples) {
        long total = array.dims().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (array.examples() != examples || total != examples) {
            throw new InputException(
                    "The labels do not fit the examples.",
                    examples + " labels, one per example",
                    "sizes " + array.dims(),
                    array.where(),
                    "use the labels that belong to these examples");
        }
        double[] values = array.get(0, examples);
        long[] labels = new long[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = (long) values[i];
            if (labels[i] != values[i]) {
                throw new InputException(
                        "A label is not a whole number.",
                        "a whole number for every class",
                        String.valueOf(values[i]),
                        array.where() + ", row " + (i + 1),
                        "store the index of the class");
            }
        }
        return labels;
    }

    /** The distinct numbers of all parts, sorted, as class names. */
    static List<String> classes(List<long[]> parts) {
        TreeSet<Long> distinct = new TreeSet<>();
        parts.forEach(part -> Arrays.stream(part).forEach(distinct::add));
        return distinct.stream().map(String::valueOf).toList();
    }

    /** The position of every label among {@code classes}. */
    static int[] indices(long[] labels, List<String> classes) {
        return indices(Arrays.stream(labels).mapToObj(String::valueOf).toList(), classes);
    }

    /** The position of every label among {@code classes}; -1 of one that is none of them. */
    static int[] indices(List<String> labels, List<String> classes) {
        Map<String, Integer> index =
                IntStream.range(0, classes.size()).boxed().collect(Collectors.toMap(classes::get, i -> i));
        return labels.stream().mapToInt(label -> index.getOrDefault(label, -1)).toArray();
    }

    /** The distinct texts, sorted: as numbers where all are whole numbers, as text otherwise. */
    static List<String> classesOf(List<String> labels) {
        List<String> distinct = new ArrayList<>(new TreeSet<>(labels));
        if (distinct.stream().allMatch(s -> s.matches("-?\\d{1,18}"))) {
            distinct.sort((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
        }
        return distinct;
    }
}
