package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.Mmd;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.tensor.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each objective adds, against the same formula in double on the same noise. */
class PenalizedTest {
    private static final int B = Small.B;
    private static final int V = Small.V;
    private static final VaeSpec VAE = Small.spec(false, "mlp:5@tanh");
    private static final VaeSpec POINT = Small.spec(true, "linear");
    /** Sums of some hundred floats. */
    private static final double TOLERANCE = 2e-4;

    /** The loss less the negative ELBO, or less the reconstruction alone. */
    private static double added(Objective objective, VaeSpec spec, double klFactor) {
        Small.Result result = Small.run(objective, spec, Small.weights(spec, objective), 3);
        double kl = klFactor == 0 ? 0 : klFactor * result.kl();
        return result.loss() + result.logLikelihood() - kl;
    }

    private static Posterior posterior(VaeSpec spec) {
        Weights weights = Small.weights(spec, Objective.Elbo.PLAIN);
        try (TorchInference inference = new TorchInference(new Model(spec, weights), Device.CPU)) {
            return inference.encode(Small.x(), B);
        }
    }

    /** The columns {@code from .. from + count} of the batch's noise, which is {@code width} wide. */
    private static float[] noise(int width, int from, int count) {
        float[] all = new Seed(3).gaussians(B * width);
        float[] out = new float[B * count];
        for (int i = 0; i < B; i++) {
            System.arraycopy(all, i * width + from, out, i * count, count);
        }
        return out;
    }

    @Test
    void totalCorrelationIsThatOfTheStratifiedAggregate() {
        Posterior q = posterior(VAE);
        float[] z = q.sample(noise(V, 0, V));
        double expected = 0;
        for (int i = 0; i < B; i++) {
            double joint = 0;
            double[] marginals = new double[V];
            for (int n = 0; n < B; n++) {
                double weight = n == i ? 1.0 / Small.N : (Small.N - 1.0) / Small.N / (B - 1);
                double product = 1;
                for (int j = 0; j < V; j++) {
                    double std = q.std(n, j);
                    double scaled = (z[i * V + j] - q.mean()[n * V + j]) / std;
                    double density = Math.exp(-0.5 * scaled * scaled) / (std * Math.sqrt(2 * Math.PI));
                    product *= density;
                    marginals[j] += weight * density;
                }
                joint += weight * product;
            }
            expected += Math.log(joint) / B;
            for (double marginal : marginals) {
                expected -= Math.log(marginal) / B;
            }
        }
        assertThat(added(new Objective.TotalCorrelation(6), VAE, 1)).isCloseTo(5 * expected, within(1e-3));
        assertThat(added(new Objective.TotalCorrelation(1), VAE, 1)).isCloseTo(0, within(TOLERANCE));
    }

    @Test
    void covariancesAreDrawnTowardsTheIdentity() {
        Posterior q = posterior(VAE);
        double[][] covariance = new double[V][V];
        double[] mean = new double[V];
        double[] variance = new double[V];
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < V; j++) {
                mean[j] += q.mean()[i * V + j] / (double) B;
                variance[j] += q.std(i, j) * q.std(i, j) / B;
            }
        }
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < V; j++) {
                for (int k = 0; k < V; k++) {
                    covariance[j][k] += (q.mean()[i * V + j] - mean[j]) * (q.mean()[i * V + k] - mean[k]) / B;
                }
            }
        }
        double off = 2 * covariance[0][1] * covariance[0][1];
        double on = 0;
        double onSamples = 0;
        for (int j = 0; j < V; j++) {
            on += (covariance[j][j] - 1) * (covariance[j][j] - 1);
            double ofSamples = covariance[j][j] + variance[j] - 1;
            onSamples += ofSamples * ofSamples;
        }
        assertThat(added(new Objective.Dip(false, 10, 3), VAE, 1)).isCloseTo(10 * off + 3 * on, within(1e-3));
        assertThat(added(new Objective.Dip(true, 10, 3), VAE, 1)).isCloseTo(10 * off + 3 * onSamples, within(1e-3));
    }

    @Test
    void discrepancyIsTheMaximumMeanDiscrepancy() {
        float[] prior = noise(2 * V, V, V);
        double ofPoints = Mmd.of(posterior(POINT).mean(), prior, V, Mmd.Kernel.INVERSE_MULTIQUADRATIC);
        assertThat(added(new Objective.WaeMmd(10), POINT, 0)).isCloseTo(10 * ofPoints, within(1e-3));
        float[] z = posterior(VAE).sample(noise(2 * V, 0, V));
        double ofSamples = Mmd.of(z, prior, V, Mmd.Kernel.INVERSE_MULTIQUADRATIC);
        assertThat(added(new Objective.WaeMmd(10), VAE, 0)).isCloseTo(10 * ofSamples, within(1e-3));
        assertThat(added(new Objective.InfoVae(0.25, 4), VAE, 0.75)).isCloseTo(3.25 * ofSamples, within(1e-3));
    }

    @Test
    void aDiscriminatorLearnsFromItsOwnLossAndTheEncoderFromTheOther() {
        Objective.Factor none = new Objective.Factor(0, 6);
        Weights weights = Small.weights(VAE, none);
        Map<String, float[]> without = Small.run(none, VAE, weights, 3).gradients();
        Map<String, float[]> with =
                Small.run(new Objective.Factor(35, 6), VAE, weights, 3).gradients();
        String discriminator = Objective.DISCRIMINATOR + ".0.weight";
        assertThat(with.get(discriminator)).isEqualTo(without.get(discriminator));
        assertThat(with.get(discriminator)).isNotEqualTo(new float[12]);
        assertThat(with.get("encoder.0.weight")).isNotEqualTo(without.get("encoder.0.weight"));
        assertThat(with.get("decoder.0.weight")).isEqualTo(without.get("decoder.0.weight"));
        // Without a weight it is the plain bound: on the same z, which has other columns of the noise beside it.
        assertThat(added(none, VAE, 1)).isCloseTo(0, within(TOLERANCE));
        Map<String, float[]> adversarial = Small.run(
                        new Objective.Adversarial(2, 6),
                        POINT,
                        Small.weights(POINT, new Objective.Adversarial(2, 6)),
                        3)
                .gradients();
        assertThat(adversarial).containsKeys(discriminator, "encoder.0.weight", "decoder.0.weight");
    }

    /** |u^T J|^2 of a linear decoder is |u^T W|^2 for every example. */
    @Test
    void aRegularizedDecoderIsItsFormula() {
        float[] z = posterior(POINT).mean();
        double squares = 0;
        for (float value : z) {
            squares += (double) value * value / B;
        }
        Weights weights = Small.weights(POINT, Objective.Elbo.PLAIN);
        double decay = 0;
        for (String name : new String[] {"decoder.0.weight", "decoder.0.bias"}) {
            for (float w : weights.get(name)) {
                decay += (double) w * w;
            }
        }
        assertThat(added(new Objective.Regularized(0.5, 3, 0), POINT, 0))
                .isCloseTo(0.25 * squares + 3 * decay, within(TOLERANCE));

        float[] direction = noise(V + Small.D, V, Small.D);
        float[] w = weights.get("decoder.0.weight");
        double jacobian = 0;
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < V; j++) {
                double along = 0;
                for (int o = 0; o < Small.D; o++) {
                    along += direction[i * Small.D + o] * w[o * V + j];
                }
                jacobian += along * along / B;
            }
        }
        assertThat(added(new Objective.Regularized(0, 0, 2), POINT, 0)).isCloseTo(2 * jacobian, within(TOLERANCE));
    }

    @Test
    void theBoundsKlIsWeightedAsAsked() {
        Weights weights = Small.weights(VAE, Objective.Elbo.PLAIN);
        Small.Result plain = Small.run(Objective.Elbo.PLAIN, VAE, weights, 3);
        assertThat(plain.loss()).isCloseTo(-plain.logLikelihood() + plain.kl(), within(TOLERANCE));
        // The capacity grows with the warm-up.
        Small.Result capacity = Small.run(new Objective.Elbo(0, 0, 5, 20), VAE, weights, 3, new Loss.Nats(1), 0.5);
        assertThat(capacity.loss()).isCloseTo(-plain.logLikelihood() + 20 * Math.abs(plain.kl() - 2.5), within(2e-3));
        // Free bits beyond every dimension's KL leave the encoder no gradient of it.
        Small.Result free = Small.run(new Objective.Elbo(100, 0, 0, 0), VAE, weights, 3);
        assertThat(free.loss()).isCloseTo(-plain.logLikelihood() + 200, within(1e-3));
        // Fewer leave it as it is.
        Small.Result few = Small.run(new Objective.Elbo(1e-6, 0, 0, 0), VAE, weights, 3);
        assertThat(few.loss()).isCloseTo(plain.loss(), within(TOLERANCE));
    }
}
