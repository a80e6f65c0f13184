package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A VAE whose prior is a VAE, with linear networks: x of 3 values, z of 2, z2 of 2, and where nested z3 of 1. */
class HierarchicalTest {
    private static final int D = 3;
    private static final int V = 2;
    private static final double STD = 0.5;

    @BeforeAll
    static void load() {
        Engine.load();
    }

    private static Network linear(int inputs, int outputs) {
        return new Network(Shape.of(inputs), List.of(new Layer.Linear(outputs)));
    }

    private static VaePrior prior(Prior above) {
        return new VaePrior(2, linear(V, 4), linear(2, 2 * V), above);
    }

    private static VaeSpec spec(Prior prior) {
        return new VaeSpec(
                new Schema(Shape.of(D), Scaling.NONE, List.of(), List.of()),
                V,
                0,
                linear(D, 2 * V),
                new PosteriorFamily.Gaussian(),
                prior,
                linear(V, D),
                new Gaussian(STD));
    }

    private static Model model(Prior prior) {
        VaeSpec spec = spec(prior);
        return new Model(spec, Weights.initial(spec.parameters(), new Seed(2)));
    }

    @Test
    void bothRuntimesGiveTheSameSamplesAndDensities() {
        Prior nested = prior(new VaePrior(1, linear(2, 2), linear(1, 4), new Prior.Normal()));
        for (Prior prior : List.of(prior(new Prior.Normal()), nested, prior(new Prior.Vamp(3, false)))) {
            Model model = model(prior);
            int batch = 9;
            float[] x = new Seed(4).gaussians(batch * D);
            float[] noise = new Seed(5).gaussians(batch * model.spec().noise());
            Draws expected = Inference.exact(model, 1).draw(x, Inference.UNLABELLED, batch, noise);
            try (TorchInference torch = new TorchInference(model, Device.CPU)) {
                Draws received = torch.draw(x, Inference.UNLABELLED, batch, noise);
                assertThat(received.z()).containsExactly(expected.z(), within(1e-5f));
                assertThat(received.logPosterior()).containsExactly(expected.logPosterior(), within(1e-5));
                // Sums of some ten terms of up to ten nats in floats.
                assertThat(received.logPrior()).containsExactly(expected.logPrior(), within(1e-5));
            }
        }
    }

    /** Central differences of the same loss in double precision; gradients of size some units, in floats. */
    @Test
    void gradientsOfTheElboAreThoseOfFiniteDifferences() {
        VaeSpec spec = spec(prior(new Prior.Normal()));
        Weights weights = Weights.initial(spec.parameters(), new Seed(2));
        int batch = 5;
        float[] x = new Seed(4).gaussians(batch * D);
        float[] noise = new Seed(5).gaussians(batch * spec.noise());
        Map<String, double[]> point = new LinkedHashMap<>();
        weights.tensors().forEach((name, values) -> {
            double[] copy = new double[values.values().length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values.values()[i];
            }
            point.put(name, copy);
        });
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, spec.parameters(), Device.CPU)) {
            Terms terms = TensorObjective.of(Objective.Elbo.PLAIN, spec, parameters, 100)
                    .of(
                            new Batch(
                                    Tensor.of(Device.CPU, x, batch, D),
                                    null,
                                    Tensor.of(Device.CPU, noise, batch, spec.noise())),
                            new Loss.Nats(1),
                            1);
            assertThat((double) terms.loss().item()).isCloseTo(negativeElbo(point, x, noise, batch), within(1e-5));
            terms.loss().backward();
            parameters.trained().forEach((name, tensor) -> {
                float[] gradient =
                        Objects.requireNonNull(tensor.gradient(), name).toArray();
                double[] values = Objects.requireNonNull(point.get(name));
                for (int i = 0; i < values.length; i++) {
                    double at = values[i];
                    values[i] = at + 1e-5;
                    double above = negativeElbo(point, x, noise, batch);
                    values[i] = at - 1e-5;
                    double below = negativeElbo(point, x, noise, batch);
                    values[i] = at;
                    assertThat((double) gradient[i])
                            .as("%s[%d]", name, i)
                            .isCloseTo((above - below) / 2e-5, within(2e-5));
                }
            });
        }
    }

    /** - [log p(x|z) + log p(z|z2) + log p(z2) - log q(z|x) - log q(z2|z)], written out; mean over the batch. */
    private static double negativeElbo(Map<String, double[]> w, float[] x, float[] noise, int batch) {
        double total = 0;
        for (int b = 0; b < batch; b++) {
            double[] example = {x[b * D], x[b * D + 1], x[b * D + 2]};
            double[] code = affine(w, "encoder.0", example);
            double[] z = sample(code, noise, b * 4);
            double[] code2 = affine(w, "prior.encoder.0", z);
            double[] z2 = sample(code2, noise, b * 4 + 2);
            double[] given = affine(w, "prior.decoder.0", z2);
            double[] out = affine(w, "decoder.0", z);
            for (int j = 0; j < D; j++) {
                total += logNormal(example[j], out[j], Math.log(STD));
            }
            for (int j = 0; j < V; j++) {
                total += logNormal(z[j], given[j], given[V + j]) + logNormal(z2[j], 0, 0);
                total -= logNormal(z[j], code[j], code[V + j]) + logNormal(z2[j], code2[j], code2[V + j]);
            }
        }
        return -total / batch;
    }

    private static double[] sample(double[] code, float[] noise, int from) {
        return new double[] {code[0] + Math.exp(code[2]) * noise[from], code[1] + Math.exp(code[3]) * noise[from + 1]};
    }

    private static double[] affine(Map<String, double[]> w, String layer, double[] in) {
        double[] weight = Objects.requireNonNull(w.get(layer + ".weight"));
        double[] out = Objects.requireNonNull(w.get(layer + ".bias")).clone();
        for (int u = 0; u < out.length; u++) {
            for (int i = 0; i < in.length; i++) {
                out[u] += weight[u * in.length + i] * in[i];
            }
        }
        return out;
    }

    private static double logNormal(double x, double mean, double logStd) {
        double scaled = (x - mean) * Math.exp(-logStd);
        return -0.5 * scaled * scaled - logStd - 0.5 * Math.log(2 * Math.PI);
    }

    /**
     * Two linear layers over one value of z: p(x) = N(b, A A^T var(z) + s^2 I) with var(z) = c^2 + t^2. The bound of 200,000 samples
     * is within five standard errors, by the delta method, of the logarithm of that density, and the ELBO well below it.
     */
    @Test
    void theImportanceWeightedBoundBecomesTheMarginalLikelihood() {
        VaeSpec spec = new VaeSpec(
                new Schema(Shape.of(2), Scaling.NONE, List.of(), List.of()),
                1,
                0,
                linear(2, 2),
                new PosteriorFamily.Gaussian(),
                new VaePrior(1, linear(1, 2), linear(1, 2), new Prior.Normal()),
                linear(1, 2),
                new Gaussian(STD));
        SequencedMap<String, Weights.Values> w = new LinkedHashMap<>();
        w.put("encoder.0.weight", values(List.of(2, 2), 0.5f, -0.3f, 0, 0));
        w.put("encoder.0.bias", values(List.of(2), 0.1f, -0.5f));
        w.put("decoder.0.weight", values(List.of(2, 1), 1, -0.6f));
        w.put("decoder.0.bias", values(List.of(2), 0.2f, 0.4f));
        w.put("prior.encoder.0.weight", values(List.of(2, 1), 0.4f, 0));
        w.put("prior.encoder.0.bias", values(List.of(2), 0.1f, -0.2f));
        w.put("prior.decoder.0.weight", values(List.of(2, 1), 0.9f, 0));
        w.put("prior.decoder.0.bias", values(List.of(2), 0, (float) Math.log(0.7)));
        float[] x = {1.1f, -0.4f};
        int k = 200_000;
        double[] logWeights;
        try (TorchInference torch = new TorchInference(new Model(spec, new Weights(w)), Device.CPU)) {
            logWeights = torch.logWeights(x, Inference.UNLABELLED, 1, new Seed(8).gaussians(2 * k), k);
        }
        double mean = 0;
        double elbo = 0;
        double squares = 0;
        for (double log : logWeights) {
            mean += Math.exp(log) / k;
            squares += Math.exp(2 * log) / k;
            elbo += log / k;
        }
        double variance = 0.9 * 0.9 + 0.7 * 0.7;
        double s00 = variance + STD * STD;
        double s11 = 0.36 * variance + STD * STD;
        double s01 = -0.6 * variance;
        double determinant = s00 * s11 - s01 * s01;
        double u = 1.1 - 0.2;
        double v = -0.4 - 0.4;
        double exact = -0.5 * ((s11 * u * u - 2 * s01 * u * v + s00 * v * v) / determinant + Math.log(determinant))
                - Math.log(2 * Math.PI);
        double error = Math.sqrt((squares / (mean * mean) - 1) / k);
        assertThat(error).isLessThan(0.01);
        assertThat(Math.log(mean)).isCloseTo(exact, within(5 * error));
        assertThat(elbo).isLessThan(exact - 0.05);
    }

    private static Weights.Values values(List<Integer> dims, float... values) {
        return new Weights.Values(dims, values);
    }
}
