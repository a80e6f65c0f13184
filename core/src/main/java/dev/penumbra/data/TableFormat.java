package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * How a text table is read. What is null is found by looking at the file.
 *
 * @param delimiter   what separates cells: one character, {@code tab} or {@code blank}
 * @param header      whether the first row names the columns
 * @param encoding    name of a character set, such as {@code UTF-8} or {@code windows-1252}
 * @param labelColumn name of the column of the classes, or {@link #NO_LABELS}
 * @param decimal     what stands before the fraction of a number: a point or a comma
 * @param shape       of the images that rows are: channels 1, 3 or 4, height, width
 */
public record TableFormat(
        @Nullable String delimiter,
        @Nullable Boolean header,
        @Nullable String encoding,
        @Nullable String labelColumn,
        @Nullable String decimal,
        @Nullable Shape shape) {
    /** Everything is found by looking. */
    public static final TableFormat FOUND = new TableFormat(null, null, null, null, null, null);
    /** The label column of a table in which every column is read as numbers. */
    public static final String NO_LABELS = "none";

    private static final String TAB = "tab";
    private static final String BLANK = "blank";

    public TableFormat {
        if ("\t".equals(delimiter) || "\\t".equals(delimiter)) {
            delimiter = TAB;
        } else if (" ".equals(delimiter)) {
            delimiter = BLANK;
        }
        if (delimiter != null && !isDelimiter(delimiter)) {
            throw bad("delimiter", "one character such as ; or |, or tab, or blank", delimiter);
        }
        if (decimal != null && !decimal.equals(".") && !decimal.equals(",")) {
            throw bad("decimal", "a point or a comma", decimal);
        }
        if (encoding != null && charset(encoding) == null) {
            throw bad("encoding", "a name such as UTF-8, UTF-16LE, windows-1252, Shift_JIS", encoding);
        }
        if (shape != null && !isImage(shape)) {
            throw bad("shape", "channels 1, 3 or 4, height and width, such as 1x28x28", shape.toString());
        }
    }

    private static boolean isDelimiter(String text) {
        return text.equals(TAB)
                || text.equals(BLANK)
                || (text.length() == 1
                        && "\"\n\r#.".indexOf(text.charAt(0)) < 0
                        && !Character.isLetterOrDigit(text.charAt(0)));
    }

    private static boolean isImage(Shape shape) {
        return shape.isImage() && (shape.channels() == 1 || shape.channels() == 3 || shape.channels() == 4);
    }

    /** The character that separates cells, or null. */
    @Nullable
    Character separator() {
        return delimiter == null
                ? null
                : (Character)
                        switch (delimiter) {
                            case TAB -> '\t';
                            case BLANK -> ' ';
                            default -> delimiter.charAt(0);
                        };
    }

    /** What the encoding's name means, or null where none is given. */
    @Nullable
    Charset charset() {
        return encoding == null ? null : charset(encoding);
    }

    private static @Nullable Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null; // what the caller then explains
        }
    }

    /** This where it says something, {@code otherwise} where it does not. */
    public TableFormat over(TableFormat otherwise) {
        return new TableFormat(
                delimiter == null ? otherwise.delimiter : delimiter,
                header == null ? otherwise.header : header,
                encoding == null ? otherwise.encoding : encoding,
                labelColumn == null ? otherwise.labelColumn : labelColumn,
                decimal == null ? otherwise.decimal : decimal,
                shape == null ? otherwise.shape : shape);
    }

    private static InputException bad(String name, String expected, String received) {
        return new InputException(
                "The " + name + " of a table is none that is known.", expected, received, name, "give " + expected);
    }
}
