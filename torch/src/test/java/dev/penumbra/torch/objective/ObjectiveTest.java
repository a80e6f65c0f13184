package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/**
 * The whole loss and its gradients against a hand-derived backward pass in double precision, on the same noise, for a model with
 * one tanh layer on each side: x -> tanh(W1 x + b1) -> (mean, logStd) -> z -> tanh(W3 z + b3) -> outputs.
 */
class ObjectiveTest {
    private static final int B = 6;
    private static final int D = 5;
    private static final int H = 4;
    private static final int V = 3;
    /** Gradients of size up to some tens, in float arithmetic. */
    private static final double TOLERANCE = 2e-5;

    @Test
    void bernoulliInNats() {
        check(new Bernoulli(), new Loss.Nats(1.7));
    }

    @Test
    void gaussianInNats() {
        check(new Gaussian(0.6), new Loss.Nats(1));
    }

    @Test
    void learnedGaussianInNats() {
        check(new LearnedGaussian(), new Loss.Nats(0.5));
    }

    @Test
    void lectureScale() {
        check(new Gaussian(1), new Loss.Lecture(0.03));
    }

    @Test
    void reconstructionAloneLeavesTheRegularizerOut() {
        check(new Gaussian(1), new Loss.Lecture(0));
    }

    @Test
    void regularizerAloneTrainsTheEncoderOnly() {
        Map<String, float[]> gradients = check(new Gaussian(1), new Loss.Lecture(1, 0));
        assertThat(gradients.get("decoder.0.weight")).containsOnly(0f);
        assertThat(gradients.get("decoder.2.weight")).containsOnly(0f);
        assertThat(gradients.get("encoder.0.weight")).doesNotContain(0f);
    }

    private static ModelSpec spec(Likelihood likelihood) {
        Shape x = Shape.of(D);
        List<Layer> encoder =
                List.of(new Layer.Linear(H), new Layer.Activation(Layer.Function.TANH), new Layer.Linear(2 * V));
        List<Layer> decoder =
                List.of(new Layer.Linear(H), new Layer.Activation(Layer.Function.TANH), new Layer.Linear(D));
        return new VaeSpec(
                new Schema(x, Scaling.NONE, List.of(), List.of()),
                V,
                new Network(x, encoder),
                new PosteriorFamily.Gaussian(),
                new Network(Shape.of(V), decoder),
                likelihood);
    }

    private static Map<String, float[]> check(Likelihood likelihood, Loss loss) {
        Engine.load();
        ModelSpec spec = spec(likelihood);
        SequencedMap<String, Weights.Values> learned = new LinkedHashMap<>();
        if (likelihood instanceof LearnedGaussian) {
            learned.put(LearnedGaussian.LOG_STD, new Weights.Values(List.of(1), new float[] {-0.3f}));
        }
        Weights weights = Weights.initial(spec.parameters(), new Seed(11)).with(learned);
        float[] x = new float[B * D];
        var random = new Seed(12).random();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
        }
        float[] noise = new Seed(13).gaussians(B * V);
        HandDerived hand = new HandDerived(weights, likelihood, loss, x, noise);

        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, spec.parameters(), Device.CPU)) {
            Terms terms = TensorObjective.of(Objective.Elbo.PLAIN, spec, parameters, 100)
                    .of(new Batch(Tensor.of(Device.CPU, x, B, D), null, Tensor.of(Device.CPU, noise, B, V)), loss, 1);
            assertThat((double) terms.loss().item()).isCloseTo(hand.loss, within(TOLERANCE));
            assertThat((double) terms.mse().item()).isCloseTo(hand.mse, within(TOLERANCE));
            Tensor kl = terms.kl();
            assertThat(kl == null ? Double.NaN : kl.item()).isCloseTo(hand.kl, within(TOLERANCE));
            terms.loss().backward();
            parameters.all().forEach((name, tensor) -> {
                Tensor gradient = tensor.gradient();
                float[] values = gradient == null ? new float[Math.toIntExact(tensor.numel())] : gradient.toArray();
                double[] expected = hand.gradient(name);
                for (int i = 0; i < values.length; i++) {
                    assertThat((double) values[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE));
                }
                gradients.put(name, values);
            });
        }
        return gradients;
    }

    /** Forward and backward by the chain rule, written out. */
    private static final class HandDerived {
        final Map<String, double[]> gradients = new LinkedHashMap<>();
        double loss;
        double mse;
        double kl;

        HandDerived(Weights w, Likelihood likelihood, Loss scale, float[] x, float[] noise) {
            w.tensors().forEach((name, values) -> gradients.put(name, new double[values.values().length]));
            double logLikelihood = 0;
            for (int b = 0; b < B; b++) {
                double[] input = new double[D];
                for (int j = 0; j < D; j++) {
                    input[j] = x[b * D + j];
                }
                double[] h1 = tanh(affine(w, "encoder.0", input, H));
                double[] code = affine(w, "encoder.2", h1, 2 * V);
                double[] z = new double[V];
                double exampleKl = 0;
                for (int j = 0; j < V; j++) {
                    double std = Math.exp(code[V + j]);
                    z[j] = code[j] + std * noise[b * V + j];
                    exampleKl += 0.5 * (code[j] * code[j] + std * std - 2 * code[V + j] - 1);
                }
                double[] h3 = tanh(affine(w, "decoder.0", z, H));
                double[] out = affine(w, "decoder.2", h3, D);

                double exampleLog = 0;
                double squares = 0;
                double[] dLog = new double[D]; // d logLikelihood / d out
                double[] dMse = new double[D];
                for (int j = 0; j < D; j++) {
                    double mean = likelihood instanceof Bernoulli ? 1 / (1 + Math.exp(-out[j])) : out[j];
                    double error = mean - input[j];
                    squares += error * error;
                    dMse[j] = 2 * error / D;
                    switch (likelihood) {
                        case Bernoulli bernoulli -> {
                            exampleLog += input[j] * Math.log(mean) + (1 - input[j]) * Math.log(1 - mean);
                            dLog[j] = input[j] - mean;
                        }
                        case Gaussian gaussian -> {
                            exampleLog += logNormal(error, gaussian.std());
                            dLog[j] = -error / (gaussian.std() * gaussian.std());
                        }
                        case LearnedGaussian learned -> {
                            double std = Math.exp(w.get(LearnedGaussian.LOG_STD)[0]);
                            exampleLog += logNormal(error, std);
                            dLog[j] = -error / (std * std);
                            gradient(LearnedGaussian.LOG_STD)[0] += -(error * error / (std * std) - 1) / B;
                        }
                        default -> throw new IllegalArgumentException("not derived by hand: " + likelihood);
                    }
                }
                double[] dOut = new double[D];
                for (int j = 0; j < D; j++) {
                    dOut[j] = switch (scale) {
                                case Loss.Lecture lecture -> lecture.reconstruction() * dMse[j];
                                case Loss.Nats nats -> -dLog[j];
                            }
                            / B;
                }
                double[] dZ = backward(w, "decoder.0", z, tanhBackward(h3, backward(w, "decoder.2", h3, dOut)));
                double[] dCode = new double[2 * V];
                for (int j = 0; j < V; j++) {
                    double std = Math.exp(code[V + j]);
                    dCode[j] = dZ[j] + scale.klWeight() * code[j] / B;
                    dCode[V + j] = dZ[j] * std * noise[b * V + j] + scale.klWeight() * (std * std - 1) / B;
                }
                backward(w, "encoder.0", input, tanhBackward(h1, backward(w, "encoder.2", h1, dCode)));
                logLikelihood += exampleLog / B;
                mse += squares / D / B;
                kl += exampleKl / B;
            }
            loss = scale.of(logLikelihood, mse, kl);
        }

        private double[] gradient(String name) {
            return Objects.requireNonNull(gradients.get(name), name);
        }

        private static double logNormal(double error, double std) {
            return -error * error / (2 * std * std) - Math.log(std) - 0.5 * Math.log(2 * Math.PI);
        }

        private static double[] affine(Weights w, String layer, double[] in, int units) {
            float[] weight = w.get(layer + ".weight");
            float[] bias = w.get(layer + ".bias");
            double[] out = new double[units];
            for (int u = 0; u < units; u++) {
                out[u] = bias[u];
                for (int i = 0; i < in.length; i++) {
                    out[u] += weight[u * in.length + i] * in[i];
                }
            }
            return out;
        }

        private static double[] tanh(double[] in) {
            double[] out = in.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.tanh(out[i]);
            }
            return out;
        }

        private static double[] tanhBackward(double[] h, double[] dH) {
            double[] out = dH.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] *= 1 - h[i] * h[i];
            }
            return out;
        }

        /** Adds to the layer's gradients; returns that of its input. */
        private double[] backward(Weights w, String layer, double[] in, double[] dOut) {
            float[] weight = w.get(layer + ".weight");
            double[] dWeight = gradient(layer + ".weight");
            double[] dBias = gradient(layer + ".bias");
            double[] dIn = new double[in.length];
            for (int u = 0; u < dOut.length; u++) {
                dBias[u] += dOut[u];
                for (int i = 0; i < in.length; i++) {
                    dWeight[u * in.length + i] += dOut[u] * in[i];
                    dIn[i] += dOut[u] * weight[u * in.length + i];
                }
            }
            return dIn;
        }
    }
}
