package dev.penumbra.eval;

import java.util.List;

/**
 * What a sweep found.
 *
 * @param data        name of the data
 * @param parameter   what was varied: lambda
 * @param points      in rising order
 * @param recommended one of the values
 * @param reason      in a sentence
 */
public record SweepResult(String data, String parameter, List<SweepPoint> points, double recommended, String reason) {
    public SweepResult {
        points = List.copyOf(points);
    }
}
