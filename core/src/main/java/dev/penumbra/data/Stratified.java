package dev.penumbra.data;

import dev.penumbra.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** The shuffled examples of every class, from which parts are dealt so that each has its share of every class. */
final class Stratified {
    /** With fewer examples a class cannot be in three parts. */
    static final int ENOUGH = 3;

    /** The class that those of a pool are gathered under: before all others, and before examples without a class. */
    private static final int POOL = -2;

    private Stratified() {}

    /**
     * One list for each class whose number of examples is {@code alone}, shuffled; one for all others together, where there are any. With
     * {@link SmallClasses#EVENLY} the examples of each class lie evenly over the latter: the first n-th of the list has an n-th of each,
     * to the nearest whole example above or below.
     */
    static List<List<Integer>> strata(Dataset data, Seed seed, IntPredicate alone, SmallClasses small) {
        int[] order = seed.permutation(data.size());
        Map<Integer, List<Place>> classes = new TreeMap<>();
        for (int p = 0; p < order.length; p++) {
            classes.computeIfAbsent(data.label(order[p]), k -> new ArrayList<>())
                    .add(new Place(order[p], p));
        }
        Map<Integer, List<Place>> strata = new TreeMap<>();
        classes.forEach((label, examples) -> {
            boolean own = alone.test(examples.size());
            strata.computeIfAbsent(own ? label : POOL, k -> new ArrayList<>())
                    .addAll(own || small == SmallClasses.IN_EVERY_PART ? examples : spread(examples, order.length));
        });
        return strata.values().stream()
                .map(s -> s.stream().sorted().map(Place::example).toList())
                .toList();
    }

    /** Where an example comes among others, those at equal places by their number. */
    private record Place(int example, double at) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingDouble(Place::at)
                    .thenComparingInt(Place::example)
                    .compare(this, other);
        }
    }

    /** Example r of the n of a class comes at (r + u) / n, with u in [0, 1) by where the first one stands among all. */
    private static List<Place> spread(List<Place> examples, int all) {
        List<Place> spread = new ArrayList<>();
        double u = examples.getFirst().at / all;
        for (int r = 0; r < examples.size(); r++) {
            spread.add(new Place(examples.get(r).example, (r + u) / examples.size()));
        }
        return spread;
    }

    /** The indices as an array, in ascending order: examples are then read in the order of their file. */
    static int[] sorted(List<Integer> indices) {
        return indices.stream().mapToInt(i -> i).sorted().toArray();
    }
}
