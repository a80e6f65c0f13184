package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    private static final Dataset IMAGES =
            new ArrayDataset(Schema.image(Shape.image(1, 4, 4), List.of()), new float[3 * 16], null);

    private static RunConfig config() {
        return RunConfig.of("any", 6)
                .withModel(ModelConfig.vae(6).withNetworks("mlp:8", "mlp:8").withPosterior("vq:16,dim=3"));
    }

    @Test
    void codesBringTheirPrior() {
        VaeSpec spec = (VaeSpec) SpecResolver.resolve(config(), IMAGES);
        VectorQuantized family = new VectorQuantized(16, 3, 0.25);
        assertThat(spec.posterior()).isEqualTo(family);
        assertThat(spec.prior()).isEqualTo(family.defaultPrior());
        assertThat(spec.encoder().output().size()).isEqualTo(6);
        assertThat(Posteriors.parse("vq:7,beta=1", 6)).isEqualTo(new VectorQuantized(7, 6, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vq:0", "vq:16,dim=4", "vq:16,dim=7", "vq:70000", "vq:16,beta=-1", "vq:16,k=3"})
    void settingsThatDoNotFitAreRefused(String text) {
        assertThatThrownBy(() -> Posteriors.parse(text, 6)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iwae:k=5", "dreg:k=5", "elbo:free-bits=1", "elbo:capacity=3", "elbo:cycles=2"})
    void objectivesThatWeightWhatIsConstantAreRefused(String objective) {
        assertThatThrownBy(() -> SpecResolver.resolve(config().withObjective(objective), IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--objective");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "mixture:3", "vamp:3", "vae:2"})
    void otherPriorsAreRefused(String prior) {
        RunConfig config = config().withModel(config().model().withPrior(prior));
        assertThatThrownBy(() -> SpecResolver.resolve(config, IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("leave --prior out");
    }
}
