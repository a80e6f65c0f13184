package dev.penumbra.model;

/**
 * One sample z ~ q(z|x) for each example of a batch, with its log-densities in nats.
 *
 * @param z            [batch, v], row after row
 * @param logPosterior [batch], log q(z|x); 0 for a point, whose mass is one
 * @param logPrior     [batch], log p(z), or an unbiased estimate of a lower bound where the prior has latents of its own
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Draws(float[] z, double[] logPosterior, double[] logPrior) {}
