package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final ModelSpec SPEC = spec(3);

    private static ModelSpec spec(int classes) {
        return new VaeSpec(
                schema("ant", "bee", "cat"),
                1,
                classes,
                new Network(Shape.of(1 + classes), List.of(new Layer.Linear(2))),
                new PosteriorFamily.Gaussian(),
                new Prior.Normal(),
                new Network(Shape.of(1 + classes), List.of(new Layer.Linear(1))),
                new Gaussian(1));
    }

    private static Schema schema(String... classes) {
        return new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of(classes));
    }

    private static Dataset data(int @Nullable [] labels, String... classes) {
        return new ArrayDataset(schema(classes), new float[2], labels);
    }

    @Test
    void classesAreFoundByNameThenByIndex() {
        assertThat(Condition.label(SPEC, "bee")).isEqualTo(1);
        assertThat(Condition.label(SPEC, "2")).isEqualTo(2);
        assertThat(Condition.label(spec(0), null)).isEqualTo(-1);
        for (String none : new String[] {"3", "dog"}) {
            assertThatThrownBy(() -> Condition.label(SPEC, none))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("ant, bee, cat");
        }
        assertThatThrownBy(() -> Condition.label(SPEC, null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ant, bee, cat");
        assertThatThrownBy(() -> Condition.label(spec(0), "ant"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not conditioned");
    }

    @Test
    void ownLabelsCountAsTheModelCountsThem() {
        Dataset labelled = Condition.of(SPEC, data(new int[] {0, 1}, "cat", "ant"), "bee");
        assertThat(labelled.label(0)).isEqualTo(2);
        assertThat(labelled.label(1)).isZero();
        assertThat(labelled.className(0)).isEqualTo("cat");
        assertThatThrownBy(() -> Condition.of(SPEC, data(new int[] {0, 1}, "cat", "dog"), null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dog");
    }

    @Test
    void withoutLabelsTheGivenOneCounts() {
        assertThat(Condition.of(SPEC, data(null), "bee").label(1)).isEqualTo(1);
        assertThatThrownBy(() -> Condition.of(SPEC, data(null), null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ant, bee, cat");
    }
}
