package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The two readers of a network give the same numbers on the same weights. */
class TorchInferenceTest {
    private static final int BATCH = 7;

    @ParameterizedTest
    @CsvSource({
        "mlp:40, 1, 28, 28",
        "'mlp:30,20', 3, 5, 9",
        "linear, 1, 4, 4",
        "'conv:8,16', 1, 28, 28",
        "'conv:4,8', 3, 13, 22",
        "conv:4, 1, 9, 8",
        "mlp:12@gated, 1, 9, 8",
        "'resnet:6,8@groupnorm,gelu', 3, 13, 22",
        "'conv:4,8@gated,batchnorm', 1, 9, 8"
    })
    void agreesWithTheExactRuntime(String encoder, int channels, int height, int width) {
        Shape shape = Shape.image(channels, height, width);
        agree(new VaeSpec(
                Schema.image(shape, List.of()),
                5,
                Architecture.encoder(encoder, shape, 10),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder(Architecture.mirror(encoder), 5, shape),
                new Bernoulli()));
    }

    @ParameterizedTest
    @EnumSource(Layer.Function.class)
    void agreesOnEveryActivation(Layer.Function function) {
        Shape shape = Shape.image(1, 6, 6);
        List<Layer> layers = List.of(
                new Layer.Conv(3, 3, 1, 1),
                new Layer.Activation(function),
                new Layer.Conv(2, 3, 2, 0),
                new Layer.Activation(function),
                new Layer.Linear(4),
                new Layer.Activation(function));
        List<Layer> decoder =
                new ArrayList<>(Architecture.decoder("mlp:9", 2, shape).layers());
        decoder.add(new Layer.Activation(function));
        agree(new VaeSpec(
                Schema.image(shape, List.of()),
                2,
                new Network(shape, layers),
                new PosteriorFamily.Gaussian(),
                new Network(Shape.of(2), decoder),
                new Gaussian(0.5)));
    }

    @Test
    void agreesOnGatesResidualsNormalizationsAndMasks() {
        Shape shape = Shape.image(2, 6, 7);
        Layer gelu = new Layer.Activation(Layer.Function.GELU);
        Layer same = new Layer.Conv(4, 3, 1, 1);
        Layer block =
                new Layer.Residual(List.of(gelu, same, new Layer.GroupNorm(2), gelu, same, new Layer.BatchNorm()));
        List<Layer> encoder = List.of(
                new Layer.LayerNorm(),
                new Layer.Conv(8, 3, 2, 1),
                new Layer.Glu(),
                new Layer.Residual(List.of(block, new Layer.LayerNorm())),
                new Layer.Linear(24),
                new Layer.BatchNorm(),
                new Layer.Glu(),
                new MaskedLinear(11, 3, MaskedLinear.Role.INPUT),
                gelu,
                new MaskedLinear(10, 3, MaskedLinear.Role.HIDDEN),
                gelu,
                new MaskedLinear(6, 3, MaskedLinear.Role.OUTPUT));
        List<Layer> decoder = List.of(
                new Layer.Residual(List.of(new Layer.Linear(3), new Layer.LayerNorm(), gelu)),
                new Layer.Linear(84),
                new Layer.Reshape(shape),
                new Layer.BatchNorm());
        agree(new VaeSpec(
                Schema.image(shape, List.of()),
                3,
                new Network(shape, encoder),
                new PosteriorFamily.Gaussian(),
                new Network(Shape.of(3), decoder),
                new Gaussian(0.5)));
    }

    /** Initial weights, moved: those of a normalization are 0 and 1 otherwise. Variances stay positive. */
    private static Weights weights(ModelSpec spec) {
        SequencedMap<String, Weights.Values> moved = new LinkedHashMap<>();
        Weights.initial(spec.parameters(), new Seed(3)).tensors().forEach((name, values) -> {
            float[] sum = values.values().clone();
            float[] noise = new Seed(6).named(name).gaussians(sum.length);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += Math.clamp(0.1f * noise[i], -0.5f, 0.5f);
            }
            moved.put(name, new Weights.Values(values.dims(), sum));
        });
        return new Weights(moved);
    }

    private static void agree(ModelSpec spec) {
        Engine.load();
        Model model = new Model(spec, weights(spec));
        float[] x = new Seed(4).gaussians(BATCH * spec.schema().shape().size());
        float[] z = new Seed(5).gaussians(BATCH * spec.latent());
        Inference exact = Inference.exact(model, 1);
        try (TorchInference torch = new TorchInference(model, Device.CPU)) {
            Posterior expected = exact.encode(x, BATCH);
            Posterior received = torch.encode(x, BATCH);
            same(received.mean(), expected.mean());
            same(received.logStd(), expected.logStd());
            same(torch.decode(z, BATCH), exact.decode(z, BATCH));
        }
    }

    /** Sums of at most some thousand float products of size about 1 in another order: 1e-5 is some hundred ulps. */
    private static void same(float[] received, float[] expected) {
        assertThat(received).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(received[i] - expected[i]))
                    .as("value %d: %s and %s", i, received[i], expected[i])
                    .isLessThan(1e-5f * (1 + Math.abs(expected[i])));
        }
    }
}
