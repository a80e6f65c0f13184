package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ForwardingDataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Values;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.NegativeBinomial;
import dev.penumbra.distribution.Poisson;
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
        boolean whole = true;
        double low = values[0];
        double high = low;
        for (float value : values) {
            whole &= value == Math.rint(value);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        Values range = new Values(Values.Type.REAL, whole, List.of(low), List.of(high));
        Schema schema = new Schema(Shape.of(2), Scaling.NONE, range, List.of("a", "b"), List.of());
        return new ArrayDataset(schema, values, null);
    }

    private static Dataset ofThreeLevels(float... values) {
        return new ForwardingDataset(vectors(values)) {
            @Override
            public float[] levels() {
                return new float[] {0, 1, 2};
            }
        };
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
        assertThat(SpecResolver.resolve(config(), vectors(0, 1)).likelihood()).isEqualTo(new Bernoulli());
        assertThat(SpecResolver.resolve(config(), vectors(0.5f, 1)).likelihood())
                .as("shares of a table are measurements")
                .isEqualTo(new LearnedGaussian());
        assertThat(SpecResolver.resolve(config(), vectors(0.5f, 1.01f)).likelihood())
                .isEqualTo(new LearnedGaussian());
    }

    @Test
    void whatOccursDecidesWhereTheLevelsDoNot() {
        assertThat(SpecResolver.resolve(config(), ofThreeLevels(0, 1)).likelihood())
                .isEqualTo(new Bernoulli());
        assertThatThrownBy(() -> SpecResolver.resolve(with("bernoulli"), ofThreeLevels(0, 2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2.0 at value 1 of example 0");
    }

    @Test
    void lambdaImpliesTheStandardDeviation() {
        VaeSpec spec = (VaeSpec) SpecResolver.resolve(config().withLoss(new Loss.Lecture(0.02)), IMAGES);
        Gaussian gaussian = (Gaussian) spec.likelihood();
        assertThat(gaussian.std()).isCloseTo(Math.sqrt(0.02 * 16 / 2), within(1e-12));
        assertThat(spec.decoder().layers().getLast()).isEqualTo(new Layer.Activation(Layer.Function.SIGMOID));
    }

    @Test
    void meansAreKeptInZeroToOneOnlyWhereTheDataLiesThere() {
        Layer sigmoid = new Layer.Activation(Layer.Function.SIGMOID);
        for (String likelihood : List.of("gaussian", "gaussian-learned", "gaussian-per-dimension")) {
            VaeSpec grey = (VaeSpec) SpecResolver.resolve(with(likelihood), IMAGES);
            assertThat(grey.decoder().layers().getLast()).isEqualTo(sigmoid);
            Values signed = new Values(Values.Type.REAL, false, List.of(-1.0), List.of(1.0));
            Scaling scaling = new Scaling(List.of(0.0), List.of(0.6));
            Schema schema = new Schema(Shape.image(1, 4, 4), scaling, signed, List.of(), List.of());
            Dataset images = new ArrayDataset(schema, new float[3 * 16], null);
            VaeSpec free = (VaeSpec) SpecResolver.resolve(with(likelihood), images);
            assertThat(free.decoder().layers()).doesNotContain(sigmoid);
        }
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

    private static RunConfig with(String likelihood) {
        return config().withModel(config().model().withLikelihood(likelihood));
    }

    @Test
    void theDecoderGivesAllParametersAsChannels() {
        ModelConfig conv = ModelConfig.vae(3).withNetworks("conv:8,8", "conv:8,8");
        RunConfig config = config().withModel(conv.withLikelihood("discretized-logistic:5"));
        assertThat(resolved(config).decoder().output()).isEqualTo(Shape.image(15, 4, 4));
        assertThat(((VaeSpec) SpecResolver.resolve(with("student-t"), vectors(1, 2)))
                        .decoder()
                        .output())
                .isEqualTo(Shape.of(6));
        assertThat(SpecResolver.resolve(with("gaussian-per-dimension"), vectors(1, 2))
                        .parameters()
                        .getLast()
                        .dims())
                .containsExactly(2);
        assertThat(SpecResolver.resolve(with("gaussian:0.5"), IMAGES).likelihood())
                .isEqualTo(new Gaussian(0.5));
    }

    @Test
    void whatDoesNotFitIsNamedWithWhatWould() {
        assertThatThrownBy(() -> SpecResolver.resolve(with("beta-binomial"), vectors(0, 1, 0.5f, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("0.5 at value 0 of example 1", "k/255", "fits: bernoulli, ", "laplace")
                .hasMessageNotContainingAny("poisson", "discretized");
        assertThatThrownBy(() -> SpecResolver.resolve(with("poisson"), vectors(0, 1, 7, -1)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("-1.0 at value 1 of example 1", "whole numbers", "fits: gaussian, ");
        assertThatThrownBy(() -> SpecResolver.resolve(with("categorical:3"), vectors(0, 1, 0.5f, 7)))
                .hasMessageContainingAll("7.0 at value 1 of example 1", "gaussian");
    }

    @Test
    void countsAreSuggestedForStandardizedCountsToo() {
        Scaling standardized = new Scaling(List.of(2.0, 10.0), List.of(3.0, 7.0));
        Schema schema = new Schema(Shape.of(2), standardized, List.of("a", "b"), List.of());
        float[] values = {standardized.toModel(5, 0), standardized.toModel(0, 1)};
        assertThatThrownBy(() -> SpecResolver.resolve(with("categorical"), new ArrayDataset(schema, values, null)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("poisson", "negative-binomial");
    }

    @Test
    void pixelsAreCountsOf255() {
        assertThat(SpecResolver.resolve(with("poisson"), IMAGES).likelihood()).isEqualTo(new Poisson(255));
        assertThat(SpecResolver.resolve(with("negative-binomial"), vectors(3, 700))
                        .likelihood())
                .isEqualTo(new NegativeBinomial(1));
    }

    @Test
    void tooManyOutputsAreRefusedBeforeTheyAreMade() {
        Schema schema = new Schema(Shape.of(1 << 20), Scaling.NONE, List.of(), List.of());
        Dataset large = new ArrayDataset(schema, new float[1 << 20], null);
        assertThatThrownBy(() -> SpecResolver.resolve(with("categorical:4096"), large))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("4096 for each of 1048576 values");
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
                ModelConfig.Ladder.DEFAULT,
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
                ModelConfig.Ladder.DEFAULT,
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
                ModelConfig.Ladder.DEFAULT,
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
