package dev.penumbra.report;

import java.awt.Color;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The colours of classes and series, after Petroff (2021, "Accessible color sequences for data visualization"), whose ten can be
 * told apart with the common forms of colour blindness; the palest are darker here on white, and all are lighter on dark.
 */
final class Palette {
    /** How many classes have a colour of their own; further ones begin again. */
    static final int SIZE = 10;

    private static final List<String> ON_WHITE = List.of(
            "#3f90da", "#e69500", "#bd1f01", "#83939c", "#832db6", "#a96b59", "#e76300", "#9c9244", "#2b2f36",
            "#3fb0b4");
    private static final List<String> ON_DARK = List.of(
            "#57a5ee", "#ffb833", "#f2553a", "#7f8b95", "#bf7be8", "#c98f7d", "#ff8b3d", "#cfc684", "#eef1f5",
            "#92dadd");

    private Palette() {}

    /** The colour of number {@code index} on white. */
    static Color color(int index) {
        return Color.decode(ON_WHITE.get(Math.floorMod(index, SIZE)));
    }

    /** All colours as CSS variables {@code --c0} to {@code --c9}. */
    static String css() {
        return IntStream.range(0, SIZE)
                .mapToObj(i -> "  --c%d: light-dark(%s, %s);".formatted(i, ON_WHITE.get(i), ON_DARK.get(i)))
                .collect(Collectors.joining("\n", ":root {\n", "\n}\n"));
    }
}
