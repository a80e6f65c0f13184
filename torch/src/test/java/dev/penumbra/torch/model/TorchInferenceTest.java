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
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
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
        "conv:4, 1, 9, 8"
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

    private static void agree(ModelSpec spec) {
        Engine.load();
        Model model = new Model(spec, Weights.initial(spec.parameters(), new Seed(3)));
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
