package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.eval.CodebookUsage;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vector-quantized model that is the identity on both sides: x of 4 values is z, two vectors of 2 with codes at four corners. */
class CodesTest {
    private static final VectorQuantized FAMILY = new VectorQuantized(4, 2, 0.25);
    private static final Network LINEAR = new Network(Shape.of(4), List.of(new Layer.Linear(4)));
    private static final float[] CORNERS = {1, 1, 1, -1, -1, 1, -1, -1};

    private static VaeSpec spec(PosteriorFamily posterior, Prior prior) {
        Schema schema = new Schema(Shape.of(4), Scaling.NONE, List.of(), List.of());
        return new VaeSpec(schema, 4, 0, LINEAR, posterior, prior, LINEAR, new Gaussian(0.5));
    }

    private static Model model() {
        SequencedMap<String, Weights.Values> weights = new LinkedHashMap<>();
        for (String network : List.of("encoder.0", "decoder.0")) {
            float[] identity = new float[16];
            for (int i = 0; i < 4; i++) {
                identity[5 * i] = 1;
            }
            weights.put(network + ".weight", new Weights.Values(List.of(4, 4), identity));
            weights.put(network + ".bias", new Weights.Values(List.of(4), new float[4]));
        }
        weights.put(VectorQuantized.CODEBOOK, new Weights.Values(List.of(4, 2), CORNERS));
        weights.put(VectorQuantized.USAGE, new Weights.Values(List.of(4), new float[] {1, 1, 1, 1}));
        return new Model(spec(FAMILY, FAMILY.defaultPrior()), new Weights(weights));
    }

    @Test
    void everyVectorBecomesTheNearestCodeTheFirstOfEquallyNearOnes() {
        float[] x = {0.9f, 0.1f, -3, -0.2f, /* ties: */ 0, 0, 0, -5};
        Posterior z = Inference.exact(model(), 1).encode(x, 2);
        assertThat(z.mean()).containsExactly(1, 1, -1, -1, 1, 1, 1, -1);
        assertThat(z.logStd()).containsOnly(Float.NEGATIVE_INFINITY);
    }

    /** One example, one choice of codes of mass 1: the KL is 2 log 4, and the ELBO the log-likelihood at the codes less that. */
    @Test
    void theKlIsTheLogarithmOfTheNumberOfChoices() {
        float[] x = {0.9f, 1, -1, 1};
        Draws draws = Inference.exact(model(), 1).draw(x, Inference.UNLABELLED, 1, new float[4]);
        assertThat(draws.z()).containsExactly(1, 1, -1, 1);
        assertThat(draws.logPosterior()).containsExactly(0);
        assertThat(draws.logPrior()).containsExactly(new double[] {-2 * Math.log(4)}, within(1e-15));
        ArrayDataset data = new ArrayDataset(model().spec().schema(), x, null);
        Evaluation evaluation =
                Evaluator.evaluate(Inference.exact(model(), 1), data, new Loss.Nats(1), new Seed(1), "test", "grey");
        double logLikelihood = -0.01 / 0.5 - 4 * Math.log(0.5) - 2 * Math.log(2 * Math.PI);
        assertThat(evaluation.elbo()).isCloseTo(logLikelihood - 2 * Math.log(4), within(1e-6)); // 0.9 as a float
        assertThat(evaluation.meanSigma()).isZero();
    }

    /** 40,000 vectors: each code's share is within five standard errors, 0.011, of a quarter. */
    @Test
    void thePriorGivesEveryCodeAsOften() {
        Inference inference = Inference.exact(model(), 1);
        float[] z = inference.samplePrior(20_000, new Seed(3), 1);
        int[] counts = new int[4];
        for (int i = 0; i < z.length; i += 2) {
            assertThat(Math.abs(z[i]) * Math.abs(z[i + 1])).isEqualTo(1);
            counts[(z[i] > 0 ? 0 : 2) + (z[i + 1] > 0 ? 0 : 1)]++;
        }
        for (int count : counts) {
            assertThat(count / 40_000.0).isCloseTo(0.25, within(0.011));
        }
        assertThat(z).startsWith(inference.samplePrior(5, new Seed(3), 1));
    }

    /** Of four vectors three choose one code and one another: exp(3/4 log 4/3 + 1/4 log 4). */
    @Test
    void perplexityCountsTheCodesInUse() {
        ArrayDataset data = new ArrayDataset(model().spec().schema(), new float[] {1, 1, 2, 2, 3, 3, -1, -1}, null);
        CodebookUsage usage = CodebookUsage.of(Inference.exact(model(), 1), data);
        assertThat(usage.codes()).isEqualTo(4);
        assertThat(usage.used()).isEqualTo(2);
        assertThat(usage.perplexity()).isCloseTo(1.7547653506033, within(1e-12));
    }

    @Test
    void aBundleBringsBackCodesAndHierarchies(@TempDir Path folder) {
        Network up = new Network(Shape.of(4), List.of(new Layer.Linear(2)));
        Network down = new Network(Shape.of(1), List.of(new Layer.Linear(8)));
        Network encoder = new Network(Shape.of(4), List.of(new Layer.Linear(8)));
        VaeSpec codes = (VaeSpec) model().spec();
        VaeSpec hierarchy = new VaeSpec(
                codes.schema(),
                4,
                0,
                encoder,
                new PosteriorFamily.Gaussian(),
                new VaePrior(1, up, down, new Prior.Normal()),
                LINEAR,
                new Gaussian(1));
        for (Model model :
                List.of(model(), new Model(hierarchy, Weights.initial(hierarchy.parameters(), new Seed(1))))) {
            Path file = folder.resolve(model.weights().sha256() + ".penumbra");
            Bundle.write(file, model, Map.of(), Map.of());
            Model read = Bundle.read(file).model();
            assertThat(read.spec()).isEqualTo(model.spec());
            assertThat(Safetensors.write(read.weights())).isEqualTo(Safetensors.write(model.weights()));
        }
    }

    @Test
    void codesAndTheirPriorComeTogether() {
        assertThatIllegalArgumentException().isThrownBy(() -> spec(FAMILY, new Prior.Normal()));
        assertThatIllegalArgumentException().isThrownBy(() -> spec(new PosteriorFamily.Point(), FAMILY.defaultPrior()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(FAMILY, new VectorQuantized(5, 2, 0.25).defaultPrior()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FAMILY.outputs(5))
                .withMessageContaining("not a multiple");
        assertThatIllegalArgumentException().isThrownBy(() -> new VectorQuantized(1 << 16, 1 << 16, 1));
    }
}
