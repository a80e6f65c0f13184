package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import org.jspecify.annotations.Nullable;

/** Images brought to another size as they are read. */
final class Resized extends ForwardingDataset {
    private final Resize size;
    private final Schema schema;

    private Resized(Dataset data, Resize size) {
        super(data);
        Schema own = data.schema();
        this.size = size;
        this.schema = own.withShape(Shape.image(own.shape().channels(), size.height(), size.width()));
    }

    /** The source with all its images at this size. */
    static Source to(Resize size, Source source) {
        return new Source(
                source.name(),
                part(size, source.train(), source.name()),
                source.validation() == null ? null : part(size, source.validation(), source.name()),
                source.test() == null ? null : part(size, source.test(), source.name()));
    }

    private static Dataset part(Resize size, Dataset data, String name) {
        Shape shape = data.schema().shape();
        if (!shape.isImage()) {
            throw new InputException(
                    "Only images can be resized.",
                    "images [channels, height, width]",
                    "examples of shape " + shape,
                    name,
                    "leave --resize away");
        }
        return to(size, data);
    }

    /** Images at this size. */
    static Dataset to(Resize size, Dataset data) {
        Shape shape = data.schema().shape();
        boolean fits = shape.height() == size.height() && shape.width() == size.width();
        return fits ? data : new Resized(data, size);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable ImageForm form(int index) {
        ImageForm form = data.form(index);
        return form == null ? null : form.losing("size");
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Shape from = data.schema().shape();
        float[] image = new float[from.size()];
        data.read(index, image, 0);
        float[] out = Resample.image(image, from.channels(), from.height(), from.width(), size);
        System.arraycopy(out, 0, into, offset, out.length);
    }
}
