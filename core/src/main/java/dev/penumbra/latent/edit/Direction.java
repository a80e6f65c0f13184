package dev.penumbra.latent.edit;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

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
 * @param span       of the codes of the training examples along the vector; null in directions that were learned before it was kept
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
        float[] vector,
        @Nullable Span span) {
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
        require(
                span == null || (Double.isFinite(span.low) && Double.isFinite(span.high) && span.low <= span.high),
                "span must be finite, its low at most its high");
        for (float value : vector) {
            require(Float.isFinite(value), "vector must be finite");
        }
    }

    /**
     * Where codes lie along a vector: the least and the largest {@link Direction#place}.
     */
    public record Span(double low, double high) {}

    /** One whose span is not known. */
    public Direction(
            String attribute,
            Method method,
            boolean orthogonal,
            double mean,
            double std,
            String reading,
            double unit,
            float[] vector) {
        this(attribute, method, orthogonal, mean, std, reading, unit, vector, null);
    }

    /** The same, of codes {@code z}, [n, v]. */
    Direction spanning(float[] z) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int at = 0; at < z.length; at += vector.length) {
            double place = place(z, at);
            low = Math.min(low, place);
            high = Math.max(high, place);
        }
        return new Direction(attribute, method, orthogonal, mean, std, reading, unit, vector, new Span(low, high));
    }

    /** How far along the vector the point of z lies that begins at {@code offset}, in units of strength: z . vector / |vector|^2. */
    double place(float[] z, int offset) {
        double dot = 0;
        double square = 0;
        for (int j = 0; j < vector.length; j++) {
            dot += (double) z[offset + j] * vector[j];
            square += (double) vector[j] * vector[j];
        }
        return square > 0 ? dot / square : 0;
    }

    /** Whether that point lies further along the vector than all codes of the training examples, on either side. */
    boolean isBeyond(float[] z, int offset) {
        double place = place(z, offset);
        return span != null && (place < span.low || place > span.high);
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
