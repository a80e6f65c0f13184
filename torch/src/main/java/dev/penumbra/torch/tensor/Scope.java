package dev.penumbra.torch.tensor;

import org.bytedeco.javacpp.PointerScope;

/** Frees every tensor made in this thread since it was opened, but those that were {@linkplain Tensor#keep() kept}. */
public final class Scope implements AutoCloseable {
    private final PointerScope pointers = new PointerScope();

    @Override
    public void close() {
        pointers.close();
    }
}
