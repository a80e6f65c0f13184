package dev.penumbra.latent.edit;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.latent.Decoding;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One input before and after.
 *
 * @param reconstruction [d], its posterior mean decoded
 * @param edited         [d], the same moved and decoded
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Edit(float[] reconstruction, float[] edited) {
    /**
     * How far an input is moved.
     *
     * @param strength in standard deviations of the attribute
     */
    public record Move(Direction direction, double strength) {}

    /**
     * Moves an input along all of {@code moves} at once: decode(z + sum of strength * vector), z its posterior mean. A conditional model is applied
     * {@linkplain Inference#given given} a class.
     *
     * @param x [d]
     */
    public static Edit of(Inference inference, float[] x, List<Move> moves) {
        float[] both = strip(inference, x, moves, 0, 1, 2);
        int d = x.length;
        return new Edit(Arrays.copyOf(both, d), Arrays.copyOfRange(both, d, 2 * d));
    }

    /** What to say where the moved code lies further along a direction than any code of its training examples: there the decoder guesses. */
    public static List<String> warnings(Inference inference, float[] x, List<Move> moves) {
        float[] z = inference.encode(x, 1).mean().clone();
        moves.forEach(move -> move.direction.move(z, 0, move.strength));
        return moves.stream()
                .filter(move -> move.strength != 0 && move.direction.isBeyond(z, 0))
                .map(move -> String.format(
                        Locale.ROOT,
                        "%s=%+.3g goes beyond all codes of the training examples; what is decoded there is a guess",
                        move.direction.attribute(),
                        move.strength))
                .toList();
    }

    /**
     * The model as it is applied to the one example of {@code data}: given its class where the model is conditioned on one.
     *
     * @param data for a conditional model as {@link dev.penumbra.latent.Condition#of} gives it: its labels are the model's
     * @throws InputException where there is not one example, or its class is not known and needed
     */
    public static Inference given(Inference inference, Dataset data) {
        if (data.size() != 1) {
            throw new InputException(
                    "One input is edited at a time",
                    "one example",
                    String.valueOf(data.size()),
                    InputException.THE_DATA,
                    "name one of them, counted from 0: NAME:INDEX");
        }
        int classes = inference.model().spec().classes();
        int label = data.label(0);
        if (classes > 0 && (label < 0 || label >= classes)) {
            throw new InputException(
                    "The model is conditioned on a class, and the example has none of its classes",
                    "an example with one of " + classes + " classes",
                    label < 0 ? "no label" : "class " + label,
                    InputException.THE_DATA,
                    "give data with labels, such as NAME:INDEX");
        }
        return classes == 0 ? inference : inference.given(label);
    }

    /**
     * The same over strengths: all moves times each of {@code steps} equally spaced factors.
     *
     * @param x     [d]
     * @param low   first factor
     * @param high  last factor
     * @param steps at least 2
     * @return [steps, d]
     */
    public static float[] strip(Inference inference, float[] x, List<Move> moves, double low, double high, int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("steps must be at least 2, got " + steps);
        }
        Posterior posterior = inference.encode(x, 1);
        int v = posterior.latent();
        float[] z = new float[Math.multiplyExact(steps, v)];
        for (int i = 0; i < steps; i++) {
            double t = (double) i / (steps - 1);
            System.arraycopy(posterior.mean(), 0, z, i * v, v);
            for (Move move : moves) {
                move.direction.move(z, i * v, ((1 - t) * low + t * high) * move.strength);
            }
        }
        return Decoding.all(inference, z, Inference.UNLABELLED);
    }
}
