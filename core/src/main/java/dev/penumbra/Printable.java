package dev.penumbra;

import java.nio.file.Path;

/**
 * Text for a terminal. Names of tensors, classes, columns and files come from anyone; what a terminal would obey instead of show
 * is written as an escape, {@code \}{@code u001b}, which JSON understands as well.
 */
public final class Printable {
    private Printable() {}

    /** {@code text} in which every control character is shown, line feeds too: nothing in it can look like a line of its own. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** {@code text} of several lines, in which every control character but the line feed is shown. */
    public static String lines(String text) {
        return shown(text, true);
    }

    /** {@code path} as a shell takes it for one word that is no option, so that a command in a message can be copied. */
    public static String argument(Path path) {
        String text = path.toString();
        String word = text.startsWith("-") ? "./" + text : text;
        return word.matches("[\\p{L}\\p{N}._/:\\\\+,@%=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String shown(String text, boolean lines) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isObeyed(c) && !(lines && c == '\n')) {
                shown = shown == null ? new StringBuilder(text.substring(0, i)) : shown;
                shown.append(String.format("\\u%04x", (int) c));
            } else if (shown != null) {
                shown.append(c);
            }
        }
        return shown == null ? text : shown.toString();
    }

    /** Controls (C0, DEL, C1), separators of lines and paragraphs, and marks that turn the direction of writing. */
    private static boolean isObeyed(char c) {
        return Character.isISOControl(c)
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u200e'
                || c == '\u200f';
    }
}
