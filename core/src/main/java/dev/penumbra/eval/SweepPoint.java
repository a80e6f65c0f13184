package dev.penumbra.eval;

import java.util.List;

/**
 * What one weight of the KL gave.
 *
 * @param lambda the weight: lambda or beta
 * @param folds  one evaluation for each fold or seed, at least one
 */
public record SweepPoint(double lambda, List<Evaluation> folds) {
    public SweepPoint {
        folds = List.copyOf(folds);
        if (folds.isEmpty()) {
            throw new IllegalArgumentException("at least one evaluation is needed");
        }
    }
}
