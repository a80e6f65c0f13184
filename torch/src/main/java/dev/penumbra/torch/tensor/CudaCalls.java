package dev.penumbra.torch.tensor;

import org.bytedeco.cuda.global.cudart;

/** Calls of CUDA itself, beside LibTorch. */
final class CudaCalls {
    private CudaCalls() {}

    /** Throws {@link IllegalStateException} where a call of the runtime failed. */
    static void check(int code, String call) {
        if (code != cudart.cudaSuccess) {
            throw new IllegalStateException(
                    call + " failed: " + cudart.cudaGetErrorString(code).getString());
        }
    }

    /** The same for a call of the driver. */
    static void checkDriver(int code, String call) {
        if (code != cudart.CUDA_SUCCESS) {
            throw new IllegalStateException(call + " failed with CUDA's error " + code);
        }
    }
}
