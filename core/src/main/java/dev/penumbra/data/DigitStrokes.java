package dev.penumbra.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the ten digits are written: for every class some ways, each a list of strokes, each a list of points that the pen passes
 * smoothly. Coordinates are in the unit square, x to the right, y down.
 */
final class DigitStrokes {
    private static final List<List<double[][]>> WAYS = List.of(
            List.of(
                    way(".56 .02 .28 .10 .10 .48 .22 .88 .48 .99 .76 .86 .90 .50 .76 .12 .50 .02 .40 .06"),
                    way(".62 .06 .34 .06 .18 .46 .24 .86 .46 .98 .70 .82 .80 .44 .68 .08 .56 .01")),
            List.of(
                    way(".50 .00 .50 .50 .50 1.0"),
                    way(".54 .00 .51 .50 .48 1.0"),
                    way(".30 .22 .44 .12 .54 .00 | .54 .00 .53 .50 .52 1.0")),
            List.of(
                    way(".12 .26 .28 .05 .58 .01 .80 .20 .70 .48 .40 .76 .10 .97 | .10 .97 .50 .96 .92 .93"),
                    way(".14 .20 .38 .02 .70 .08 .76 .36 .52 .68 .24 .95 .08 .90 .18 .78 .46 .88 .70 .97 .94 .90"),
                    way(".18 .14 .50 .00 .80 .16 .72 .46 .44 .70 .16 .94 | .16 .94 .40 .88 .66 .95 .90 .98")),
            List.of(
                    way(".14 .14 .42 .00 .74 .10 .74 .32 .40 .46 | .40 .46 .76 .54 .84 .76 .60 .97 .30 .98 .10 .86"),
                    way(".18 .06 .50 .00 .78 .12 .66 .36 .46 .45 .66 .50 .84 .70 .66 .94 .36 1.0 .12 .92"),
                    way(
                            ".14 .04 .50 .03 .80 .03 | .80 .03 .60 .22 .42 .40 | .42 .40 .74 .46 .84 .70 .62 .95 .32 .99 .10 .88")),
            List.of(
                    way(".22 .04 .16 .28 .12 .52 | .12 .52 .50 .53 .88 .48 | .74 .04 .70 .50 .64 1.0"),
                    way(".64 .00 .36 .32 .08 .62 | .08 .62 .50 .62 .94 .60 | .66 .02 .66 .50 .64 1.0"),
                    way(".20 .00 .12 .30 .22 .50 .50 .50 .78 .38 | .82 .02 .76 .46 .70 1.0")),
            List.of(
                    way(
                            ".84 .03 .56 .04 .28 .04 | .28 .04 .24 .22 .20 .44 | .20 .44 .48 .36 .76 .48 .82 .74 .56 .96 .14 .92"),
                    way(".90 .00 .60 .06 .34 .04 .26 .24 .30 .40 .58 .46 .78 .66 .66 .92 .36 1.0 .10 .92")),
            List.of(
                    way(".72 .02 .42 .20 .18 .56 .20 .88 .48 1.0 .78 .84 .76 .60 .50 .54 .22 .72"),
                    way(".52 .00 .32 .26 .20 .62 .28 .92 .54 .99 .76 .84 .72 .62 .50 .56 .26 .70 .22 .82")),
            List.of(
                    way(".10 .10 .46 .06 .84 .04 | .84 .04 .62 .44 .44 1.0"),
                    way(".12 .18 .14 .06 .46 .08 .84 .03 | .84 .03 .66 .36 .52 .68 .48 1.0"),
                    way(".12 .08 .46 .06 .84 .04 | .84 .04 .60 .46 .40 1.0 | .32 .54 .54 .52 .78 .50")),
            List.of(
                    way(
                            ".76 .14 .52 .01 .26 .14 .34 .38 .64 .58 .78 .80 .50 .99 .22 .82 .34 .58 .64 .38 .78 .18 .72 .08"),
                    way(
                            ".50 .46 .26 .26 .44 .02 .72 .14 .68 .36 .50 .46 .26 .68 .28 .92 .52 1.0 .76 .84 .70 .60 .50 .46")),
            List.of(
                    way(".80 .22 .60 .02 .28 .08 .16 .32 .36 .50 .64 .42 .80 .20 | .80 .20 .78 .56 .70 1.0"),
                    way(
                            ".80 .16 .54 .01 .24 .12 .20 .38 .44 .50 .70 .38 .80 .16 | .80 .16 .82 .58 .66 .92 .40 1.0 .22 .92"),
                    way(".72 .10 .44 .02 .20 .20 .28 .44 .56 .42 .74 .14 | .74 .14 .70 .50 .56 1.0")));

    private DigitStrokes() {}

    /** The ways to write {@code digit}; each stroke is x0, y0, x1, y1, ... */
    static double[][] way(int digit, int variant) {
        return WAYS.get(digit).get(variant);
    }

    static int ways(int digit) {
        return WAYS.get(digit).size();
    }

    private static double[][] way(String strokes) {
        return Arrays.stream(strokes.split("\\|"))
                .map(s -> Arrays.stream(s.strip().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Points on the Catmull-Rom spline through the points of a stroke, {@code steps} to a piece. */
    static List<double[]> smooth(double[] stroke, int steps) {
        int n = stroke.length / 2;
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i + 1 < n; i++) {
            int before = Math.max(i - 1, 0);
            int after = Math.min(i + 2, n - 1);
            for (int s = 0; s < steps; s++) {
                double t = (double) s / steps;
                points.add(new double[] {
                    spline(stroke[2 * before], stroke[2 * i], stroke[2 * i + 2], stroke[2 * after], t),
                    spline(stroke[2 * before + 1], stroke[2 * i + 1], stroke[2 * i + 3], stroke[2 * after + 1], t)
                });
            }
        }
        points.add(new double[] {stroke[2 * n - 2], stroke[2 * n - 1]});
        return points;
    }

    /** Catmull &amp; Rom 1974, uniform, between b (t = 0) and c (t = 1). */
    private static double spline(double a, double b, double c, double d, double t) {
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}
