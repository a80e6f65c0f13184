package dev.penumbra.cli;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param level   whether it is well
 * @param subject what was looked at
 * @param text    what was found, and the remedy where it is not well
 */
record Finding(Level level, String subject, String text) {
    /** How things stand. */
    enum Level {
        OK,
        /** Works, but not as well as it could. */
        WARN,
        /** Training cannot work. */
        BAD
    }
}
