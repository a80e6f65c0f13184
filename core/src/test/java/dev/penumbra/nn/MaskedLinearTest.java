package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penumbra.Seed;
import dev.penumbra.nn.MaskedLinear.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedLinearTest {
    private static final int DIMS = 5;
    private static final int CONTEXT = 3;

    private static Network made(int context) {
        return new Network(
                Shape.of(DIMS + context),
                List.of(
                        new MaskedLinear(17, DIMS, Role.INPUT),
                        new Layer.Activation(Layer.Function.TANH),
                        new MaskedLinear(16, DIMS, Role.HIDDEN),
                        new Layer.Activation(Layer.Function.TANH),
                        new MaskedLinear(2 * DIMS, DIMS, Role.OUTPUT)));
    }

    @Test
    void anOutputDependsOnTheInputsBeforeItAndOnTheContextAndOnNothingElse() {
        Network network = made(CONTEXT);
        ExactNetwork exact = new ExactNetwork(network, Weights.initial(network.parameters("n"), new Seed(1)), "n");
        float[] x = new Seed(2).gaussians(DIMS + CONTEXT);
        float[] y = exact.run(x, 1, 1);
        for (int i = 0; i < x.length; i++) {
            float[] moved = x.clone();
            moved[i] += 1;
            float[] other = exact.run(moved, 1, 1);
            for (int j = 0; j < 2 * DIMS; j++) {
                boolean depends = i >= DIMS || i < j % DIMS;
                assertThat(other[j] != y[j])
                        .as("output %d moves with input %d", j, i)
                        .isEqualTo(depends);
            }
        }
    }

    @Test
    void withoutContextTheFirstOutputIsAConstant() {
        Network network = made(0);
        ExactNetwork exact = new ExactNetwork(network, Weights.initial(network.parameters("n"), new Seed(1)), "n");
        float[] y = exact.run(new Seed(2).gaussians(2 * DIMS), 2, 1);
        assertThat(y[2 * DIMS]).isEqualTo(y[0]);
        assertThat(y[2 * DIMS + 1]).isNotEqualTo(y[1]);
    }

    @Test
    void theMasksAreThoseOfThePaper() {
        // Three inputs of degrees 1, 2, 3 and a context of degree 0; hidden units of degrees 0, 1, 2, 0.
        assertThat(new MaskedLinear(4, 3, Role.INPUT).mask(4))
                .containsExactly(
                        0, 0, 0, 1, //
                        1, 0, 0, 1, //
                        1, 1, 0, 1, //
                        0, 0, 0, 1);
        assertThat(new MaskedLinear(2, 3, Role.HIDDEN).mask(4))
                .containsExactly(
                        1, 0, 0, 1, //
                        1, 1, 0, 1);
        assertThat(new MaskedLinear(6, 3, Role.OUTPUT).mask(3))
                .containsExactly(
                        1, 0, 0, //
                        1, 1, 0, //
                        1, 1, 1, //
                        1, 0, 0, //
                        1, 1, 0, //
                        1, 1, 1);
    }

    @Test
    void sizesThatMakeNoAutoregressiveNetworkAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedLinear(7, 3, Role.OUTPUT))
                .withMessageContaining("multiple of dims 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(Shape.of(2), List.of(new MaskedLinear(7, 3, Role.INPUT))))
                .withMessageContaining("at least dims 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new MaskedLinear(0, 3, Role.HIDDEN));
    }
}
