package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Draws;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.LadderSpec;
import dev.penumbra.model.Ladders;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockKlTest {
    private static final Schema SCHEMA = Schema.image(Shape.image(1, 8, 8), List.of());
    private static final LadderSpec SPEC = Ladders.of(SCHEMA, 3, 8, 1, new Bernoulli());
    private static final Weights INITIAL = Weights.initial(SPEC.parameters(), new Seed(1));

    /** All weights moved at random, but those whose names begin with {@code kept}. */
    private static ExactInference moved(String kept) {
        Map<String, Weights.Values> moved = new HashMap<>();
        INITIAL.tensors().forEach((name, values) -> {
            float[] noise = new Seed(2).named(name).gaussians(values.values().length);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = values.values()[i] + (name.startsWith(kept) ? 0 : 0.05f * noise[i]);
            }
            moved.put(name, new Weights.Values(values.dims(), noise));
        });
        return Inference.exact(new Model(SPEC, INITIAL.with(moved)), 1);
    }

    /** {@code n} times the same image. */
    private static Dataset same(int n) {
        float[] one = new Seed(3).gaussians(64);
        float[] all = new float[n * 64];
        for (int i = 0; i < n; i++) {
            System.arraycopy(one, 0, all, i * 64, 64);
        }
        return new ArrayDataset(SCHEMA, all, null);
    }

    /** Both are means over z of one example: of the closed forms given the z above, and of log q - log p; five standard errors. */
    @Test
    void theBlocksHaveTheModelsKlTogether() {
        ExactInference inference = moved("none");
        int n = 600;
        double blocks = BlockKl.of(inference, same(n), new Seed(4)).stream()
                .mapToDouble(BlockKl::kl)
                .sum();
        float[] x = new float[n * 64];
        for (int i = 0; i < n; i++) {
            same(1).read(0, x, i * 64);
        }
        Draws draws = inference.draw(x, Inference.UNLABELLED, n, new Seed(5).gaussians(n * SPEC.noise()));
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double ratio = draws.logPosterior()[i] - draws.logPrior()[i];
            mean += ratio / n;
            squares += ratio * ratio / n;
        }
        assertThat(blocks).isPositive().isCloseTo(mean, within(5 * Math.sqrt((squares - mean * mean) / n)));
    }

    @Test
    void aBlockWhosePosteriorAddsNothingHasNone() {
        List<BlockKl> all = BlockKl.of(moved("block.1.posterior"), same(3), new Seed(4));
        assertThat(all.stream().map(BlockKl::block)).containsExactly(0, 1, 2);
        assertThat(all.stream().map(b -> b.z().size()))
                .containsExactlyElementsOf(
                        SPEC.blocks().stream().map(LadderSpec.Block::latent).toList());
        assertThat(all.get(0).kl()).isPositive();
        assertThat(all.get(1).kl()).isZero();
        assertThat(all.get(2).kl()).isPositive();
    }

    @Test
    void aModelThatIsNoLadderHasNoBlocks() {
        VaeSpec spec = new VaeSpec(
                SCHEMA,
                2,
                Architecture.encoder("linear", SCHEMA.shape(), 4),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder("linear", 2, SCHEMA.shape()),
                new Bernoulli());
        Model model = new Model(spec, Weights.initial(spec.parameters(), new Seed(1)));
        assertThat(BlockKl.of(Inference.exact(model, 1), same(3), new Seed(4))).isEmpty();
    }
}
