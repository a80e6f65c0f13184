package dev.penumbra.data;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether a column called target holds classes: text, or few whole numbers. Few are two; or at most one for five rows, and those at
 * most ten or counted from 0 or 1 without a gap.
 */
final class TargetColumn {
    private static final int ROWS_EACH = 5;
    private static final int FEW = 10;
    /** More distinct values are not counted. */
    private static final int MOST = 1 << 16;

    private final Set<String> distinct = new HashSet<>();
    private boolean text;
    private boolean fractions;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private int rows;

    /** Adds a cell; whether more need to be seen. */
    boolean add(String cell) {
        rows++;
        text |= !Cells.isMissing(cell) && !Cells.looksLikeNumber(cell);
        boolean whole = Cells.isWhole(cell);
        fractions |= !whole && Cells.looksLikeNumber(cell);
        if (whole) {
            double value = Double.parseDouble(cell);
            min = Math.min(min, value);
            max = Math.max(max, value);
            distinct.add(Double.toString(value));
        }
        return !text && !fractions && distinct.size() < MOST;
    }

    boolean holdsClasses() {
        int k = distinct.size();
        boolean counted = (min == 0 || min == 1) && max - min == k - 1;
        return text || (!fractions && (k <= 2 || ((long) ROWS_EACH * k <= rows && (k <= FEW || counted))));
    }

    /** Why it holds none. */
    String reason() {
        return fractions ? "it holds fractions" : distinct.size() + " values in " + rows + " rows";
    }
}
