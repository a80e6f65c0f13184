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
        Parameter zero = new Parameter("zero", List.of(3), 0);
        assertThat(Weights.initial(List.of(zero), new Seed(1)).get("zero")).containsExactly(0, 0, 0);
    }
}
