package dev.penumbra.data;

/** A data set that says something else of another one's examples, whose values stay what they are, in full precision. */
abstract class SameValues extends ForwardingDataset {
    SameValues(Dataset data) {
        super(data);
    }

    @Override
    public void read(int[] indices, int from, int count, float[] into) {
        data.read(indices, from, count, into);
    }

    @Override
    public void readRaw(int index, double[] into) {
        data.readRaw(index, into);
    }
}
