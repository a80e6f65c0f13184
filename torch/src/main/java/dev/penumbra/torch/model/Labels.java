package dev.penumbra.torch.model;

import dev.penumbra.nn.Shape;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Classes as tensors. */
public final class Labels {
    private Labels() {}

    /** One-hot rows, [count, classes], of labels in 0 .. classes - 1. */
    public static float[] oneHot(int[] labels, int count, int classes) {
        float[] rows = new float[Math.multiplyExact(count, classes)];
        check(labels, count, classes);
        for (int i = 0; i < count; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    /** {@link IllegalArgumentException} where one of the first {@code count} is no class. */
    public static void check(int[] labels, int count, int classes) {
        for (int i = 0; i < count; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "labels must be in 0.." + (classes - 1) + ", got " + labels[i] + " at row " + i);
            }
        }
    }

    /** {@link #oneHot} as a tensor; null for an unconditional model. */
    static @Nullable Tensor tensor(int[] labels, int count, int classes, Device device) {
        return classes == 0 ? null : Tensor.of(device, oneHot(labels, count, classes), count, classes);
    }

    /** Rows with their classes behind them, as {@link dev.penumbra.model.VaeSpec#input} says. */
    static Tensor join(Tensor rows_RW, @Nullable Tensor class_RC, Shape input) {
        if (class_RC == null) {
            return rows_RW;
        }
        long rows = rows_RW.size(0);
        long classes = class_RC.size(1);
        long plane = (input.size() - rows_RW.size(1)) / classes;
        Tensor planes = class_RC.reshape(rows, classes, 1).expand(rows, classes, plane);
        return Tensor.concatenate(1, rows_RW, planes.reshape(rows, classes * plane));
    }
}
