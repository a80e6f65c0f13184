package dev.penumbra.data;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the text of one cell is. */
final class Cells {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,5})?");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d+,\\d+|,\\d+)([eE][+-]?\\d{1,5})?");
    /** What may also be a thousand and more: 1,234. */
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");
    /** Digits with separators of any kind. */
    private static final Pattern LIKE_NUMBER = Pattern.compile("[+-]?[\\d.,']*\\d[\\d.,']*([eE][+-]?\\d{1,5})?");
    /** How others write that there is no value. */
    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "<na>", "missing");
    /** The longest decimal form of a double has 25 characters; the rest allows for zeros. */
    private static final int LONGEST = 400;

    private Cells() {}

    /** A decimal number with a point, if any. */
    static boolean isNumber(String cell) {
        return cell.length() < LONGEST && NUMBER.matcher(cell).matches();
    }

    /** A number with a decimal comma. */
    static boolean hasComma(String cell) {
        return cell.length() < LONGEST && COMMA.matcher(cell).matches();
    }

    /** A number with a comma that cannot separate thousands. */
    static boolean hasDecimalComma(String cell) {
        return hasComma(cell) && !THOUSANDS.matcher(cell).matches();
    }

    /** A number with separators of any kind. */
    static boolean looksLikeNumber(String cell) {
        return cell.length() < LONGEST && LIKE_NUMBER.matcher(cell).matches();
    }

    static boolean isMissing(String cell) {
        return cell.length() < 10 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    static boolean isWhole(String cell) {
        return isNumber(cell) && Double.parseDouble(cell) == Math.rint(Double.parseDouble(cell));
    }

    /** A number that is written without point and exponent. */
    static boolean isInteger(String cell) {
        return isNumber(cell) && cell.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    }
}
