package dev.penumbra.data;

import dev.penumbra.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The shuffled examples of every class, from which parts are dealt so that each has its share of every class. */
final class Stratified {
    /** With fewer examples a class cannot be in three parts. */
    static final int ENOUGH = 3;

    private static final int RARE = -2;

    private Stratified() {}

    /** One list per class with enough examples, shuffled; one for all others together, where there are any. */
    static List<List<Integer>> strata(Dataset data, Seed seed) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < data.size(); i++) {
            counts.merge(data.label(i), 1, Integer::sum);
        }
        Map<Integer, List<Integer>> strata = new TreeMap<>();
        for (int i : seed.permutation(data.size())) {
            int label = data.label(i);
            int stratum = counts.getOrDefault(label, 0) < ENOUGH ? RARE : label;
            strata.computeIfAbsent(stratum, k -> new ArrayList<>()).add(i);
        }
        return List.copyOf(strata.values());
    }

    /** The indices as an array, in ascending order: examples are then read in the order of their file. */
    static int[] sorted(List<Integer> indices) {
        return indices.stream().mapToInt(i -> i).sorted().toArray();
    }
}
