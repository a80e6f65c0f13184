package dev.penumbra.torch.tensor;

import dev.penumbra.InputException;
import dev.penumbra.run.RunConfig;
import org.bytedeco.pytorch.global.torch;

/** Where tensors lie. */
public enum Device {
    CPU("cpu"),
    CUDA("cuda");

    private final String name;

    Device(String name) {
        this.name = name;
    }

    /** The device that was asked for; {@link InputException} for CUDA where there is none. Loads the engine. */
    public static Device of(RunConfig.Device wanted) {
        Engine.load();
        boolean cuda = torch.cuda_is_available();
        if (wanted == RunConfig.Device.CUDA && !cuda) {
            throw new InputException(
                    "There is no CUDA device to train on",
                    "a build with CUDA and an NVIDIA GPU with its driver",
                    torch.hasCUDA() ? "a build with CUDA, but no GPU that answers" : "a build for the CPU",
                    "--device cuda",
                    "use --device cpu; `penumbra doctor` shows what is there");
        }
        return cuda && wanted != RunConfig.Device.CPU ? CUDA : CPU;
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
