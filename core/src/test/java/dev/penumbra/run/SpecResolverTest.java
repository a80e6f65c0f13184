package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.model.Loss;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Shape;
import dev.penumbra.run.ModelConfig.NetworkConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecResolverTest {
    private static final Dataset IMAGES =
            new ArrayDataset(Schema.image(Shape.image(1, 4, 4), List.of()), new float[3 * 16], null);

    private static Dataset vectors(float... values) {
        Schema schema = new Schema(Shape.of(2), Scaling.NONE, List.of("a", "b"), List.of());
        return new ArrayDataset(schema, values, null);
    }

    private static RunConfig config() {
        return RunConfig.of("any", 3).withModel(ModelConfig.vae(3).withNetworks("mlp:8", "mlp:8"));
    }

    private static VaeSpec resolved(RunConfig config) {
        return (VaeSpec) SpecResolver.resolve(config, IMAGES);
    }

    @Test
    void theLikelihoodFollowsTheRangeOfTheData() {
        assertThat(SpecResolver.resolve(config(), IMAGES).likelihood()).isEqualTo(new Bernoulli());
        assertThat(SpecResolver.resolve(config(), vectors(0.5f, 1)).likelihood())
                .isEqualTo(new Bernoulli());
        assertThat(SpecResolver.resolve(config(), vectors(0.5f, 1.01f)).likelihood())
                .isEqualTo(new LearnedGaussian());
    }

    @Test
    void lambdaImpliesTheStandardDeviation() {
        VaeSpec spec = (VaeSpec) SpecResolver.resolve(config().withLoss(new Loss.Lecture(0.02)), IMAGES);
        Gaussian gaussian = (Gaussian) spec.likelihood();
        assertThat(gaussian.std()).isCloseTo(Math.sqrt(0.02 * 16 / 2), within(1e-12));
        assertThat(spec.decoder().layers().getLast()).isEqualTo(new Layer.Activation(Layer.Function.SIGMOID));
    }

    @Test
    void anEncoderOfAVaeGivesTwiceTheLatentDimensions() {
        assertThat(resolved(config()).encoder().output().size()).isEqualTo(6);
        RunConfig ae = config().withModel(config().model().withKind(ModelConfig.Kind.AE));
        assertThat(resolved(ae).encoder().output().size()).isEqualTo(3);
    }

    @Test
    void bernoulliNamesTheValueThatDoesNotFit() {
        RunConfig config = config().withModel(config().model().withLikelihood("bernoulli"));
        assertThatThrownBy(() -> SpecResolver.resolve(config, vectors(0, 1, 0.5f, -3)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("-3.0 at value 1 of example 1", "gaussian-learned");
    }

    @Test
    void otherLikelihoodsThanGaussianHaveNoLectureScale() {
        RunConfig config = config().withLoss(new Loss.Lecture(0.1))
                .withModel(config().model().withLikelihood("bernoulli"));
        assertThatThrownBy(() -> SpecResolver.resolve(config, IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--beta");
    }

    @Test
    void layersThatDoNotFitAreNamed() {
        ModelConfig wrongEnd = new ModelConfig(
                ModelConfig.Kind.VAE,
                3,
                null,
                null,
                false,
                new NetworkConfig.Layers(List.of(new Layer.Linear(5))),
                new NetworkConfig.Text("mlp:8"),
                null);
        assertThatThrownBy(() -> SpecResolver.resolve(config().withModel(wrongEnd), IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("expected 6", "got 5");
        ModelConfig alone = new ModelConfig(
                ModelConfig.Kind.VAE,
                3,
                null,
                null,
                false,
                new NetworkConfig.Layers(List.of(new Layer.Linear(6))),
                null,
                null);
        assertThatThrownBy(() -> SpecResolver.resolve(config().withModel(alone), IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.decoder");
        ModelConfig broken = new ModelConfig(
                ModelConfig.Kind.VAE,
                3,
                null,
                null,
                false,
                new NetworkConfig.Layers(List.of(new Layer.Linear(6), new Layer.Conv(1, 3, 1, 1))),
                new NetworkConfig.Text("mlp:8"),
                null);
        assertThatThrownBy(() -> SpecResolver.resolve(config().withModel(broken), IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("layer 1");
    }
}
