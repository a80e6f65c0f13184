package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectivesTest {
    @Test
    void namesAloneHaveTheSettingsOfTheirPapers() {
        assertThat(Objectives.parse("tc")).isEqualTo(new Objective.TotalCorrelation(1, 6, 1));
        assertThat(Objectives.parse("factor")).isEqualTo(new Objective.Factor(35, 1000));
        assertThat(Objectives.parse("dip-i")).isEqualTo(new Objective.Dip(false, 10, 100));
        assertThat(Objectives.parse("dip-ii")).isEqualTo(new Objective.Dip(true, 10, 10));
        assertThat(Objectives.parse("wae-mmd")).isEqualTo(new Objective.WaeMmd(10, 1));
        assertThat(Objectives.parse("aae")).isEqualTo(new Objective.Adversarial(1, 1000));
        assertThat(Objectives.parse("elbo:capacity=25")).isEqualTo(new Objective.Elbo(0, 0, 25, 1000));
    }

    @Test
    void settingsAreRead() {
        assertThat(Objectives.parse("tc:beta=2,alpha=0,gamma=3")).isEqualTo(new Objective.TotalCorrelation(0, 2, 3));
        assertThat(Objectives.parse("info:alpha=-1,lambda=4")).isEqualTo(new Objective.InfoVae(-1, 4));
        assertThat(Objectives.parse("wae-mmd:lambda=1,scale=0.5")).isEqualTo(new Objective.WaeMmd(1, 0.5));
        assertThat(Objectives.parse("rae-gp:code=0,gradient=2")).isEqualTo(new Objective.Regularized(0, 0, 2));
        assertThat(Objectives.parse("elbo:capacity=5,gamma=3")).isEqualTo(new Objective.Elbo(0, 0, 5, 3));
        assertThat(Objectives.parse("piwae:m=2,k=3").samples()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elbo:capacity=5,free-bits=1",
                "elbo:cycles=2,capacity=5",
                "elbo:free-bits=1,cycles=2",
                "elbo:gamma=5",
                "tc:lambda=1",
                "tc:beta=-1",
                "factor:width=0",
                "info:alpha=2",
                "wae-mmd:scale=0",
                "ciwae:beta=1.5",
                "iwae:k=0",
                "vae"
            })
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> Objectives.parse(text)).isInstanceOf(InputException.class);
    }
}
