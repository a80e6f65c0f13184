package dev.penumbra.eval;

import java.util.Comparator;
import java.util.List;

/**
 * What several weights of the KL gave, and which is recommended.
 *
 * @param data        name of the data
 * @param parameter   what was varied: "lambda" or "beta"
 * @param points      one for each weight, ascending
 * @param recommended one of the weights
 * @param reason      why, in one sentence
 */
public record SweepResult(String data, String parameter, List<SweepPoint> points, double recommended, String reason) {
    public SweepResult {
        points = points.stream()
                .sorted(Comparator.comparingDouble(SweepPoint::lambda))
                .toList();
        if (points.stream().noneMatch(p -> p.lambda() == recommended)) {
            throw new IllegalArgumentException("the recommended " + parameter + " " + recommended + " is not one of "
                    + points.stream().map(SweepPoint::lambda).toList());
        }
    }
}
