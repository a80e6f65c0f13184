package dev.penumbra.data;

import dev.penumbra.InputException;

/**
 * A data set as a model reads it: raw values scaled the way its schema says, once it is certain that they mean the same. Labels keep
 * their own classes.
 */
public final class Rescaled extends ForwardingDataset {
    private final Schema schema;
    /** What brings the raw values of the data to the model's. */
    private final Scaling scaling;
    /** Whether the data has these values already, under another schema. */
    private final boolean asRead;

    private Rescaled(Dataset data, Schema schema, Scaling scaling) {
        super(data);
        this.schema = schema;
        this.scaling = scaling;
        this.asRead = scaling.equals(data.schema().scaling());
    }

    /**
     * New data the way a model was trained to see it. The types of both say what a value means, never the values at hand; see the table in
     * docs/formats.md.
     *
     * @param schema the model's
     * @throws InputException when the shape or the columns differ, or the values are on another scale
     */
    public static Dataset to(Schema schema, Dataset data) {
        Schema own = data.schema();
        if (!own.shape().equals(schema.shape())) {
            throw new InputException(
                    "The data has another shape than the model reads.",
                    schema.shape().toString(),
                    own.shape().toString(),
                    InputException.THE_DATA,
                    "use data of the same kind as in training"
                            + (schema.shape().isImage() ? "; images can be brought to a size with --resize" : ""));
        }
        if (!own.columns().isEmpty()
                && !schema.columns().isEmpty()
                && !own.columns().equals(schema.columns())) {
            throw new InputException(
                    "The columns are not those that the model was trained on.",
                    schema.columns().toString(),
                    own.columns().toString(),
                    InputException.THE_DATA,
                    "bring the columns into this order, under these names");
        }
        return isSame(schema, own)
                ? data
                : Noted.of(part(schema, data), ScaleCheck.notes(schema, data, scaling(schema, own)));
    }

    /**
     * A part of the very data that {@code schema} was fitted to: it is on that scale, however far from the training part it lies, as
     * what is not normal may.
     */
    static Dataset part(Schema schema, Dataset data) {
        Schema own = data.schema();
        if (isSame(schema, own)) {
            return data;
        }
        Scaling scaling = scaling(schema, own);
        Schema seen = new Schema(own.shape(), schema.scaling(), schema.values(), schema.columns(), own.classes());
        return new Rescaled(data, seen, scaling);
    }

    /** What brings the raw values of {@code data} to those that {@link #to} gives. */
    public static Scaling scaling(Schema schema, Dataset data) {
        Schema own = data.schema();
        return isSame(schema, own) ? own.scaling() : scaling(schema, own);
    }

    private static boolean isSame(Schema schema, Schema own) {
        return own.scaling().equals(schema.scaling()) && own.values().equals(schema.values());
    }

    /** What brings raw values of type {@code own} to model values of {@code model}. */
    private static Scaling scaling(Schema model, Schema own) {
        if (!model.isGrey()) {
            return model.scaling();
        }
        if (!own.values().isKnown()) {
            return own.scaling().isFactor() ? own.scaling() : model.scaling();
        }
        Values.Type trained = model.values().type();
        return switch (own.values().type()) {
            case PIXEL -> own.scaling();
            case TRUTH -> Scaling.NONE;
            case BYTE ->
                trained == Values.Type.BYTE
                        ? model.scaling()
                        : model.values().isBinary() ? Scaling.NONE : Scaling.PIXELS;
            case INTEGER -> model.scaling();
            case REAL -> trained == Values.Type.REAL ? model.scaling() : Scaling.NONE;
        };
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public float[] levels() {
        return asRead ? data.levels() : new float[0];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (asRead) {
            data.read(index, into, offset);
            return;
        }
        double[] raw = new double[schema.shape().size()];
        data.readRaw(index, raw);
        for (int i = 0; i < raw.length; i++) {
            into[offset + i] = scaling.toModel(raw[i], i);
        }
    }
}
