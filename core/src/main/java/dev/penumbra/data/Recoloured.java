package dev.penumbra.data;

import dev.penumbra.nn.Shape;
import org.jspecify.annotations.Nullable;

/** Images with another number of channels: coloured ones as their luma (ITU-R BT.601), grey ones three times over. */
final class Recoloured extends ForwardingDataset {
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final Schema schema;

    private Recoloured(Dataset data, int channels) {
        super(data);
        Schema own = data.schema();
        Shape shape = own.shape();
        this.schema = own.withShape(Shape.image(channels, shape.height(), shape.width()));
    }

    /** {@code data} with so many channels, as it is where there is no rule: from 1 to 3 and from 3 to 1 there is. */
    static Dataset to(int channels, Dataset data) {
        int own = data.schema().shape().channels();
        return own != channels && own + channels == 4 ? new Recoloured(data, channels) : data;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable ImageForm form(int index) {
        ImageForm form = data.form(index);
        return form == null || schema.shape().channels() == 3 ? form : form.losing("colour");
    }

    @Override
    public void read(int index, float[] into, int offset) {
        float[] image = new float[data.schema().shape().size()];
        data.read(index, image, 0);
        int plane = schema.shape().height() * schema.shape().width();
        if (schema.shape().channels() == 3) {
            for (int c = 0; c < 3; c++) {
                System.arraycopy(image, 0, into, offset + c * plane, plane);
            }
            return;
        }
        for (int i = 0; i < plane; i++) {
            double luma = 0;
            for (int c = 0; c < 3; c++) {
                luma += LUMA[c] * image[c * plane + i];
            }
            into[offset + i] = (float) luma;
        }
    }
}
