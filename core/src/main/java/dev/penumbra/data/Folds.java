package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.util.ArrayList;
import java.util.List;

/** k-fold cross-validation within a training part. */
public final class Folds {
    private Folds() {}

    /**
     * Deals the examples into k parts of equal size, give or take one, each with its share of every class; round i holds out part
     * i. A pure function of the arguments. The scaling stays that of {@code train}: standardize each round by its own training part.
     *
     * @param k 2 to the number of examples
     */
    public static List<Fold> of(Dataset train, int k, Seed seed, SmallClasses small) {
        if (k < 2 || k > train.size()) {
            throw new InputException(
                    "This number of folds is not possible.",
                    "2 to " + train.size() + ", the number of examples",
                    String.valueOf(k),
                    "folds",
                    "use for example 5");
        }
        List<List<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            parts.add(new ArrayList<>());
        }
        int next = 0;
        for (List<Integer> stratum : Stratified.strata(
                train, seed.named("folds"), n -> small == SmallClasses.EVENLY || n >= Stratified.ENOUGH, small)) {
            for (int index : stratum) {
                parts.get(next).add(index);
                next = (next + 1) % k;
            }
        }
        List<Fold> folds = new ArrayList<>();
        for (int round = 0; round < k; round++) {
            List<Integer> heldOut = parts.get(round);
            List<Integer> rest = new ArrayList<>();
            parts.subList(0, round).forEach(rest::addAll);
            parts.subList(round + 1, k).forEach(rest::addAll);
            folds.add(new Fold(
                    new Subset(train, Stratified.sorted(rest)), new Subset(train, Stratified.sorted(heldOut))));
        }
        return folds;
    }
}
