package dev.penumbra.torch.step;

import dev.penumbra.run.TrainingConfig.Optimizer;

/**
 * One step of Adam (Kingma and Ba 2015) or AdamW (Loshchilov and Hutter 2019) on arrays, as LibTorch's fused operators do it.
 *
 * @param share1   of a new gradient in the first moment, 1 - beta1
 * @param share2   of its square in the second, 1 - beta2
 * @param kept     what the decay leaves of a weight, 1 without decay
 * @param rate     of learning over the first moment's bias correction
 * @param rootBias square root of the second moment's bias correction
 */
record AdamRow(
        float beta1, float share1, float beta2, float share2, float epsilon, float kept, float rate, float rootBias) {
    /** Step {@code number}, from 1, of a rule that is one of the two. */
    static AdamRow of(Optimizer optimizer, long number, double rate) {
        return switch (optimizer) {
            case Optimizer.Adam a -> of(a.beta1(), a.beta2(), a.epsilon(), 0, number, rate);
            case Optimizer.AdamW a -> of(a.beta1(), a.beta2(), a.epsilon(), a.weightDecay(), number, rate);
            case Optimizer.Sgd s -> throw new IllegalArgumentException("not a kind of Adam: " + s);
        };
    }

    private static AdamRow of(double beta1, double beta2, double epsilon, double decay, long number, double rate) {
        return new AdamRow(
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) epsilon,
                (float) (1 - rate * decay),
                (float) (rate / (1 - Math.pow(beta1, (double) number))),
                (float) Math.sqrt(1 - Math.pow(beta2, (double) number)));
    }

    /** Whether weights change without a gradient. */
    boolean decays() {
        return kept != 1;
    }

    /** Updates {@code weight} and its moments. */
    void update(float[] weight, float[] gradient, float[] first, float[] second) {
        float scale = 1 / rootBias;
        // Locals, since the compiler does not know that the arrays cannot change this record's fields.
        float b1 = beta1;
        float s1 = share1;
        float b2 = beta2;
        float s2 = share2;
        float eps = epsilon;
        float step = rate;
        float keep = kept;
        for (int i = 0; i < weight.length; i++) {
            float g = gradient[i];
            float m = b1 * first[i] + s1 * g;
            float v = b2 * second[i] + s2 * (g * g);
            first[i] = m;
            second[i] = v;
            weight[i] = keep * weight[i] - step * m / ((float) Math.sqrt(v) * scale + eps);
        }
    }
}
