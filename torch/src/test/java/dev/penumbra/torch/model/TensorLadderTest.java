package dev.penumbra.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.LadderSpec;
import dev.penumbra.model.Ladders;
import dev.penumbra.model.Model;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TensorLadderTest {
    private static final int B = 3;
    private static final int D = 80;
    private static final LadderSpec SPEC =
            Ladders.of(Schema.image(Shape.image(1, 10, 8), List.of()), 3, 16, 2, new Bernoulli());
    /** Sums of at most some thousand products of floats in another order. */
    private static final double TOLERANCE = 2e-4;

    private final Model model = new Model(SPEC, weights());
    private final float[] x = new float[B * D];

    TensorLadderTest() {
        Engine.load();
        var random = new Seed(5).random();
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(2);
        }
    }

    private static Weights weights() {
        SequencedMap<String, Weights.Values> moved = new LinkedHashMap<>();
        Weights.initial(SPEC.parameters(), new Seed(1)).tensors().forEach((name, values) -> {
            float[] noise = new Seed(2).named(name).gaussians(values.values().length);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = values.values()[i] + 0.05f * noise[i];
            }
            moved.put(name, new Weights.Values(values.dims(), noise));
        });
        return new Weights(moved);
    }

    @Test
    void tensorsAgreeWithTheExactRuntime() {
        Inference exact = Inference.exact(model, 1);
        float[] noise = new Seed(6).gaussians(B * SPEC.noise());
        try (TorchInference torch = new TorchInference(model, Device.CPU)) {
            Posterior expected = exact.encode(x, B);
            Posterior received = torch.encode(x, B);
            close(received.mean(), expected.mean());
            close(received.logStd(), expected.logStd());
            Draws exactDraws = exact.draw(x, Inference.UNLABELLED, B, noise);
            Draws draws = torch.draw(x, Inference.UNLABELLED, B, noise);
            close(draws.z(), exactDraws.z());
            for (int i = 0; i < B; i++) {
                assertThat(draws.logPosterior()[i]).isCloseTo(exactDraws.logPosterior()[i], within(1e-2));
                assertThat(draws.logPrior()[i]).isCloseTo(exactDraws.logPrior()[i], within(1e-2));
            }
            close(torch.decode(exactDraws.z(), B), exact.decode(exactDraws.z(), B));
        }
    }

    /** The closed form must be the mean of log q - log p: within six standard errors of 2,000 samples. */
    @Test
    void theKlIsTheMeanOfTheLogRatio() {
        int k = 2000;
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.fixed(model.weights(), Device.CPU)) {
            TensorModel tensors = TensorModel.of(SPEC, parameters);
            Tensor one = Tensor.of(Device.CPU, x, B, D).narrow(0, 0, 1);
            Tensor noise = Tensor.of(Device.CPU, new Seed(7).gaussians(k * SPEC.noise()), k, SPEC.noise());
            Draw draw = tensors.draw(one, null, noise, k);
            float[] kl = Objects.requireNonNull(draw.kl_RG()).get().sum(1).toArray();
            float[] ratio =
                    draw.logPosterior_R().get().minus(draw.logPrior_R().get()).toArray();
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < k; i++) {
                double difference = ratio[i] - kl[i];
                mean += difference / k;
                squares += difference * difference / k;
            }
            assertThat(squares).isPositive();
            assertThat(mean).isCloseTo(0, within(6 * Math.sqrt(squares / k)));
        }
    }

    @Test
    void theJointDensityIsThatOfTheDraw() {
        int k = 4;
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.fixed(model.weights(), Device.CPU)) {
            TensorModel tensors = TensorModel.of(SPEC, parameters);
            Tensor noise =
                    Tensor.of(Device.CPU, new Seed(8).gaussians(B * k * SPEC.noise()), (long) B * k, SPEC.noise());
            Draw draw = tensors.draw(Tensor.of(Device.CPU, x, B, D), null, noise, k);
            float[] joint =
                    tensors.logJoint(draw.x_RD(), null, draw.z_RV(), noise).toArray();
            float[] expected =
                    draw.logLikelihood_R().plus(draw.logPrior_R().get()).toArray();
            for (int i = 0; i < joint.length; i++) {
                assertThat(joint[i]).isCloseTo(expected[i], within(1e-2f));
            }
        }
    }

    private static void close(float[] received, float[] expected) {
        assertThat(received).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) received[i]).as("value %d", i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
