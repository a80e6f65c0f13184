package dev.penumbra.torch.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of 32-bit floats on a {@link Device}. Its memory belongs to the innermost open {@link Scope}; {@link #keep()} moves it
 * to the caller. Shape suffixes on names elsewhere: B batch, D values of an example, V latent dimensions.
 */
public final class Tensor implements AutoCloseable {
    private static final long NONE = 0;

    final org.bytedeco.pytorch.Tensor raw;

    Tensor(org.bytedeco.pytorch.Tensor raw) {
        this.raw = raw;
    }

    /** Zeros. */
    public static Tensor zeros(Device device, long... dims) {
        return new Tensor(torch.zeros(dims).to(device.raw(), torch.ScalarType.Float));
    }

    /** The values in row-major order. */
    public static Tensor of(Device device, float[] values, long... dims) {
        org.bytedeco.pytorch.Tensor host = torch.empty(dims);
        if (host.numel() != values.length) {
            throw new IllegalArgumentException(host.numel() + " values needed, got " + values.length);
        }
        host.data_ptr_float().put(values, 0, values.length);
        return new Tensor(device.isCpu() ? host : host.to(device.raw(), torch.ScalarType.Float));
    }

    /** These values as a vector on this tensor's device. */
    public Tensor constant(List<Double> values) {
        org.bytedeco.pytorch.Tensor host = torch.empty(values.size());
        for (int i = 0; i < values.size(); i++) {
            host.data_ptr_float().put(i, values.get(i).floatValue());
        }
        return new Tensor(host.to(raw.device(), torch.ScalarType.Float));
    }

    /** These values, in row-major order, on this tensor's device. */
    public Tensor constant(float[] values, long... dims) {
        return new Tensor(of(Device.CPU, values, dims).raw.to(raw.device(), torch.ScalarType.Float));
    }

    /** Copies {@code values[0 .. numel)} over this tensor's. */
    public void set(float[] values) {
        int count = Math.toIntExact(raw.numel());
        if (raw.is_cpu()) {
            raw.data_ptr_float().put(values, 0, count);
        } else {
            // Nothing is recorded: a leaf with a gradient refuses to be written to otherwise.
            try (Scope scope = new Scope();
                    NoGrad noGrad = new NoGrad()) {
                org.bytedeco.pytorch.Tensor host = torch.empty(raw.sizes().vec().get());
                host.data_ptr_float().put(values, 0, count);
                raw.copy_(host);
            }
        }
    }

    /** Copies the first of {@code values} over the rows {@code from .. from+count}. */
    public void setRows(int from, int count, float[] values) {
        try (Scope scope = new Scope()) {
            narrow(0, from, count).set(values);
        }
    }

    /** All values in row-major order. */
    public float[] toArray() {
        try (Scope scope = new Scope()) {
            org.bytedeco.pytorch.Tensor host = raw.cpu().contiguous();
            float[] values = new float[Math.toIntExact(host.numel())];
            FloatPointer pointer = host.data_ptr_float();
            pointer.get(values);
            return values;
        }
    }

    /** The only values of these, as a vector of 32-bit floats without a gradient. */
    public static Tensor stack(List<Tensor> scalars) {
        try (NoGrad noGrad = new NoGrad()) {
            return concatenate(
                    0, scalars.stream().map(t -> t.reshape(1).toFloat()).toArray(Tensor[]::new));
        }
    }

    /** The only values of these, in one transfer: each would make the host wait for the GPU. */
    public static float[] items(List<Tensor> scalars) {
        try (Scope scope = new Scope()) {
            return stack(scalars).toArray();
        }
    }

    /** The rows of this matrix, contiguous on the CPU; a vector is one row. */
    public Rows rows() {
        if (!raw.is_cpu()) {
            throw new IllegalStateException("only tensors on the CPU have rows");
        }
        int width = Math.toIntExact(raw.size(-1));
        return new Rows(raw.data_ptr_float().capacity(raw.numel()).asBuffer(), width);
    }

    /** The identity matrix on this tensor's device, made there. */
    public Tensor identity(int size) {
        try (Scalar one = new Scalar(1.0)) {
            return new Tensor(raw.new_zeros(new long[] {size, size}).fill_diagonal_(one));
        }
    }

    /** Where in its device's memory the values begin. */
    public long address() {
        return raw.data_ptr().address();
    }

    /** A zero on this tensor's device. */
    Tensor zeros() {
        return new Tensor(raw.new_zeros(new long[0]));
    }

    /** The only value. */
    public float item() {
        return raw.item_float();
    }

    public long size(int dim) {
        return raw.size(dim);
    }

    public int rank() {
        return Math.toIntExact(raw.dim());
    }

    /** All sizes, the last fastest. */
    public List<Integer> dims() {
        return Arrays.stream(raw.sizes().vec().get()).mapToObj(Math::toIntExact).toList();
    }

    public long numel() {
        return raw.numel();
    }

    /** Takes this tensor out of the scopes; {@link #close()} frees it. */
    public Tensor keep() {
        raw.retainReference();
        return this;
    }

    @Override
    public void close() {
        raw.close();
    }

    /** Marks this as a leaf whose gradient a backward pass computes. */
    public Tensor withGradient() {
        raw.requires_grad_(true);
        return this;
    }

    /** Whether gradients can be computed through this. */
    public boolean isRecorded() {
        return raw.requires_grad();
    }

    /** The gradient of the last backward pass, or null before any. */
    public @Nullable Tensor gradient() {
        org.bytedeco.pytorch.Tensor gradient = raw.grad();
        return gradient.defined() ? new Tensor(gradient) : null;
    }

    /** Forgets the gradient, so that the next backward pass starts from none. */
    public void clearGradient() {
        raw.mutable_grad().reset();
    }

    /** Computes the gradients of this scalar with respect to all leaves it depends on. */
    public void backward() {
        raw.backward();
    }

    /** The same values, without the history that a backward pass follows. */
    public Tensor detach() {
        return new Tensor(raw.detach());
    }

    /** {@code count} rows from {@code start} along dimension {@code dim}; shares memory. */
    public Tensor narrow(int dim, long start, long count) {
        return new Tensor(raw.narrow(dim, start, count));
    }

    /** The {@code index}-th of {@code of} parts, as equal as can be, along dimension {@code dim}; shares memory. */
    public Tensor part(int dim, int index, int of) {
        long from = raw.size(dim) * index / of;
        return narrow(dim, from, raw.size(dim) * (index + 1) / of - from);
    }

    public Tensor reshape(long... dims) {
        return new Tensor(raw.reshape(dims));
    }

    public Tensor plus(Tensor other) {
        return new Tensor(raw.add(other.raw));
    }

    public Tensor plus(double value) {
        try (Scalar scalar = new Scalar(value)) {
            return new Tensor(raw.add(scalar));
        }
    }

    public Tensor minus(Tensor other) {
        return new Tensor(raw.sub(other.raw));
    }

    public Tensor times(Tensor other) {
        return new Tensor(raw.mul(other.raw));
    }

    public Tensor times(double value) {
        try (Scalar scalar = new Scalar(value)) {
            return new Tensor(raw.mul(scalar));
        }
    }

    public Tensor dividedBy(Tensor other) {
        return new Tensor(raw.div(other.raw));
    }

    /** Sets all values in place. */
    void fill(double value) {
        try (Scalar scalar = new Scalar(value)) {
            raw.fill_(scalar);
        }
    }

    /** Adds 1 in place. */
    void increment() {
        try (Scalar one = new Scalar(1.0)) {
            raw.add_(one);
        }
    }

    /** Multiplies in place. */
    public void scale(double value) {
        try (Scalar scalar = new Scalar(value)) {
            raw.mul_(scalar);
        }
    }

    /** The matrix product with {@code other}. */
    public Tensor product(Tensor other) {
        return new Tensor(raw.matmul(other.raw));
    }

    /** Rows and columns exchanged. */
    public Tensor transpose() {
        return new Tensor(raw.t());
    }

    /** Two dimensions exchanged; shares memory. */
    public Tensor transpose(int a, int b) {
        return new Tensor(raw.transpose(a, b));
    }

    /** Every row {@code k} times, one after the other. */
    public Tensor repeatRows(int k) {
        return k == 1 ? this : new Tensor(raw.repeat_interleave(k, new LongOptional(0), new LongOptional()));
    }

    /** The same values seen along dimensions of size 1 as often as {@code dims} says; no copy. */
    public Tensor expand(long... dims) {
        return new Tensor(raw.expand(dims));
    }

    /** The tensors joined along dimension {@code dim}. */
    public static Tensor concatenate(int dim, Tensor... parts) {
        try (TensorVector vector =
                new TensorVector(Arrays.stream(parts).map(p -> p.raw).toArray(org.bytedeco.pytorch.Tensor[]::new))) {
            return new Tensor(torch.cat(vector, dim));
        }
    }

    /** The same values with 64 bits. */
    public Tensor toDouble() {
        return new Tensor(raw.to(torch.ScalarType.Double));
    }

    /** The same values with 32 bits. */
    public Tensor toFloat() {
        return new Tensor(raw.to(torch.ScalarType.Float));
    }

    /** max(x, low). */
    public Tensor atLeast(double low) {
        try (Scalar scalar = new Scalar(low)) {
            return new Tensor(raw.clamp_min(scalar));
        }
    }

    /** The position of the largest value along dimension {@code dim}, the first of several. */
    public Tensor argMax(int dim) {
        return new Tensor(raw.argmax(new LongOptional(dim), false).toType(torch.ScalarType.Float));
    }

    /** log sum exp along dimension {@code dim}. */
    public Tensor logSumExp(int dim) {
        return new Tensor(raw.logsumexp(dim));
    }

    /** exp(x) / sum exp(x) along dimension {@code dim}. */
    public Tensor softmax(int dim) {
        return new Tensor(raw.softmax(dim));
    }

    /** x - log sum exp(x) along dimension {@code dim}. */
    public Tensor logSoftmax(int dim) {
        return new Tensor(raw.log_softmax(dim));
    }

    /** The mean along dimension {@code dim}. */
    public Tensor mean(int dim) {
        return new Tensor(raw.mean(dim));
    }

    /** 1 / x. */
    public Tensor reciprocal() {
        return new Tensor(raw.reciprocal());
    }

    /** Where the values along dimension {@code dim} lie, the smallest first: indices for {@link #gather}. */
    public Tensor order(int dim) {
        return new Tensor(raw.argsort(dim, false));
    }

    /**
     * The gradient with respect to {@code input} of the sum of this times {@code direction}, itself with a gradient where one is
     * recorded.
     */
    public Tensor gradientOf(Tensor input, Tensor direction) {
        try (TensorVector outputs = new TensorVector(raw);
                TensorVector inputs = new TensorVector(input.raw);
                TensorVector directions = new TensorVector(direction.raw)) {
            return new Tensor(torch.grad(outputs, inputs, directions, new BoolOptional(true), true, false)
                    .get(0));
        }
    }

    public Tensor exp() {
        return new Tensor(raw.exp());
    }

    /** exp(x) - 1, exact near 0. */
    public Tensor expm1() {
        return new Tensor(raw.expm1());
    }

    public Tensor log() {
        return new Tensor(raw.log());
    }

    /** log(1 + x), exact near 0. */
    public Tensor log1p() {
        return new Tensor(raw.log1p());
    }

    /** log Gamma(x). */
    public Tensor logGamma() {
        return new Tensor(raw.lgamma());
    }

    /** The nearest whole numbers; without a gradient. */
    public Tensor round() {
        return new Tensor(raw.round());
    }

    /** Kept in [low, high]; no gradient flows from beyond. */
    public Tensor clamp(double low, double high) {
        try (Scalar least = new Scalar(low);
                Scalar most = new Scalar(high)) {
            return new Tensor(raw.clamp(new ScalarOptional(least), new ScalarOptional(most)));
        }
    }

    /** {@code below} where this is below {@code limit}, else {@code otherwise}; shapes are broadcast. */
    public Tensor whereBelow(double limit, Tensor below, Tensor otherwise) {
        try (Scalar scalar = new Scalar(limit)) {
            return new Tensor(below.raw.where(raw.lt(scalar), otherwise.raw));
        }
    }

    /** The values at whole-numbered positions {@code index} along dimension {@code dim}. */
    public Tensor gather(int dim, Tensor index) {
        return new Tensor(raw.gather(dim, index.raw.toType(torch.ScalarType.Long)));
    }

    public Tensor sqrt() {
        return new Tensor(raw.sqrt());
    }

    /** The values in reverse order along dimension {@code dim}. */
    public Tensor reversed(int dim) {
        return new Tensor(raw.flip(dim));
    }

    public Tensor abs() {
        return new Tensor(raw.abs());
    }

    public Tensor square() {
        return new Tensor(raw.square());
    }

    public Tensor relu() {
        return new Tensor(torch.relu(raw));
    }

    /** The ReLU in the memory of this tensor, which nothing else may need any more. */
    public Tensor reluInPlace() {
        torch.relu_(raw);
        return this;
    }

    /** x above 0, {@code slope} x below. */
    public Tensor leakyRelu(double slope) {
        try (Scalar scalar = new Scalar(slope)) {
            return new Tensor(torch.leaky_relu(raw, scalar));
        }
    }

    public Tensor silu() {
        return new Tensor(torch.silu(raw));
    }

    /** The Gaussian error linear unit by its tanh form. */
    public Tensor gelu() {
        return new Tensor(torch.gelu(raw, "tanh"));
    }

    /** a sigmoid(b), a and b the halves of dimension 1. */
    public Tensor glu() {
        return new Tensor(torch.glu(raw, 1));
    }

    public Tensor tanh() {
        return new Tensor(torch.tanh(raw));
    }

    public Tensor sigmoid() {
        return new Tensor(torch.sigmoid(raw));
    }

    public Tensor softplus() {
        return new Tensor(torch.softplus(raw));
    }

    /** -softplus(-x), the logarithm of the sigmoid. */
    public Tensor logSigmoid() {
        return new Tensor(torch.log_sigmoid(raw));
    }

    /** The sum of all values. */
    public Tensor sum() {
        return new Tensor(raw.sum());
    }

    /** The sum along dimension {@code dim}. */
    public Tensor sum(int dim) {
        return new Tensor(raw.sum(dim));
    }

    /** The mean of all values. */
    public Tensor mean() {
        return new Tensor(raw.mean());
    }

    /** The square root of the sum of squares of all values. */
    public Tensor norm() {
        return new Tensor(torch.linalg_vector_norm(raw));
    }

    /** The mean of the squared differences. */
    public Tensor meanSquaredError(Tensor target) {
        return new Tensor(torch.mse_loss(raw, target.raw));
    }

    /** With this as logits l: x l - softplus(l), the log-density of each value under a Bernoulli likelihood. */
    public Tensor bernoulliLogDensity(Tensor x) {
        return new Tensor(
                torch.binary_cross_entropy_with_logits(raw, x.raw, new TensorOptional(), new TensorOptional(), NONE)
                        .neg());
    }

    /** x W^T + b, with this as x of [B, inputs] and W of [units, inputs]. */
    public Tensor linear(Tensor weight, Tensor bias) {
        return new Tensor(torch.linear(raw, weight.raw, new TensorOptional(bias.raw)));
    }

    /**
     * The same values of [B, channels, height, width] in the form that convolutions are fastest in: on the CPU with the channels together in memory.
     */
    public Tensor forConvolution() {
        if (!raw.is_cpu()) {
            return this;
        }
        if (size(1) != 1) {
            return new Tensor(raw.contiguous(torch.MemoryFormat.ChannelsLast));
        }
        // One channel lies the same in both orders; only its strides tell a convolution in which one to work.
        long[] pixels = {size(0), size(2), size(3), 1};
        return new Tensor(raw.reshape(pixels).permute(0, 3, 1, 2));
    }

    /** Cross-correlation of this [B, channels, height, width] with zero padding. */
    public Tensor conv(Tensor weight, Tensor bias, int stride, int padding) {
        return new Tensor(
                torch.conv2d(raw, weight.raw, new TensorOptional(bias.raw), both(stride), both(padding), both(1), 1));
    }

    /** The transpose of {@link #conv}; {@code extraHeight} and {@code extraWidth} enlarge the output. */
    public Tensor transposedConv(Tensor weight, Tensor bias, int stride, int padding, int extraHeight, int extraWidth) {
        return new Tensor(torch.conv_transpose2d(
                raw,
                weight.raw,
                new TensorOptional(bias.raw),
                both(stride),
                both(padding),
                new long[] {extraHeight, extraWidth},
                1,
                both(1)));
    }

    /** Normalizes each of {@code groups} parts of dimension 1 of each example; weight and bias are [channels]. */
    public Tensor groupNorm(int groups, Tensor weight, Tensor bias, double epsilon) {
        return new Tensor(torch.group_norm(
                raw, groups, new TensorOptional(weight.raw), new TensorOptional(bias.raw), epsilon, true));
    }

    /** Normalizes each example over the last dimensions, which are those of weight and bias. */
    public Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return new Tensor(torch.layer_norm(
                raw,
                weight.raw.sizes().vec().get(),
                new TensorOptional(weight.raw),
                new TensorOptional(bias.raw),
                epsilon,
                true));
    }

    /** Normalizes each channel, an entry of dimension 1, by a given mean and variance. */
    public Tensor batchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon) {
        return batchNorm(weight, bias, mean, variance, false, 0, epsilon);
    }

    /**
     * Normalizes each channel by its mean and variance in the batch, and moves the running ones by {@code momentum} towards
     * them.
     */
    public Tensor trainingBatchNorm(
            Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, double momentum, double epsilon) {
        return batchNorm(weight, bias, runningMean, runningVariance, true, momentum, epsilon);
    }

    private Tensor batchNorm(
            Tensor weight,
            Tensor bias,
            Tensor mean,
            Tensor variance,
            boolean training,
            double momentum,
            double epsilon) {
        return new Tensor(torch.batch_norm(
                raw,
                new TensorOptional(weight.raw),
                new TensorOptional(bias.raw),
                new TensorOptional(mean.raw),
                new TensorOptional(variance.raw),
                training,
                momentum,
                epsilon,
                true));
    }

    private static long[] both(int value) {
        return new long[] {value, value};
    }
}
