package dev.penumbra.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a first row in which all cells are numbers names the columns, as pandas' 0, 1, 2, years and wavelengths do. It does where the
 * numbers rise strictly and are unlike what stands below: whole numbers above fractions, or far outside of the column. Five columns or more that
 * are counted from 0 or 1 are named by that alone.
 */
final class NumberHeader {
    /** Fewer columns that are counted from 0 are a usual row of data, too. */
    private static final int COUNTED = 5;
    /** Rows after which even one or two columns of nothing but fractions are no accident. */
    private static final int MANY = 12;

    private final List<String> first;
    private final List<List<String>> body;
    private final double[] values;

    private NumberHeader(List<String> first, List<List<String>> body) {
        this.first = first;
        this.body = body;
        this.values = first.stream().mapToDouble(Double::parseDouble).toArray();
    }

    /**
     * @param first cells of the first row, all numbers
     * @param body  rows below it, each with as many cells
     */
    static boolean is(List<String> first, List<List<String>> body) {
        NumberHeader row = new NumberHeader(first, body);
        return !body.isEmpty() && row.rises() && (row.isCounted() || row.isUnlike());
    }

    private boolean rises() {
        return IntStream.range(1, values.length).allMatch(i -> values[i] > values[i - 1]);
    }

    private boolean isCounted() {
        return values.length >= COUNTED
                && (values[0] == 0 || values[0] == 1)
                && values[values.length - 1] - values[0] == values.length - 1
                && first.stream().allMatch(Cells::isInteger)
                && body.stream().noneMatch(first::equals);
    }

    private boolean isUnlike() {
        int n = values.length;
        boolean ofOtherType = IntStream.range(0, n).allMatch(this::isWholeAboveFractions);
        if (n >= 3) {
            return body.size() > 1
                    && IntStream.range(0, n).allMatch(i -> isWholeAboveFractions(i) || isAboveText(i) || isFar(i));
        }
        boolean certain = body.size() >= MANY || (n == 2 && body.size() > 2 && isFixed());
        return ofOtherType && certain && (n == 2 || values[0] == 0);
    }

    private List<String> below(int column) {
        return body.stream()
                .map(row -> row.get(column))
                .filter(cell -> !Cells.isMissing(cell))
                .toList();
    }

    private boolean isWholeAboveFractions(int column) {
        List<String> cells = below(column);
        return Cells.isInteger(first.get(column))
                && !cells.isEmpty()
                && cells.stream().allMatch(c -> Cells.isNumber(c) && !Cells.isInteger(c));
    }

    private boolean isAboveText(int column) {
        List<String> cells = below(column);
        return !cells.isEmpty() && cells.stream().noneMatch(Cells::isNumber);
    }

    /** Farther outside of the column than the column is wide. */
    private boolean isFar(int column) {
        List<String> cells = below(column);
        if (cells.size() < 3 || !cells.stream().allMatch(Cells::isNumber)) {
            return false;
        }
        double min = cells.stream().mapToDouble(Double::parseDouble).min().orElseThrow();
        double max = cells.stream().mapToDouble(Double::parseDouble).max().orElseThrow();
        double gap = Math.max(min - values[column], values[column] - max);
        return gap > max - min;
    }

    /** Each column with one number of decimals, in which a whole number would have them too. */
    private boolean isFixed() {
        return IntStream.range(0, values.length)
                .allMatch(i -> below(i).stream()
                                .mapToInt(c -> c.length() - c.indexOf('.'))
                                .distinct()
                                .count()
                        == 1);
    }
}
