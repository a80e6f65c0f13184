package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ForwardingDataset;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.Health.Finding;
import dev.penumbra.eval.Health.Verdict;
import dev.penumbra.model.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models made sick on purpose, each in one way, and one that is well. */
class HealthTest {
    private static final int N = 400;
    private static final Loss LOSS = new Loss.Nats(1);
    private static final Seed SEED = new Seed(4);

    /** q(z) = N(0, gain^2 + std^2) is the prior for a gain of 0.8 and an std of 0.6. */
    private static LinearInference linear(double std, double slope, double... gain) {
        return LinearInference.of(new Gaussian(0.5), std, slope, gain);
    }

    private static Health health(LinearInference inference, Dataset train, Dataset held) {
        return Health.of(inference, train, held, LOSS, SEED);
    }

    private static Health health(LinearInference inference) {
        int v = inference.gain().length;
        return health(inference, LinearInference.data(N, v, 1), LinearInference.data(N, v, 1));
    }

    private static List<String> alarms(Health health) {
        return health.alarms().stream().map(Finding::name).toList();
    }

    private static Finding finding(Health health, String name) {
        return health.findings().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGoodModelIsWell() {
        Health health = health(linear(0.6, 1, 0.8, 0.8));
        assertThat(alarms(health)).isEmpty();
        assertThat(health.findings()).hasSize(7).allMatch(f -> f.advice().isEmpty());
        assertThat(health.summary()).startsWith("Healthy");
        // Equal samples: 1 up to noise of 1 / sqrt(2 N) = 0.035, three times that.
        assertThat(finding(health, "holes").value()).isBetween(0.89, 1.11);
        assertThat(finding(health, "points").value()).isBetween(0.7, 0.8);
    }

    /** One of 400 examples is 1,000 deviations off: its squared error is some 2,500 times that of all others together. */
    @Test
    void aMeanThatOneExampleCarriesIsAnAlarm() {
        LinearInference inference = linear(0.6, 1, 0.8, 0.8);
        Dataset held = LinearInference.data(N, 2, 1);
        Dataset outlier = new ForwardingDataset(held) {
            @Override
            public void read(int index, float[] into, int offset) {
                data.read(index, into, offset);
                into[offset] += index == 7 ? 1000 : 0;
            }
        };
        assertThat(alarms(health(inference, held, outlier))).contains("carried-mean");
        assertThat(finding(health(inference, held, outlier), "carried-mean").value())
                .isGreaterThan(0.99);
        assertThat(finding(health(inference), "carried-mean").value()).isLessThan(0.1);
    }

    @Test
    void aPosteriorThatIsThePriorHasCollapsed() {
        Health health = health(linear(1, 1, 0, 0));
        assertThat(alarms(health)).contains("posterior-collapse").doesNotContain("holes", "overfitting", "points");
        assertThat(finding(health, "posterior-collapse").value()).isZero();
        assertThat(finding(health, "posterior-collapse").advice()).contains("beta");
    }

    @Test
    void aDecoderWithoutWeightsFromItsCodeIgnoresIt() {
        Health health = health(linear(0.6, 0, 0.8, 0.8));
        assertThat(alarms(health)).containsExactly("ignored-code");
        assertThat(finding(health, "ignored-code").value()).isZero();
    }

    @Test
    void codesFarFromThePriorLeaveHoles() {
        Health health = health(linear(0.6, 0.1, 20, 20));
        assertThat(alarms(health)).containsExactly("holes");
    }

    /** The prior covers more than the codes do: the other direction. */
    @Test
    void codesInACornerOfThePriorLeaveHoles() {
        assertThat(alarms(health(linear(0.1, 10, 0.15, 0.15)))).containsExactly("holes");
    }

    @Test
    void sigmasNearZeroArePoints() {
        Health health = health(linear(0.001, 1, 0.8, 0.8));
        assertThat(alarms(health)).containsExactly("points");
        assertThat(finding(health, "points").value()).isBetween(0.001, 0.0014);
    }

    @Test
    void someDeadUnitsAreANoteAndNearlyAllAnAlarm() {
        double[] gain = new double[12];
        gain[0] = 0.8;
        double[] half = {0.8, 0.8, 0, 0};
        assertThat(finding(health(linear(0.6, 1, half)), "dead-units").verdict())
                .isEqualTo(Verdict.NOTE);
        Finding most = finding(health(linear(0.6, 1, gain)), "dead-units");
        assertThat(most.verdict()).isEqualTo(Verdict.ALARM);
        assertThat(most.advice()).contains("--latent 2");
    }

    @Test
    void examplesThatOnlyTrainingKnowsAreOverfitted() {
        Dataset known = LinearInference.data(N, 2, 0.5);
        Dataset unknown = LinearInference.data(N, 2, 5);
        Health health = health(linear(0.6, 0.2, 0.8, 0.8), known, unknown);
        assertThat(alarms(health)).contains("overfitting");
        assertThat(alarms(health(linear(0.6, 0.2, 0.8, 0.8), known, known))).doesNotContain("overfitting");
    }

    /** A basic autoencoder has neither KL nor ELBO: what can be checked is. */
    @Test
    void autoencodersAreExaminedToo() {
        LinearInference inference = linear(0, 1, 1, 1);
        Dataset known = LinearInference.data(N, 2, 1);
        Health well = Health.of(inference, known, known, new Loss.Lecture(0), SEED);
        assertThat(alarms(well)).isEmpty();
        assertThat(well.findings()).extracting(Finding::name).doesNotContain("points");
        Health far = Health.of(linear(0, 0.02, 50, 50), known, known, new Loss.Lecture(0), SEED);
        assertThat(alarms(far)).containsExactly("holes");
    }
}
