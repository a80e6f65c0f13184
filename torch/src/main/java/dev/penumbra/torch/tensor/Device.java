package dev.penumbra.torch.tensor;

import dev.penumbra.InputException;
import dev.penumbra.run.RunConfig;
import org.bytedeco.pytorch.global.torch;

/** Where tensors lie. */
public enum Device {
    CPU("cpu"),
    /** The first GPU that CUDA shows; CUDA_VISIBLE_DEVICES says which that is. */
    CUDA("cuda"),
    /** Nowhere: shapes without values. Shows without a GPU where code would mix tensors of two devices. */
    SHAPES("meta");

    private final String name;

    Device(String name) {
        this.name = name;
    }

    /** The device that was asked for; {@link InputException} for CUDA where there is none. Loads the engine. */
    public static Device of(RunConfig.Device wanted) {
        return of(wanted, "--device cuda, or \"device\" in the configuration", "use --device cpu");
    }

    /**
     * The device that was asked for, and what to say where it is missing. Loads the engine.
     *
     * @param where  it was asked for
     * @param remedy how to do without
     */
    public static Device of(RunConfig.Device wanted, String where, String remedy) {
        Engine.load();
        if (wanted == RunConfig.Device.CPU) {
            return CPU;
        }
        if (torch.cuda_is_available()) {
            Engine.loadCuda();
            return CUDA;
        }
        if (wanted == RunConfig.Device.CUDA) {
            throw missing(CudaCheck.run(), where, remedy);
        }
        return CPU;
    }

    static InputException missing(CudaCheck check, String where, String remedy) {
        String better = check.remedy();
        return new InputException(
                "There is no CUDA device to train on",
                "a build with CUDA and an NVIDIA GPU with its driver",
                check.found(),
                where,
                (better == null ? "" : better + "; or ") + remedy + "; `penumbra doctor` shows what is there");
    }

    boolean isCpu() {
        return this == CPU;
    }

    org.bytedeco.pytorch.Device raw() {
        return new org.bytedeco.pytorch.Device(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
