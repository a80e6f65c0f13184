package dev.penumbra.data;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Examples that stay in the type of their file and become model values when they are read. */
final class StoredDataset implements Dataset {
    private final Schema schema;
    private final NumberArray array;
    private final int @Nullable [] labels;
    private final boolean channelLast;
    private final int size;
    /** How many numbers of an example stand together in the file: all, or one when the examples are the fastest dimension. */
    private final int block;
    /** Strides of channel, row and column within an example, in numbers; a vector is one row of one channel. */
    private final long[] strides;

    private final int[] sizes;
    /** The model value of each byte, where an example is a run of bytes in the model's order; images nearly always are. */
    private final float @Nullable [] valueOfByte;

    /**
     * @param channelLast whether the file holds [n, height, width, channels] and not [n, channels, height, width]
     */
    StoredDataset(Schema schema, NumberArray array, boolean channelLast, int @Nullable [] labels) {
        this.schema = schema;
        this.array = array;
        this.labels = labels;
        this.channelLast = channelLast;
        this.size = schema.shape().size();
        int rank = array.dims().size();
        int column = channelLast ? rank - 2 : rank - 1;
        int row = column - 1;
        int channel = channelLast ? rank - 1 : rank - 3;
        this.sizes = new int[] {dim(channel), dim(row), dim(column)};
        this.strides = new long[] {stride(channel), stride(row), stride(column)};
        this.block = array.fortran() ? 1 : size;
        boolean ordered = block == size && (!channelLast || sizes[0] == 1);
        boolean uniform = schema.scaling().shift().size() == 1;
        this.valueOfByte = array.element() == Element.U1 && ordered && uniform ? table(schema.scaling()) : null;
    }

    private static float[] table(Scaling scaling) {
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = scaling.toModel(i, 0);
        }
        return values;
    }

    private int dim(int d) {
        return d < 1 ? 1 : array.dims().get(d);
    }

    private long stride(int d) {
        return d < 1 ? 0 : array.stride(d);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int size() {
        return array.examples();
    }

    @Override
    public float[] levels() {
        return valueOfByte == null ? new float[0] : valueOfByte.clone();
    }

    @Override
    public ArrayForm arrayForm() {
        return ArrayForm.of(array, channelLast, !schema.columns().isEmpty());
    }

    @Override
    public int label(int index) {
        return labels == null ? -1 : labels[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (valueOfByte != null) {
            byte[] bytes = new byte[size];
            array.storage().read(array.base() + index * array.stride(0), bytes);
            for (int i = 0; i < size; i++) {
                into[offset + i] = valueOfByte[bytes[i] & 0xff];
            }
            return;
        }
        double[] raw = new double[size];
        readRaw(index, raw);
        for (int i = 0; i < size; i++) {
            into[offset + i] = schema.scaling().toModel(raw[i], i);
        }
    }

    @Override
    public void readRaw(int index, double[] into) {
        Element element = array.element();
        byte[] bytes = new byte[block * element.bytes];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(array.order());
        long start = index * array.stride(0);
        if (block == size) {
            array.storage().read(array.base() + start * element.bytes, bytes);
        }
        int i = 0;
        for (int c = 0; c < sizes[0]; c++) {
            for (int y = 0; y < sizes[1]; y++) {
                for (int x = 0; x < sizes[2]; x++) {
                    long at = c * strides[0] + y * strides[1] + x * strides[2];
                    if (block != size) {
                        array.storage().read(array.base() + (start + at) * element.bytes, bytes);
                        at = 0;
                    }
                    into[i++] = element.get(buffer, (int) at * element.bytes);
                }
            }
        }
    }
}
