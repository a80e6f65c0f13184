package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.Seed;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.latent.Latent;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTest {
    private static final Shape IMAGE = Shape.image(2, 4, 4);

    private static Inference inference(String encoder) {
        Shape input = VaeSpec.input(IMAGE, 3);
        VaeSpec spec = new VaeSpec(
                Schema.image(IMAGE, List.of("a", "b", "c")),
                2,
                3,
                Architecture.encoder(encoder, input, 4),
                new PosteriorFamily.Gaussian(),
                new Prior.Normal(),
                Architecture.decoder(Architecture.mirror(encoder), 5, IMAGE),
                new Bernoulli());
        return Inference.exact(new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:6", "conv:4"})
    void theClassMattersToBothNetworksAndRowsKeepTheirOwn(String encoder) {
        Inference inference = inference(encoder);
        float[] one = new Seed(2).gaussians(32);
        float[] twice = new float[64];
        System.arraycopy(one, 0, twice, 0, 32);
        System.arraycopy(one, 0, twice, 32, 32);
        float[] mean = inference.encode(twice, new int[] {0, 2}, 2).mean();
        assertThat(mean[0]).isNotEqualTo(mean[2]);
        assertThat(inference.given(2).encode(one, 1).mean()).containsExactly(mean[2], mean[3]);
        float[] z = {0.5f, -1, 0.5f, -1};
        float[] x = inference.reconstruct(z, new int[] {1, 2}, 2);
        assertThat(x[0]).isNotEqualTo(x[32]);
        assertThat(Latent.generate(inference.given(1), 3, new Seed(3))).hasSize(96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:6"})
    void labelsThatAreMissingOrUnknownAreRefused(String encoder) {
        Inference inference = inference(encoder);
        assertThatThrownBy(() -> inference.encode(new float[32], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one label for each");
        assertThatThrownBy(() -> inference.encode(new float[32], new int[] {3}, 1))
                .hasMessageContaining("0..2");
        assertThatThrownBy(() -> inference.given(-1)).hasMessageContaining("3 classes");
    }
}
