package dev.penumbra.torch.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Operations that write into tensors made before. Call them where nothing is {@linkplain NoGrad recorded}. */
public final class InPlace {
    private InPlace() {}

    /** Each row of out = row. */
    public static void fill(Tensor out, Tensor row) {
        out.raw.copy_(row.raw);
    }

    /** All values = 0. */
    public static void zero(Tensor out) {
        out.raw.zero_();
    }

    /** Each row of out = out + row. */
    public static void add(Tensor out, Tensor row) {
        out.raw.add_(row.raw);
    }

    /** Row i of out times {@code factors[i]}. */
    public static void scaleRows(Tensor out, float[] factors) {
        try (Scope scope = new Scope()) {
            out.raw.mul_(Tensor.of(Device.CPU, factors, factors.length, 1).raw);
        }
    }

    /** out = the sum over the first dimension. */
    public static void sum(Tensor out, Tensor a) {
        torch.sum_out(out.raw, a.raw, 0);
    }

    /** out = a v, a matrix and a vector. */
    public static void timesVector(Tensor out, Tensor a, Tensor v) {
        torch.mv_out(out.raw, a.raw, v.raw);
    }

    /** h = max(h, 0). */
    public static void relu(Tensor h) {
        torch.relu_(h.raw);
    }

    /** h = tanh(h). */
    public static void tanh(Tensor h) {
        torch.tanh_(h.raw);
    }

    /** out = 1 / (1 + exp(-x)). */
    public static void sigmoid(Tensor out, Tensor x) {
        torch.sigmoid_out(out.raw, x.raw);
    }

    /** Turns the gradient by h = max(x, 0) into that by x. */
    public static void reluBackward(Tensor gradient, Tensor h) {
        try (Scalar zero = new Scalar(0.0)) {
            torch.threshold_backward_out(gradient.raw, gradient.raw, h.raw, zero);
        }
    }

    /** Turns the gradient by h = tanh(x) into that by x. */
    public static void tanhBackward(Tensor gradient, Tensor h) {
        torch.tanh_backward_out(gradient.raw, gradient.raw, h.raw);
    }
}
