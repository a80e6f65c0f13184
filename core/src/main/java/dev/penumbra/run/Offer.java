package dev.penumbra.run;

/**
 * Something that may be chosen by name on the command line and in a configuration.
 *
 * @param name        what {@link dev.penumbra.Choice} reads before the colon
 * @param usage       name and settings as they are written
 * @param description in a line
 * @param page        of the documentation
 */
public record Offer(String name, String usage, String description, String page) {}
