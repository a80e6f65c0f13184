package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.InputException;

/** Settings that flows have in common. */
final class Flows {
    /** The most latent dimensions and the widest networks: a layer then has at most as many weights as a shape has values. */
    private static final int MAX_LATENT = 4096;

    private static final int MAX_WIDTH = 2 * MAX_LATENT;

    /** The narrower of the widths of Kingma et al. 2016, table 1. */
    private static final int WIDTH = 320;

    private Flows() {}

    /** Units of a hidden layer: {@code width=}, or 320 and at least twice the latent dimensions. */
    static int width(Choice choice, int latent) {
        return choice.whole("width", Math.clamp(2L * latent, WIDTH, MAX_WIDTH), 1, MAX_WIDTH);
    }

    /**
     * Checks that there are 2 to 4096 latent dimensions.
     *
     * @param why     what one dimension does not allow
     * @param instead a choice for one dimension
     */
    static void requireDimensions(Choice choice, int latent, String why, String instead) {
        if (latent < 2 || latent > MAX_LATENT) {
            throw new InputException(
                    latent < 2 ? why : "The networks of a flow would be too large",
                    "2.." + MAX_LATENT + " latent dimensions",
                    latent + " with " + choice.text(),
                    choice.where(),
                    "change --latent, or use " + choice.where() + " " + instead);
        }
    }
}
