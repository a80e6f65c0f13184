package dev.penumbra.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikelihoodsTest {
    @Test
    void everyNameIsALikelihoodThatItsTextAndItsJsonGiveBack() {
        assertThat(Likelihoods.descriptions()).hasSize(13);
        for (String name : Likelihoods.descriptions().keySet()) {
            Likelihood likelihood = Likelihoods.parse(name, "test");
            assertThat(likelihood.text()).startsWith(name);
            assertThat(Likelihoods.parse(likelihood.text(), "test")).isEqualTo(likelihood);
            assertThat(Json.read(Json.write(likelihood), Likelihood.class, "test"))
                    .isEqualTo(likelihood);
            assertThat(new String(Json.write(likelihood), UTF_8)).contains("\"type\" : \"" + name + "\"");
        }
    }

    @Test
    void settingsAreRead() {
        assertThat(Likelihoods.parse("gaussian:0.5", "test")).isEqualTo(new Gaussian(0.5));
        assertThat(Likelihoods.parse("Discretized-Logistic:5", "test")).isEqualTo(new DiscretizedLogistic(5));
        assertThat(Likelihoods.parse("categorical:4", "test")).isEqualTo(new Categorical(4));
        for (String wrong : List.of("gauss", "gaussian:0", "laplace:1", "categorical:1", "discretized-logistic:1e9")) {
            assertThatThrownBy(() -> Likelihoods.parse(wrong, "test"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("test");
        }
    }

    @Test
    void theFormsOfOlderBundlesOpen() {
        assertThat(read("{\"type\": \"bernoulli\"}")).isEqualTo(new Bernoulli());
        assertThat(read("{\"type\": \"gaussian\", \"std\": 0.5}")).isEqualTo(new Gaussian(0.5));
        assertThat(read("{\"type\": \"gaussian-learned\"}")).isEqualTo(new LearnedGaussian());
    }

    @Test
    void hostileSettingsAreRefused() {
        for (String json : List.of(
                "{\"type\": \"categorical\", \"levels\": 2000000000}",
                "{\"type\": \"discretized-logistic\", \"components\": 0}",
                "{\"type\": \"poisson\", \"scale\": -1}",
                "{\"type\": \"laplace\", \"scale\": 1}",
                "{\"type\": \"cauchy\"}")) {
            assertThatThrownBy(() -> read(json)).isInstanceOf(InputException.class);
        }
    }

    private static Likelihood read(String json) {
        return Json.read(json.getBytes(UTF_8), Likelihood.class, "test");
    }
}
