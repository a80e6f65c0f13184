package dev.penumbra.eval;

import java.util.List;

/**
 * One value of lambda in a sweep.
 *
 * @param lambda weight of the KL at lecture scale
 * @param folds  evaluation of each fold's validation part
 */
public record SweepPoint(double lambda, List<Evaluation> folds) {
    public SweepPoint {
        folds = List.copyOf(folds);
    }
}
