package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vector quantization with linear networks: x of 3 values, z of two vectors of 2. */
class CodesTest {
    private static final int D = 3;
    private static final int V = 4;
    private static final int DIM = 2;
    private static final VectorQuantized FAMILY = new VectorQuantized(5, DIM, 0.25);
    private static final VaeSpec SPEC = new VaeSpec(
            new Schema(Shape.of(D), Scaling.NONE, List.of(), List.of()),
            V,
            0,
            new Network(Shape.of(D), List.of(new Layer.Linear(V))),
            FAMILY,
            FAMILY.defaultPrior(),
            new Network(Shape.of(V), List.of(new Layer.Linear(D))),
            new Gaussian(1));

    @BeforeAll
    static void load() {
        Engine.load();
    }

    private static Weights weights(float usage) {
        float[] used = new float[5];
        Arrays.fill(used, usage);
        return Weights.initial(SPEC.parameters(), new Seed(2))
                .with(Map.of(VectorQuantized.USAGE, new Weights.Values(List.of(5), used)));
    }

    /** Bit for bit, since both give the code vectors themselves. The second codebook makes every choice one of equals. */
    @Test
    void bothRuntimesChooseTheSameCodes() {
        int batch = 50;
        float[] x = new Seed(4).gaussians(batch * D);
        float[] zero = new float[V * D];
        Weights ties = weights(1)
                .with(Map.of(
                        "encoder.0.weight",
                        new Weights.Values(List.of(V, D), zero),
                        "encoder.0.bias",
                        new Weights.Values(List.of(V), new float[] {0, 0, 0, 1}),
                        VectorQuantized.CODEBOOK,
                        new Weights.Values(List.of(5, DIM), new float[] {3, 3, 1, -1, -1, 1, 1, 1, -1, -1})));
        for (Weights weights : List.of(weights(1), ties)) {
            Model model = new Model(SPEC, weights);
            try (TorchInference torch = new TorchInference(model, Device.CPU)) {
                Inference exact = Inference.exact(model, 1);
                assertThat(torch.encode(x, batch).mean())
                        .containsExactly(exact.encode(x, batch).mean());
                Draws received = torch.draw(x, Inference.UNLABELLED, batch, new float[batch * V]);
                Draws expected = exact.draw(x, Inference.UNLABELLED, batch, new float[batch * V]);
                assertThat(received.z()).containsExactly(expected.z());
                assertThat(received.logPosterior()).containsExactly(expected.logPosterior(), within(0.0));
                // 3.2 nats in floats.
                assertThat(received.logPrior()).containsExactly(expected.logPrior(), within(1e-6));
                if (weights.equals(ties)) {
                    assertThat(Arrays.copyOf(received.z(), V)).containsExactly(1, -1, -1, 1);
                }
            }
        }
    }

    /**
     * loss = 1/2 |x - xhat|^2 + 0.25/2 |code - z|^2 + constants: xhat depends on the decoder's weights at z, and on the encoder's as if
     * z were the code; the codebook has no gradient. Gradients of size some units, in floats.
     */
    @Test
    void gradientsPassTheCodesStraightThrough() {
        int batch = 6;
        float[] x = new Seed(4).gaussians(batch * D);
        Weights weights = weights(1);
        Model model = new Model(SPEC, weights);
        float[] z = Inference.exact(model, 1).encode(x, batch).mean();
        float[] decoder = weights.get("decoder.0.weight");
        double[] dEncoder = new double[V * D];
        double[] dDecoder = new double[D * V];
        double loss = 0;
        for (int b = 0; b < batch; b++) {
            double[] error = new double[D];
            for (int j = 0; j < D; j++) {
                error[j] = weights.get("decoder.0.bias")[j] - x[b * D + j];
                for (int k = 0; k < V; k++) {
                    error[j] += decoder[j * V + k] * z[b * V + k];
                }
                loss += (0.5 * error[j] * error[j] + 0.5 * Math.log(2 * Math.PI)) / batch;
            }
            for (int k = 0; k < V; k++) {
                double code = weights.get("encoder.0.bias")[k];
                for (int i = 0; i < D; i++) {
                    code += weights.get("encoder.0.weight")[k * D + i] * x[b * D + i];
                }
                double apart = code - z[b * V + k];
                loss += 0.25 / 2 * apart * apart / batch;
                double gradient = 2 * 0.25 / 2 * apart;
                for (int j = 0; j < D; j++) {
                    gradient += error[j] * decoder[j * V + k];
                    dDecoder[j * V + k] += error[j] * z[b * V + k] / batch;
                }
                for (int i = 0; i < D; i++) {
                    dEncoder[k * D + i] += gradient * x[b * D + i] / batch;
                }
            }
        }
        loss += 2 * Math.log(5);
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, SPEC.parameters(), Device.CPU)) {
            Terms terms = TensorObjective.of(Objective.Elbo.PLAIN, SPEC, parameters, 100)
                    .of(batch(x, batch), new Loss.Nats(1), 1);
            assertThat((double) terms.loss().item()).isCloseTo(loss, within(1e-5));
            terms.loss().backward();
            same(parameters, "encoder.0.weight", dEncoder);
            same(parameters, "decoder.0.weight", dDecoder);
            assertThat(parameters.trained()).doesNotContainKeys(VectorQuantized.CODEBOOK, VectorQuantized.USAGE);
        }
    }

    private static Batch batch(float[] x, int batch) {
        return new Batch(
                Tensor.of(Device.CPU, x, batch, D),
                null,
                Tensor.of(Device.CPU, new Seed(6).gaussians(batch * V), batch, V));
    }

    private static void same(Parameters parameters, String name, double[] expected) {
        float[] received =
                Objects.requireNonNull(parameters.get(name).gradient(), name).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) received[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void theFirstStepTakesCodesFromTheBatchAndApplyingChangesNothing() {
        float[] x = new Seed(4).gaussians(6 * D);
        Weights weights = weights(0);
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, SPEC.parameters(), Device.CPU)) {
            TensorObjective.of(Objective.Elbo.PLAIN, SPEC, parameters.applied(), 100)
                    .of(batch(x, 6), new Loss.Nats(1), 1);
            assertThat(Parameters.toWeights(parameters.all()).sha256()).isEqualTo(weights.sha256());
            TensorObjective.of(Objective.Elbo.PLAIN, SPEC, parameters, 100).of(batch(x, 6), new Loss.Nats(1), 1);
            assertThat(parameters.get(VectorQuantized.USAGE).toArray()).doesNotContain(0f);
            assertThat(parameters.get(VectorQuantized.CODEBOOK).toArray())
                    .doesNotContain(weights.get(VectorQuantized.CODEBOOK));
        }
    }
}
