package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@link Layer.Linear} whose W is multiplied with a fixed mask of 0 and 1, so that layers of the three roles in a row make an
 * autoregressive network: output j depends on the inputs before j only, and on the context; Germain et al. 2015 (MADE). Each
 * value has a degree, and an output sees the values of a degree not above its own: inputs 1, 2, ..., dims, the context 0,
 * hidden units 0, 1, ..., dims - 1 and again from 0, and outputs 0, 1, ..., dims - 1 and again from 0.
 *
 * @param units outputs, at least 1; a multiple of {@code dims} for {@link Role#OUTPUT}
 * @param dims  inputs of the autoregressive network; what its first layer reads beyond them is the context
 * @param role  place in the network
 */
public record MaskedLinear(int units, int dims, Role role) implements Layer {
    /** What a masked layer reads and gives. */
    public enum Role {
        /** Reads inputs, then context; gives hidden units. */
        @JsonProperty("input")
        INPUT,
        /** Reads hidden units and gives hidden units. */
        @JsonProperty("hidden")
        HIDDEN,
        /** Reads hidden units and gives outputs: one for each input, then again as often as asked for. */
        @JsonProperty("output")
        OUTPUT
    }

    public MaskedLinear {
        if (units < 1 || dims < 1) {
            throw new IllegalArgumentException("units and dims must be at least 1, got " + units + " and " + dims);
        }
        if (role == Role.OUTPUT && units % dims != 0) {
            throw new IllegalArgumentException(
                    "units of the last masked layer must be a multiple of dims " + dims + ", got " + units);
        }
    }

    @Override
    public Shape output(Shape input) {
        if (role == Role.INPUT && input.size() < dims) {
            throw new IllegalArgumentException(
                    "the first masked layer reads at least dims " + dims + " values, got " + input.size());
        }
        return Shape.of(units);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        return new Layer.Linear(units).parameters(input);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return new Layer.Linear(units).multiplyAdds(input);
    }

    /** The mask of {@code [units, inputs]}: 1 where the unit sees the input and 0 elsewhere. */
    public float[] mask(int inputs) {
        float[] mask = new float[Math.multiplyExact(units, inputs)];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = degreeRead(i % inputs) <= i / inputs % dims ? 1 : 0;
        }
        return mask;
    }

    /** {@code weight} of {@code [units, inputs]} times the mask. */
    float[] masked(float[] weight) {
        float[] masked = mask(weight.length / units);
        for (int i = 0; i < masked.length; i++) {
            masked[i] *= weight[i];
        }
        return masked;
    }

    private int degreeRead(int input) {
        return switch (role) {
            case INPUT -> input < dims ? input + 1 : 0;
            case HIDDEN, OUTPUT -> input % dims;
        };
    }
}
