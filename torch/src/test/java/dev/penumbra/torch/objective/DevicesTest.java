package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.Objectives;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That no step mixes tensors of the host and of a device: on shapes without values, which LibTorch keeps as far apart as a GPU. */
class DevicesTest {
    @BeforeAll
    static void load() {
        Engine.load();
    }

    /** All but those whose operators LibTorch has not for shapes: logsumexp (bounds of several samples, tc) and where (info, wae-mmd). */
    @ParameterizedTest
    @ValueSource(strings = {"elbo", "factor", "dip-i", "dip-ii", "aae", "rae-l2", "rae-gp"})
    void anObjectiveKeepsToTheDeviceOfItsWeights(String name) {
        Objective objective = Objectives.parse(name);
        VaeSpec spec = Small.spec(name.startsWith("aae") || name.startsWith("rae"), "mlp:5@tanh");
        Weights weights = Small.weights(spec, objective);
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, spec.parameters(), Device.SHAPES)) {
            TensorObjective tensors = TensorObjective.of(objective, spec, parameters, Small.N);
            Tensor x_BD = Tensor.zeros(Device.SHAPES, Small.B, Small.D);
            Tensor noise = Tensor.zeros(Device.SHAPES, Small.B, tensors.noise());
            tensors.of(new Batch(x_BD, null, noise), new Loss.Nats(1), 1).loss().backward();
            assertThat(parameters.trained())
                    .allSatisfy(
                            (p, tensor) -> assertThat(tensor.gradient()).as(p).isNotNull());
        }
    }

    @Test
    void aMixIsNoticed() {
        try (Scope scope = new Scope()) {
            Tensor there = Tensor.zeros(Device.SHAPES, 2, 3);
            Tensor here = Tensor.zeros(Device.CPU, 2, 3);
            assertThatThrownBy(() -> there.plus(here)).hasMessageContaining("same device");
            assertThatThrownBy(there::rows).hasMessageContaining("CPU");
        }
    }

    @Test
    void weightsWithGradientsTakeValuesFromTheHost() {
        try (Scope scope = new Scope()) {
            Tensor weight = Tensor.zeros(Device.SHAPES, 2, 3).withGradient();
            weight.set(new float[6]);
            assertThat(weight.isRecorded()).isTrue();
        }
    }
}
