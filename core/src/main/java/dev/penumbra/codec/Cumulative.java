package dev.penumbra.codec;

/** Frequencies of symbols 0, 1, 2, ... as an {@link Ans} needs them. */
@FunctionalInterface
interface Cumulative {
    /** All frequencies together. */
    int TOTAL = 1 << Ans.BITS;

    /**
     * The frequency of all symbols below {@code symbol}: 0 for the first, {@link #TOTAL} after the last, and strictly increasing, so that
     * every symbol can be coded.
     */
    int below(int symbol);

    /** Equal frequencies, up to rounding, of {@code symbols} symbols. */
    static Cumulative uniform(int symbols) {
        return k -> (int) ((long) k * TOTAL / symbols);
    }

    /**
     * Frequencies nearly proportional to the increments of a distribution function; each symbol has at least 1.
     *
     * @param share     in [0, 1] and not decreasing in the symbol; rounding may break that slightly, and NaN counts as 0
     * @param symbols   how many, up to 2^20
     */
    static int below(double share, int symbol, int symbols) {
        if (symbol == 0 || symbol == symbols) {
            return symbol == 0 ? 0 : TOTAL;
        }
        double inside = share > 0 ? Math.min(share, 1) : 0;
        return symbol + (int) (inside * (TOTAL - symbols));
    }

    /** Puts {@code symbol} onto the stack. */
    default void push(Ans ans, int symbol) {
        int start = below(symbol);
        ans.push(start, below(symbol + 1) - start);
    }

    /** Takes a symbol off the stack. */
    default int pop(Ans ans, int symbols) {
        int at = ans.peek();
        int low = 0;
        int high = symbols;
        // below(low) <= at < below(high)
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (below(middle) <= at) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int start = below(low);
        ans.pop(start, below(low + 1) - start);
        return low;
    }
}
