package dev.penumbra.torch.tensor;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/**
 * The matrix product a b, into memory that stays where it is; to be computed again and again. It is oneDNN's, which uses the vector
 * units of any processor: MKL's are half as fast on AMD's newer ones (115 beside 250 GFLOP/s on a core of Zen 5).
 */
public final class Product {
    private static final String LOADS = "org.bytedeco.javacpp.loadlibraries";

    private final Matrix out;
    private final Matrix a;
    private final Matrix b;

    /**
     * A product, not computed yet. The three tensors must outlive it.
     *
     * @param out [rows, columns]; each row contiguous
     * @param a   [rows, inner], itself or its transpose contiguous in each row
     * @param b   [inner, columns], likewise
     */
    public Product(Tensor out, Tensor a, Tensor b) {
        this.out = Matrix.of(out);
        this.a = Matrix.of(a);
        this.b = Matrix.of(b);
        if (this.out.transposed
                || this.out.rows != this.a.rows
                || this.out.columns != this.b.columns
                || this.a.columns != this.b.rows) {
            throw new IllegalArgumentException(out.dims() + " is not " + a.dims() + " times " + b.dims());
        }
    }

    /**
     * Loads oneDNN; later calls do nothing. Its binding is of a later release of JavaCPP than LibTorch's, since with the oneDNN of the
     * same release signals write into the heap. JavaCPP warns of the difference, but only where libraries are loaded; they are later.
     */
    static void load() {
        String loads = System.setProperty(LOADS, "false");
        try {
            new org.bytedeco.dnnl.presets.dnnl();
        } finally {
            if (loads == null) {
                System.clearProperty(LOADS);
            } else {
                System.setProperty(LOADS, loads);
            }
        }
        Loader.load(dnnl.class);
    }

    /** out = a b. */
    public void set() {
        compute(0);
    }

    /** out = out + a b. */
    public void add() {
        compute(1);
    }

    private void compute(float kept) {
        if (out.rows == 0 || out.columns == 0) {
            return;
        }
        int status = dnnl.dnnl_sgemm(
                a.letter(),
                b.letter(),
                out.rows,
                out.columns,
                a.columns,
                1,
                a.values,
                a.stride,
                b.values,
                b.stride,
                kept,
                out.values,
                out.stride);
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN's product of matrices failed with status " + status);
        }
    }

    /**
     * A matrix in memory.
     *
     * @param transposed whether not its rows but its columns are contiguous
     * @param stride     from one of them to the next
     */
    private record Matrix(FloatPointer values, long rows, long columns, boolean transposed, long stride) {
        static Matrix of(Tensor tensor) {
            org.bytedeco.pytorch.Tensor raw = tensor.raw;
            if (!raw.is_cpu() || raw.dim() != 2) {
                throw new IllegalArgumentException("a matrix on the CPU is needed, got " + tensor.dims());
            }
            long rows = raw.size(0);
            long columns = raw.size(1);
            boolean transposed = raw.stride(1) != 1 && columns > 1;
            if (transposed && raw.stride(0) != 1 && rows > 1) {
                throw new IllegalArgumentException("neither the rows nor the columns of the matrix are contiguous");
            }
            // The stride of a single row or column says nothing, but must not be less than its length.
            long stride = transposed ? Math.max(raw.stride(1), rows) : Math.max(raw.stride(0), columns);
            return new Matrix(raw.data_ptr_float(), rows, columns, transposed, stride);
        }

        byte letter() {
            return (byte) (transposed ? 'T' : 'N');
        }
    }
}
