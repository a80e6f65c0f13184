package dev.penumbra.latent.edit;

import dev.penumbra.data.Schema;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edit did to an attribute that can be measured on the example itself.
 *
 * @param attribute      its name
 * @param asked          in standard deviations; null where it was not asked to change
 * @param original       measured on the input
 * @param reconstruction measured on its reconstruction
 * @param edited         measured on what it became
 * @param change         from the reconstruction on, in standard deviations of the attribute
 * @param measuredIn     the unit of the measurements
 */
public record EditChange(
        String attribute,
        @Nullable Double asked,
        double original,
        double reconstruction,
        double edited,
        double change,
        String measuredIn) {

    /** One for each of {@code directions} whose attribute is a measurement of strokes. */
    public static List<EditChange> of(
            Schema schema, List<Direction> directions, List<Edit.Move> moves, float[] x, Edit edit) {
        List<EditChange> changes = new ArrayList<>();
        for (Direction direction : directions) {
            Strokes.Quantity quantity = Attribute.stroke(schema, direction.attribute());
            if (direction.reading().equals("strokes") && quantity != null) {
                Shape shape = schema.shape();
                double before = quantity.of(edit.reconstruction(), 0, shape.height(), shape.width());
                double after = quantity.of(edit.edited(), 0, shape.height(), shape.width());
                Double asked = moves.stream()
                        .filter(m -> m.direction().equals(direction))
                        .map(Edit.Move::strength)
                        .findFirst()
                        .orElse(null);
                changes.add(new EditChange(
                        direction.attribute(),
                        asked,
                        quantity.of(x, 0, shape.height(), shape.width()),
                        before,
                        after,
                        (after - before) / direction.unit(),
                        quantity.unit));
            }
        }
        return changes;
    }
}
