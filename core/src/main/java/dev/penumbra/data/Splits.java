package dev.penumbra.data;

import org.jspecify.annotations.Nullable;

/**
 * Three disjoint parts of the data. The test part is never seen in training or in choosing anything.
 *
 * @param train      fits the weights
 * @param validation chooses when to stop and which lambda; null only where it was asked for with fraction 0
 * @param test       judges; null only where it was asked for with fraction 0
 */
public record Splits(
        Dataset train,
        @Nullable Dataset validation,
        @Nullable Dataset test) {}
