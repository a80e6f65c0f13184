package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Convolution;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors and operations that live until this is closed. */
final class Kept implements AutoCloseable {
    private final Device device;
    private final List<Runnable> ends = new ArrayList<>();

    Kept(Device device) {
        this.device = device;
    }

    Tensor zeros(long... dims) {
        return keep(Tensor.zeros(device, dims));
    }

    Tensor keep(Tensor tensor) {
        ends.add(tensor.keep()::close);
        return tensor;
    }

    Convolution.Operation keep(Convolution.Operation operation) {
        ends.add(operation::close);
        return operation;
    }

    /** Rows {@code [from, to)}, in the same memory. */
    Tensor rows(Tensor whole, long from, long to) {
        return keep(whole.narrow(0, from, to - from));
    }

    @Override
    public void close() {
        ends.reversed().forEach(Runnable::run);
        ends.clear();
    }
}
