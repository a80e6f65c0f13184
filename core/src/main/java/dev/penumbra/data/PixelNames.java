package dev.penumbra.data;

import dev.penumbra.nn.Shape;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Names of columns that are the pixels of grey images: {@code pixel0}, {@code pixel1}, ... or {@code 1x1}, {@code 1x2}, ... by rows. */
final class PixelNames {
    private static final Pattern COUNTED = Pattern.compile("(?i)(?:pixel|px|pix)[ _.-]?(\\d{1,7})");
    private static final Pattern PLACED = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
    private static final int FEWEST = 4;

    private PixelNames() {}

    /** The shape of the images: that of the names, or a square; null where these are no names of pixels, or no square. */
    static @Nullable Shape image(List<String> names) {
        if (names.size() < FEWEST) {
            return null;
        }
        if (areCounted(names)) {
            int side = (int) Math.round(Math.sqrt(names.size()));
            return side * side == names.size() ? Shape.image(1, side, side) : null;
        }
        Matcher last = PLACED.matcher(names.getLast());
        if (!last.matches()) {
            return null;
        }
        int height = Integer.parseInt(last.group(1));
        int width = Integer.parseInt(last.group(2));
        for (int start = 0; start < 2; start++) {
            int from = start;
            int columns = width + 1 - from;
            boolean all = columns > 0
                    && (long) columns * (height + 1 - from) == names.size()
                    && IntStream.range(0, names.size())
                            .allMatch(i -> names.get(i).equals((from + i / columns) + "x" + (from + i % columns)));
            if (all) {
                return Shape.image(1, height + 1 - from, columns);
            }
        }
        return null;
    }

    /** Whether the names count pixels, from 0 or 1. */
    static boolean areCounted(List<String> names) {
        Matcher first = COUNTED.matcher(names.getFirst());
        if (!first.matches() || Integer.parseInt(first.group(1)) > 1) {
            return false;
        }
        int from = Integer.parseInt(first.group(1));
        return IntStream.range(0, names.size()).allMatch(i -> {
            Matcher name = COUNTED.matcher(names.get(i));
            return name.matches() && Integer.parseInt(name.group(1)) == from + i;
        });
    }
}
