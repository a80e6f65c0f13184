package dev.penumbra.data;

/**
 * Three disjoint parts of the data. The test part is never seen in training or in choosing anything.
 *
 * @param train      fits the weights
 * @param validation chooses when to stop and which lambda; may be null only when it was asked for with fraction 0
 * @param test       judges
 */
public record Splits(
        Dataset train, @org.jspecify.annotations.Nullable Dataset validation, Dataset test) {}
