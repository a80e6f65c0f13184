package dev.penumbra.data;

/**
 * One round of cross-validation.
 *
 * @param train      fits the weights
 * @param validation the part held out in this round
 */
public record Fold(Dataset train, Dataset validation) {}
