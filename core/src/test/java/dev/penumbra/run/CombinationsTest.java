package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.RealNvp;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinationsTest {
    private static final Dataset IMAGES =
            new ArrayDataset(Schema.image(Shape.image(1, 4, 4), List.of()), new float[3 * 16], null);

    private static RunConfig config(String posterior, String prior, String objective) {
        ModelConfig model = ModelConfig.vae(4)
                .withNetworks("mlp:8", "mlp:8")
                .withPosterior(posterior.equals("-") ? null : posterior)
                .withPrior(prior.equals("-") ? null : prior);
        return RunConfig.of("any", 4).withModel(model).withObjective(objective);
    }

    private static VaeSpec spec(String posterior, String prior, String objective) {
        return (VaeSpec) SpecResolver.resolve(config(posterior, prior, objective), IMAGES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iaf:2,width=8 | vamp:3 | elbo | mixture:K",
                "planar:2 | vamp:3 | elbo | mixture:K",
                "vmf | mixture:3 | elbo | leave --prior out",
                "vmf | realnvp:2 | elbo | leave --prior out",
                "vmf | normal | elbo | leave --prior out",
                "point | mixture:3 | elbo | --from mixture",
                "point | - | iwae:k=3 | leave --objective out",
                "iaf:2,width=8 | - | dreg:k=3 | iwae:k=N",
                "planar:2 | - | dreg:k=3 | iwae:k=N",
                "vmf | - | dreg:k=3 | iwae:k=N",
            })
    void piecesThatMakeNoSenseTogetherAreRefused(String posterior, String prior, String objective, String remedy) {
        assertThatThrownBy(() -> spec(posterior, prior, objective))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iaf:2,width=8 | mixture:3 | iwae:k=3",
                "planar:2 | realnvp:2,width=8 | elbo",
                "vmf | - | iwae:k=3",
                "- | realnvp:2,width=8 | dreg:k=3",
                "- | vamp:3 | elbo:free-bits=0.1"
            })
    void othersGoTogetherAndAreTheSameAfterJson(String posterior, String prior, String objective) {
        VaeSpec spec = spec(posterior, prior, objective);
        assertThat(Json.read(Json.write(spec), ModelSpec.class, "test")).isEqualTo(spec);
    }

    @Test
    void aLearnedPriorNeedsAWeightOfTheKl() {
        RunConfig config = config("-", "realnvp:2,width=8", "elbo").withLoss(new Loss.Nats(0));
        assertThatThrownBy(() -> SpecResolver.resolve(config, IMAGES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--beta");
        assertThat(SpecResolver.resolve(config("-", "normal", "elbo").withLoss(new Loss.Nats(0)), IMAGES))
                .isNotNull();
    }

    @Test
    void textsAreWhatTheySay() {
        assertThat(Posteriors.parse("iaf:2", 3)).isEqualTo(InverseAutoregressiveFlow.of(3, 2, 320));
        assertThat(Posteriors.parse("iaf:width=7", 3)).isEqualTo(InverseAutoregressiveFlow.of(3, 4, 7));
        assertThat(Posteriors.parse("planar", 3)).isEqualTo(new PosteriorFamily.Planar(10));
        assertThat(spec("vmf", "-", "elbo").prior()).isEqualTo(new Prior.Sphere());
        assertThat(spec("vmf", "-", "elbo").encoder().output().size()).isEqualTo(5);
        assertThat(spec("planar:2", "-", "elbo").encoder().output().size()).isEqualTo(8 + 2 * 9);
        assertThat(spec("iaf:2", "-", "elbo").encoder().output().size()).isEqualTo(12);
        assertThat(spec("iaf:2", "-", "elbo").networks()).containsKeys("posterior.flow.0", "posterior.flow.1");
        assertThat(Priors.parse("realnvp", 200, true)).isEqualTo(RealNvp.of(200, 6, 400));
    }

    @ParameterizedTest
    @CsvSource({
        "iaf:2, 1",
        "iaf:2, 5000",
        "iaf:0, 2",
        "iaf:65, 2",
        "'iaf:2,width=9000', 2",
        "planar:0, 2",
        "planar:1001, 2",
        "planar:1000, 60000",
        "vmf, 1",
        "vmf:3, 4"
    })
    void posteriorsOutOfRangeAreRefused(String text, int latent) {
        assertThatThrownBy(() -> Posteriors.parse(text, latent)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @CsvSource({"realnvp:2, 1", "realnvp:2, 5000", "realnvp:65, 2", "'realnvp:2,depth=3', 2"})
    void priorsOutOfRangeAreRefused(String text, int latent) {
        assertThatThrownBy(() -> Priors.parse(text, latent, true)).isInstanceOf(InputException.class);
    }
}
