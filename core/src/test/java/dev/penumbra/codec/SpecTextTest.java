package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.distribution.Categorical;
import dev.penumbra.distribution.CodebookPrior;
import dev.penumbra.distribution.ContinuousBernoulli;
import dev.penumbra.distribution.DiagonalGaussian;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.GaussianPerDimension;
import dev.penumbra.distribution.GaussianPerExample;
import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.Laplace;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.NegativeBinomial;
import dev.penumbra.distribution.Poisson;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.RealNvp;
import dev.penumbra.distribution.StudentT;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.LadderSpec;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts that name models in compressed files, as they were when files of this version were first written. */
class SpecTextTest {
    private static String lines(List<?> kinds) {
        return kinds.stream()
                .map(kind -> SpecText.text(Json.MAPPER.valueToTree(kind)))
                .collect(Collectors.joining("\n"));
    }

    /** The records of a sealed interface that models in files are made of. */
    private static Set<Class<?>> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .filter(c -> c != DiagonalGaussian.class)
                .flatMap(c -> c.isRecord() ? Stream.of(c) : kinds(c).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void pinned(Class<?> sealed, List<?> all, String text) {
        assertThat(all.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(kinds(sealed));
        assertThat(lines(all)).isEqualTo(text);
    }

    @Test
    void specsHaveTheseTexts() {
        assertThat(SpecText.of(Coders.vae(new Bernoulli()).model().spec())).isEqualTo("""
            {decoder:{input:[3],layers:[{type:"linear",units:8},{function:"relu",type:"activation"},{type:"linear",units:20},{shape:[1,4,5],type:"reshape"}]},encoder:{input:[1,4,5],layers:[{type:"linear",units:8},{function:"relu",type:"activation"},{type:"linear",units:6}]},latent:3,likelihood:{type:"bernoulli"},posterior:{type:"gaussian"},prior:{type:"normal"},scaling:{scale:[255],shift:[0]},type:"vae"}\
            """);
        Layer two = new Layer.Linear(2);
        LadderSpec.Block block = new LadderSpec.Block(
                network(Coders.IMAGE, two),
                network(Shape.of(2), two),
                network(Shape.of(4), two),
                network(Shape.of(1), two),
                network(Shape.of(2)));
        assertThat(SpecText.of(new LadderSpec(
                        Schema.image(Coders.IMAGE, List.of()),
                        List.of(block),
                        network(Shape.of(2), new Layer.Linear(40)),
                        new BetaBinomial())))
                .isEqualTo("""
                    {blocks:[{down:{input:[2]},merge:{input:[1],layers:[{type:"linear",units:2}]},posterior:{input:[4],layers:[{type:"linear",units:2}]},prior:{input:[2],layers:[{type:"linear",units:2}]},up:{input:[1,4,5],layers:[{type:"linear",units:2}]}}],likelihood:{type:"beta-binomial"},output:{input:[2],layers:[{type:"linear",units:40}]},scaling:{scale:[255],shift:[0]},type:"ladder"}\
                    """);
    }

    private static Network network(Shape input, Layer... layers) {
        return new Network(input, List.of(layers));
    }

    @Test
    void layersHaveTheseTexts() {
        pinned(
                Layer.class,
                List.of(
                        new Layer.Linear(8),
                        new Layer.Conv(4, 3, 2, 1),
                        new Layer.Conv(4, 3, 1, 0),
                        new Layer.TransposedConv(4, 3, 2, 1, 1, 0),
                        new Layer.Activation(Layer.Function.LEAKY_RELU),
                        new Layer.Glu(),
                        new Layer.Reshape(Shape.image(1, 2, 3)),
                        new Layer.Residual(List.of(new Layer.BatchNorm())),
                        new Layer.BatchNorm(),
                        new Layer.GroupNorm(2),
                        new Layer.LayerNorm(),
                        new MaskedLinear(8, 2, MaskedLinear.Role.HIDDEN)),
                """
                {type:"linear",units:8}
                {channels:4,kernel:3,padding:1,stride:2,type:"conv"}
                {channels:4,kernel:3,stride:1,type:"conv"}
                {channels:4,extraHeight:1,kernel:3,padding:1,stride:2,type:"transposed-conv"}
                {function:"leaky-relu",type:"activation"}
                {type:"glu"}
                {shape:[1,2,3],type:"reshape"}
                {body:[{type:"batch-norm"}],type:"residual"}
                {type:"batch-norm"}
                {groups:2,type:"group-norm"}
                {type:"layer-norm"}
                {dims:2,role:"hidden",type:"masked-linear",units:8}\
                """);
    }

    @Test
    void likelihoodsHaveTheseTexts() {
        pinned(
                Likelihood.class,
                List.of(
                        new Bernoulli(),
                        new ContinuousBernoulli(),
                        new Gaussian(0.1),
                        new LearnedGaussian(),
                        new GaussianPerDimension(),
                        new GaussianPerExample(),
                        new Laplace(),
                        new StudentT(),
                        new DiscretizedLogistic(5),
                        new BetaBinomial(),
                        new Categorical(256),
                        new Poisson(1),
                        new NegativeBinomial(1e4)),
                """
                {type:"bernoulli"}
                {type:"continuous-bernoulli"}
                {std:0.1,type:"gaussian"}
                {type:"gaussian-learned"}
                {type:"gaussian-per-dimension"}
                {type:"gaussian-per-example"}
                {type:"laplace"}
                {type:"student-t"}
                {components:5,type:"discretized-logistic"}
                {type:"beta-binomial"}
                {levels:256,type:"categorical"}
                {scale:1,type:"poisson"}
                {scale:10000,type:"negative-binomial"}\
                """);
    }

    @Test
    void posteriorsHaveTheseTexts() {
        pinned(
                PosteriorFamily.class,
                List.of(
                        new PosteriorFamily.Point(),
                        new PosteriorFamily.Gaussian(),
                        new PosteriorFamily.Planar(4),
                        InverseAutoregressiveFlow.of(2, 1, 4),
                        new PosteriorFamily.Spherical(),
                        new VectorQuantized(16, 4, 0.25)),
                """
                {type:"point"}
                {type:"gaussian"}
                {flows:4,type:"planar"}
                {context:2,steps:[{input:[4],layers:[{dims:2,role:"input",type:"masked-linear",units:4},{function:"silu",type:"activation"},{dims:2,role:"hidden",type:"masked-linear",units:4},{function:"silu",type:"activation"},{dims:2,role:"output",type:"masked-linear",units:4}]}],type:"iaf"}
                {type:"vmf"}
                {codes:16,commitment:0.25,dim:4,type:"vq"}\
                """);
    }

    @Test
    void priorsHaveTheseTexts() {
        pinned(
                Prior.class,
                List.of(
                        new Prior.Normal(),
                        new Prior.Mixture(10),
                        new Prior.Vamp(10, true),
                        new Prior.Vamp(10, false),
                        RealNvp.of(2, 1, 4),
                        new Prior.Sphere(),
                        new VaePrior(
                                1,
                                Architecture.encoder("mlp:4", Shape.of(2), 2),
                                Architecture.decoder("mlp:4", 1, Shape.of(4)),
                                new Prior.Normal()),
                        new CodebookPrior(16, 4)),
                """
                {type:"normal"}
                {components:10,type:"mixture"}
                {components:10,type:"vamp",unit:true}
                {components:10,type:"vamp"}
                {layers:[{input:[1],layers:[{type:"linear",units:4},{function:"silu",type:"activation"},{type:"linear",units:4},{function:"silu",type:"activation"},{type:"linear",units:2}]}],type:"realnvp"}
                {type:"sphere"}
                {decoder:{input:[1],layers:[{type:"linear",units:4},{function:"relu",type:"activation"},{type:"linear",units:4}]},encoder:{input:[2],layers:[{type:"linear",units:4},{function:"relu",type:"activation"},{type:"linear",units:2}]},latent:1,prior:{type:"normal"},type:"vae"}
                {codes:16,dim:4,type:"codebook"}\
                """);
    }

    @Test
    void namesOfColumnsAndClassesDoNotMatterButScalingDoes() {
        VaeSpec spec = (VaeSpec) Coders.vae(new Gaussian(1)).model().spec();
        String text = SpecText.of(spec);
        assertThat(SpecText.of(with(spec, spec.schema().withClasses(List.of("x", "y")))))
                .isEqualTo(text);
        Schema unscaled = new Schema(Coders.IMAGE, Scaling.NONE, List.of(), List.of());
        assertThat(SpecText.of(with(spec, unscaled))).isNotEqualTo(text);
    }

    private static ModelSpec with(VaeSpec spec, Schema schema) {
        return new VaeSpec(schema, spec.latent(), spec.encoder(), spec.posterior(), spec.decoder(), spec.likelihood());
    }
}
