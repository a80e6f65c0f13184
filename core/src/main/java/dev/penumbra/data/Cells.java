package dev.penumbra.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the text of one cell is. */
final class Cells {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,5})?");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d+,\\d+|,\\d+)([eE][+-]?\\d{1,5})?");
    /** What may also be a thousand and more: 1,234. */
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");
    /** What may be 1.234 or 1,234. */
    private static final Pattern POINTED = Pattern.compile("[+-]?[1-9]\\d{0,2}\\.\\d{3}");
    /** Digits with separators of any kind. */
    private static final Pattern LIKE_NUMBER = Pattern.compile("[+-]?[\\d.,']*\\d[\\d.,']*([eE][+-]?\\d{1,5})?");
    /** How others write that there is no value. */
    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "<na>", "missing");
    /** The longest decimal form of a double has 25 characters; the rest allows for zeros. */
    private static final int LONGEST = 400;

    /** Digits in groups, as thousands are written with blanks. */
    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}([\\h]\\d{3})+([.,]\\d*)?");

    private Cells() {}

    /** Without the blanks around it, also those that do not break lines, as spreadsheets write them. */
    static String stripped(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && isBlank(cell.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || (c > '~' && (Character.isSpaceChar(c) || Character.isWhitespace(c) || c == '\ufeff'));
    }

    /** A number whose thousands stand apart. */
    static boolean isGrouped(String cell) {
        return cell.length() < LONGEST && GROUPED.matcher(cell).matches();
    }

    /** The value of up to six digits, as pixels are written, without the work that other numbers take; else -1. */
    static int small(String cell) {
        int value = 0;
        for (int i = 0; i < cell.length(); i++) {
            int digit = cell.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == 6) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return cell.isEmpty() ? -1 : value;
    }

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

    /** Whether points may separate thousands: three digits follow each, and other numbers are whole. */
    static boolean mayHaveThousands(List<String> column) {
        List<String> dotted = column.stream().filter(c -> c.indexOf('.') >= 0).toList();
        return !dotted.isEmpty()
                && dotted.stream().allMatch(c -> POINTED.matcher(c).matches())
                && column.stream().anyMatch(Cells::isInteger);
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
