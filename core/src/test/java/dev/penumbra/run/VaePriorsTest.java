package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaePriorsTest {
    private static List<Integer> widths(Network network) {
        return network.layers().stream()
                .filter(Layer.Linear.class::isInstance)
                .map(layer -> ((Layer.Linear) layer).units())
                .toList();
    }

    /** The command of docs/models/hierarchical.md: Burda et al. 2016, appendix C. */
    @Test
    void theTwoLayerModelOfTheIwaePaperIsAPriorAndTwoTexts() {
        Dataset mnist = new ArrayDataset(Schema.image(Shape.image(1, 28, 28), List.of()), new float[784], null);
        RunConfig config = RunConfig.of("mnist", 100)
                .withObjective("iwae:k=5")
                .withModel(ModelConfig.vae(100)
                        .withNetworks("mlp:200,200@tanh", "mlp:200,200@tanh")
                        .withPrior("vae:50"));
        VaeSpec spec = (VaeSpec) SpecResolver.resolve(config, mnist);
        VaePrior prior = (VaePrior) spec.prior();
        assertThat(widths(spec.encoder())).containsExactly(200, 200, 200);
        assertThat(widths(prior.encoder())).containsExactly(100, 100, 100);
        assertThat(prior.encoder().layers().get(1)).isEqualTo(new Layer.Activation(Layer.Function.TANH));
        assertThat(widths(prior.decoder())).containsExactly(100, 100, 200);
        assertThat(widths(spec.decoder())).containsExactly(200, 200, 784);
        assertThat(prior.prior()).isEqualTo(new Prior.Normal());
        assertThat(spec.noise()).isEqualTo(150);
    }

    @Test
    void levelsAreSeparatedBySlashesAndNetworksAreMirrored() {
        VaePrior outer = (VaePrior) Priors.parse("vae:8/3,net=mlp:20+10@gated", 12, false);
        VaePrior inner = (VaePrior) outer.prior();
        assertThat(widths(outer.encoder())).containsExactly(40, 20, 16);
        assertThat(widths(outer.decoder())).containsExactly(20, 40, 24);
        assertThat(inner.encoder().input()).isEqualTo(Shape.of(8));
        assertThat(inner.latent()).isEqualTo(3);
        assertThat(outer.noise()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vae",
                "vae:0",
                "vae:5/",
                "vae:1.5",
                "vae:70000",
                "vae:1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1",
                "vae:5,k=2",
                "vae:5,net=conv:3"
            })
    void whatIsNoSuchPriorIsRefused(String text) {
        assertThatThrownBy(() -> Priors.parse(text, 4, false)).isInstanceOf(InputException.class);
    }
}
