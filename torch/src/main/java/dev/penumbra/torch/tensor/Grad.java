package dev.penumbra.torch.tensor;

import org.bytedeco.pytorch.AutoGradMode;

/** While open, this thread records for a backward pass, also within a {@link NoGrad}. */
public final class Grad implements AutoCloseable {
    private final AutoGradMode mode = new AutoGradMode(true);

    @Override
    public void close() {
        mode.close();
    }
}
