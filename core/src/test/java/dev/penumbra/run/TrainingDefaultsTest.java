package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingDefaultsTest {
    private static TrainingConfig chosen(TrainingConfig training, Shape shape, Likelihood likelihood, int examples) {
        VaeSpec spec = new VaeSpec(
                new Schema(shape, Scaling.NONE, List.of(), List.of()),
                2,
                Architecture.encoder("linear", shape, 4),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder("linear", 2, shape),
                likelihood);
        RunConfig config = RunConfig.of("x", 2).withTraining(training);
        return TrainingDefaults.complete(config, spec, examples).training();
    }

    /** 510 examples in batches of 128 are 4 steps an epoch: 500 epochs make 2,000. */
    @Test
    void aSmallTableTakesTwoThousandSteps() {
        TrainingConfig training = chosen(TrainingConfig.DEFAULT, Shape.of(8), new LearnedGaussian(), 510);
        assertThat(training.passes()).isEqualTo(500);
        assertThat(training.patience()).isEqualTo(500);
        assertThat(training.clipNorm()).isEqualTo(10);
        assertThat(chosen(TrainingConfig.DEFAULT.withBatch(1000), Shape.of(8), new LearnedGaussian(), 3)
                        .passes())
                .isEqualTo(2000);
    }

    @Test
    void aLargeTableTakesTenEpochs() {
        assertThat(chosen(TrainingConfig.DEFAULT, Shape.of(8), new LearnedGaussian(), 100_000)
                        .passes())
                .isEqualTo(10);
    }

    @Test
    void aTableOfZerosAndOnesIsNotClipped() {
        assertThat(chosen(TrainingConfig.DEFAULT, Shape.of(8), new Bernoulli(), 510)
                        .clipNorm())
                .isZero();
    }

    @Test
    void imagesTakeTenEpochsWithoutClippingHoweverFewTheyAre() {
        TrainingConfig training = chosen(TrainingConfig.DEFAULT, Shape.image(1, 4, 4), new LearnedGaussian(), 60);
        assertThat(training)
                .isEqualTo(TrainingConfig.DEFAULT.withEpochs(10).withClip(0.0).withPatience(0));
    }

    @Test
    void whatIsAskedForStays() {
        TrainingConfig asked =
                TrainingConfig.DEFAULT.withEpochs(3).withClip(0.0).withPatience(2);
        assertThat(chosen(asked, Shape.of(8), new LearnedGaussian(), 510)).isEqualTo(asked);
        assertThat(chosen(TrainingConfig.DEFAULT.withPatience(7), Shape.of(8), new LearnedGaussian(), 510)
                        .patience())
                .isEqualTo(7);
    }
}
