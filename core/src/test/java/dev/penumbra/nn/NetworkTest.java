package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penumbra.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void aLayerThatDoesNotFitIsNamedWithItsInput() {
        Shape image = Shape.image(1, 6, 6);
        Layer.Conv conv = new Layer.Conv(2, 4, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(image, List.of(conv, conv, conv)))
                .withMessageContaining("layer 2")
                .withMessageContaining("input 2x1x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(image, List.of(new Layer.Linear(3), conv)))
                .withMessageContaining("layer 1")
                .withMessageContaining("expected an image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(image, List.of(new Layer.Reshape(Shape.of(35)))))
                .withMessageContaining("layer 0")
                .withMessageContaining("36 values");
    }

    @Test
    void theNewerLayersRefuseWhatTheyCannotRead() {
        Shape image = Shape.image(6, 4, 4);
        refused(image, new Layer.GroupNorm(4), "6 channels", "4 equal groups");
        refused(Shape.of(6), new Layer.GroupNorm(2), "expected an image");
        refused(Shape.of(5), new Layer.Glu(), "must be even", "5");
        refused(image, new Layer.Residual(List.of(new Layer.Conv(5, 3, 1, 1))), "keep the shape 6x4x4", "5x4x4");
        refused(image, new Layer.Residual(List.of(new Layer.Reshape(Shape.of(9)))), "layer 0", "96 values");
        assertThatIllegalArgumentException().isThrownBy(() -> new Layer.Residual(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Layer.GroupNorm(0));
    }

    private static void refused(Shape input, Layer layer, String... why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(input, List.of(layer)))
                .withMessageContainingAll(why);
    }

    @Test
    void residualsWithinOneAnotherAreReadInTimeThatIsNotExponential() {
        Layer layer = new Layer.LayerNorm();
        for (int depth = 0; depth < 200; depth++) {
            layer = new Layer.Residual(List.of(layer));
        }
        Network network = new Network(Shape.of(2), List.of(layer));
        assertThat(network.steps()).hasSize(201);
        assertThat(network.parameters("n")).hasSize(2);
    }

    @Test
    void theSummaryShowsWhatIsWithinAResidualAndCountsWhatIsLearned() {
        NetworkSummary summary = NetworkSummary.of(new Network(
                Shape.image(2, 3, 3),
                List.of(new Layer.Residual(List.of(new Layer.BatchNorm(), new Layer.Conv(2, 3, 1, 1))))));
        assertThat(summary.rows())
                .extracting(NetworkSummary.Row::layer)
                .containsExactly("Residual", "+ BatchNorm", "+ Conv 2 of 3x3, stride 1, padding 1");
        // The statistics of the normalization are not learned: 2 + 2; conv 2 (2 9 + 1); 3^2 2 2 9.
        assertThat(summary.rows()).extracting(NetworkSummary.Row::parameters).containsExactly(0L, 4L, 38L);
        assertThat(summary.parameters()).isEqualTo(42);
        assertThat(summary.multiplyAdds()).isEqualTo(324);
    }

    @Test
    void theSummaryCountsAsByHand() {
        NetworkSummary summary = NetworkSummary.of(Architecture.encoder("conv:32,64", Shape.image(1, 28, 28), 40));
        // conv: 32 (16 + 1); 14^2 32 16. conv: 64 (32 16 + 1); 7^2 64 512. linear: 40 (3136 + 1); 40 3136.
        assertThat(summary.rows())
                .extracting(NetworkSummary.Row::parameters)
                .containsExactly(544L, 0L, 32_832L, 0L, 125_480L);
        assertThat(summary.rows())
                .extracting(NetworkSummary.Row::multiplyAdds)
                .containsExactly(100_352L, 0L, 1_605_632L, 0L, 125_440L);
        assertThat(summary.parameters()).isEqualTo(158_856);
        assertThat(summary.multiplyAdds()).isEqualTo(1_831_424);
        assertThat(NetworkSummary.of(Architecture.encoder("mlp:3", Shape.of(2), 1))
                        .text())
                .isEqualTo("""
                        layer        output  parameters  multiply-adds
                        input        2
                        Linear to 3  3                9              6
                        relu         3                0              0
                        Linear to 1  1                4              3
                        total                        13              9
                        """.replace("input        2\n", "input        2                                \n"));
    }

    @Test
    void initialWeightsFillTheirBoundsAndDependOnTheirNameAlone() {
        Network network = Architecture.encoder("mlp:50", Shape.of(400), 3);
        Weights weights = Weights.initial(network.parameters("e"), new Seed(1));
        float bound = (float) (1 / Math.sqrt(400));
        double sumOfSquares = 0;
        float most = 0;
        for (float w : weights.get("e.0.weight")) {
            most = Math.max(most, Math.abs(w));
            sumOfSquares += (double) w * w;
        }
        assertThat(most).isBetween(0.99f * bound, bound);
        // A uniform within +-b has variance b^2/3; with 20,000 draws its estimate has a standard error of 0.6 %.
        assertThat(sumOfSquares / 20_000 / (bound * bound / 3)).isBetween(0.97, 1.03);
        List<Parameter> reversed = network.parameters("e").reversed();
        assertThat(Weights.initial(reversed, new Seed(1)).get("e.0.weight")).isEqualTo(weights.get("e.0.weight"));
        assertThat(Weights.initial(reversed, new Seed(2)).get("e.0.weight")).isNotEqualTo(weights.get("e.0.weight"));
        Parameter zero = Parameter.constant("zero", List.of(3), 0);
        assertThat(Weights.initial(List.of(zero), new Seed(1)).get("zero")).containsExactly(0, 0, 0);
        Network norm = new Network(Shape.of(2), List.of(new Layer.BatchNorm()));
        Weights initial = Weights.initial(norm.parameters("n"), new Seed(1));
        assertThat(initial.get("n.0.weight")).containsExactly(1, 1);
        assertThat(initial.get("n.0.bias")).containsExactly(0, 0);
        assertThat(initial.get("n.0.runningMean")).containsExactly(0, 0);
        assertThat(initial.get("n.0.runningVariance")).containsExactly(1, 1);
    }
}
