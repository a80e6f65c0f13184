package dev.penumbra;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what a mistyped word was probably meant to be. */
public final class Spelling {
    private static final int SUGGESTIONS = 3;

    private Spelling() {}

    /**
     * The known words that are near {@code word}, nearest first, at most three: those that {@code word} is the start of, and
     * those that at most a third of the letters, rounded up, separate from it. Empty where none is near.
     */
    public static List<String> closest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .distinct()
                .filter(k -> isNear(lower, k.toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparingInt((String k) -> distance(lower, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .toList();
    }

    /** "did you mean a or b?", or "use one of ..." with all known words where none is near. */
    public static String remedy(String word, Collection<String> known) {
        List<String> near = closest(word, known);
        return near.isEmpty()
                ? "use one of " + known.stream().sorted().collect(Collectors.joining(", "))
                : "did you mean " + String.join(" or ", near) + "?";
    }

    private static boolean isNear(String word, String known) {
        return (word.length() >= 2 && known.startsWith(word))
                || (Math.abs(word.length() - known.length()) <= allowed(word, known)
                        && distance(word, known) <= allowed(word, known));
    }

    private static int allowed(String word, String known) {
        return (Math.min(word.length(), known.length()) + 2) / 3;
    }

    /** Insertions, deletions and replacements from {@code a} to {@code b} (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
