package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.run.TrainingConfig.Optimizer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Against the papers' formulas in double precision, on the loss sum (w - 3)^2, whose gradient is 2 (w - 3). */
class FusedOptimizerTest {
    private static final int STEPS = 25;
    private static final double RATE = 0.1;
    /** 25 steps in float arithmetic on values of about 1. */
    private static final double TOLERANCE = 1e-5;

    @Test
    void adamFollowsKingmaAndBa() {
        double w = 0.5;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= STEPS; t++) {
            double g = 2 * (w - 3);
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
        }
        assertThat(train(Optimizer.Adam.of(RATE))).isCloseTo(w, within(TOLERANCE));
    }

    @Test
    void adamWDecaysTheWeightApartFromTheGradient() {
        double w = 0.5;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= STEPS; t++) {
            double g = 2 * (w - 3);
            w -= RATE * 0.01 * w;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
        }
        assertThat(train(Optimizer.AdamW.of(RATE))).isCloseTo(w, within(TOLERANCE));
    }

    @Test
    void sgdKeepsItsMomentum() {
        double w = 0.5;
        double velocity = 0;
        for (int t = 1; t <= STEPS; t++) {
            velocity = 0.9 * velocity + 2 * (w - 3);
            w -= 0.01 * velocity;
        }
        assertThat(train(Optimizer.Sgd.of(0.01))).isCloseTo(w, within(TOLERANCE));
    }

    @Test
    void sgdWithoutMomentumFollowsTheGradient() {
        double w = 0.5;
        for (int t = 1; t <= STEPS; t++) {
            w -= 0.01 * 2 * (w - 3);
        }
        assertThat(train(new Optimizer.Sgd(0.01, 0))).isCloseTo(w, within(TOLERANCE));
    }

    private static double train(Optimizer optimizer) {
        Engine.load();
        try (Scope scope = new Scope()) {
            Tensor w = Tensor.of(Device.CPU, new float[] {0.5f, 0.5f, 0.5f}, 3).withGradient();
            SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("w", w);
            try (FusedOptimizer fused = new FusedOptimizer(optimizer, parameters, Device.CPU)) {
                for (int t = 1; t <= STEPS; t++) {
                    w.plus(-3).square().sum().backward();
                    fused.step(t, optimizer.learningRate());
                    w.clearGradient();
                }
            }
            float[] values = w.toArray();
            assertThat(values[0]).isEqualTo(values[1]).isEqualTo(values[2]);
            return values[0];
        }
    }
}
