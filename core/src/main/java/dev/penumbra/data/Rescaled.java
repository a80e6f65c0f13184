package dev.penumbra.data;

import dev.penumbra.InputException;

/** A data set as another schema sees it: raw values scaled the way that schema says. Labels keep their own classes. */
public final class Rescaled extends ForwardingDataset {
    private final Schema schema;

    private Rescaled(Dataset data, Schema schema) {
        super(data);
        this.schema = schema;
    }

    /**
     * New data the way a model was trained to see it. Pixels and images without a scaling are the same to a model: both are in [0,
     * 1].
     *
     * @param schema the model's
     * @throws InputException when the shape or the columns differ
     */
    public static Dataset to(Schema schema, Dataset data) {
        Schema own = data.schema();
        if (!own.shape().equals(schema.shape())) {
            throw new InputException(
                    "The data has another shape than the model reads.",
                    schema.shape().toString(),
                    own.shape().toString(),
                    "the data",
                    "use data of the same kind as in training; images can be brought to a size with --resize");
        }
        if (!own.columns().isEmpty()
                && !schema.columns().isEmpty()
                && !own.columns().equals(schema.columns())) {
            throw new InputException(
                    "The columns are not those that the model was trained on.",
                    schema.columns().toString(),
                    own.columns().toString(),
                    "the data",
                    "bring the columns into this order, under these names");
        }
        if (own.scaling().equals(schema.scaling()) || (areUnit(own) && areUnit(schema))) {
            return data;
        }
        return new Rescaled(data, new Schema(own.shape(), schema.scaling(), schema.columns(), own.classes()));
    }

    private static boolean areUnit(Schema schema) {
        return schema.shape().isImage()
                && (schema.scaling().equals(Scaling.PIXELS) || schema.scaling().equals(Scaling.NONE));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        data.read(index, into, offset);
        Scaling from = data.schema().scaling();
        Scaling to = schema.scaling();
        int size = schema.shape().size();
        for (int i = 0; i < size; i++) {
            into[offset + i] = to.toModel(from.toRaw(into[offset + i], i), i);
        }
    }
}
