package dev.penumbra.latent.edit;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Where z goes when an attribute grows by one standard deviation.
 *
 * @param attribute  its name
 * @param method     how the direction was found
 * @param orthogonal whether it keeps what linear probes of z say of the other attributes
 * @param mean       of the attribute in the training data
 * @param std        its standard deviation there, above 0
 * @param reading    "strokes" where the attribute can be measured on a drawing, or "probe"
 * @param unit       by how much the reading changes along the vector, in the training data's mean
 * @param vector     [v]
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Direction(
        String attribute,
        Method method,
        boolean orthogonal,
        double mean,
        double std,
        String reading,
        double unit,
        float[] vector) {
    private static final int MAX_NAME = 200;

    @JsonCreator
    public Direction {
        require(
                !attribute.isBlank() && attribute.length() <= MAX_NAME,
                "attribute must have 1 to " + MAX_NAME + " letters");
        require(attribute.chars().noneMatch(Character::isISOControl), "attribute must be plain text");
        require(Double.isFinite(mean), "mean must be finite");
        require(std > 0 && Double.isFinite(std), "std must be positive and finite");
        require(unit != 0 && Double.isFinite(unit), "unit must be finite and not 0");
        require(reading.equals("strokes") || reading.equals("probe"), "reading must be strokes or probe");
        for (float value : vector) {
            require(Float.isFinite(value), "vector must be finite");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Adds {@code strength} times the vector to the point of z, [count, v], that begins at {@code offset}. */
    void move(float[] z, int offset, double strength) {
        for (int j = 0; j < vector.length; j++) {
            z[offset + j] = (float) (z[offset + j] + strength * vector[j]);
        }
    }

    /** {@code z}, [n, v], with every point moved by {@code strength}. */
    float[] moved(float[] z, double strength) {
        float[] out = z.clone();
        for (int at = 0; at < out.length; at += vector.length) {
            move(out, at, strength);
        }
        return out;
    }
}
