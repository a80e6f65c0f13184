package dev.penumbra.report;

import org.jspecify.annotations.Nullable;

/** What charts as PNG need of this machine; the HTML report needs none of it. */
public final class Fonts {
    private Fonts() {}

    /** Why charts cannot be drawn as PNG here, or null where they can. */
    public static @Nullable String problem() {
        return ChartImage.problem();
    }
}
