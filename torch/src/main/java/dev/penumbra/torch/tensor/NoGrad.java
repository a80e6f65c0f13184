package dev.penumbra.torch.tensor;

import org.bytedeco.pytorch.NoGradGuard;

/** While open, this thread records nothing for a backward pass. */
public final class NoGrad implements AutoCloseable {
    private final NoGradGuard guard = new NoGradGuard();

    @Override
    public void close() {
        guard.close();
    }
}
