package dev.penumbra.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * model = (raw - shift) / scale, one shift and scale for all values or one for each.
 *
 * @param shift one number, or one per value
 * @param scale as many, none of them 0
 */
public record Scaling(List<Double> shift, List<Double> scale) {
    /** Values as they are. */
    public static final Scaling NONE = new Scaling(List.of(0.0), List.of(1.0));
    /** Bytes 0..255 to [0, 1]. */
    public static final Scaling PIXELS = new Scaling(List.of(0.0), List.of(255.0));

    public Scaling {
        shift = List.copyOf(shift);
        scale = List.copyOf(scale);
        if (shift.isEmpty() || shift.size() != scale.size()) {
            throw new IllegalArgumentException(
                    "as many shifts as scales are needed, got " + shift.size() + " and " + scale.size());
        }
        if (scale.stream().anyMatch(s -> s == 0 || !Double.isFinite(s))
                || shift.stream().anyMatch(s -> !Double.isFinite(s))) {
            throw new IllegalArgumentException("shifts must be finite and scales finite and not 0");
        }
    }

    /** Whether it is one positive factor of all values: black stays 0. */
    @JsonIgnore
    public boolean isFactor() {
        return shift.equals(List.of(0.0)) && scale.getFirst() > 0;
    }

    /** The model value of raw value {@code raw} at position {@code i} of the example. */
    public float toModel(double raw, int i) {
        int k = shift.size() == 1 ? 0 : i;
        return (float) ((raw - shift.get(k)) / scale.get(k));
    }

    /** The raw value of model value {@code value} at position {@code i} of the example. */
    public double toRaw(float value, int i) {
        int k = shift.size() == 1 ? 0 : i;
        return value * scale.get(k) + shift.get(k);
    }
}
