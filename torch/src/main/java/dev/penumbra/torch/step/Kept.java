package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors that live until this is closed. */
final class Kept implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    Tensor zeros(long... dims) {
        return keep(Tensor.zeros(Device.CPU, dims));
    }

    Tensor keep(Tensor tensor) {
        tensors.add(tensor.keep());
        return tensor;
    }

    /** Rows {@code [from, to)}, in the same memory. */
    Tensor rows(Tensor whole, long from, long to) {
        return keep(whole.narrow(0, from, to - from));
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }
}
