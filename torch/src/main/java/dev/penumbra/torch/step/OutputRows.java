package dev.penumbra.torch.step;

import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.model.Loss;

/**
 * The likelihood of examples one by one, with its gradient by the decoder's outputs; sums over the examples since the last
 * {@link #begin}. The sums run along each value first, in the form that the compiler turns into vector instructions.
 */
sealed interface OutputRows permits BernoulliRows, GaussianRows {
    /**
     * Forgets what it was told.
     *
     * @param scale of the gradients from now on
     */
    void begin(float scale);

    /**
     * Adds an example.
     *
     * @param x     its values
     * @param out   the decoder's outputs
     * @param mean  of p(x|z); the outputs themselves for a Gaussian
     * @param slope is set to scale times the gradient by the outputs: of -log p(x|z), for a Gaussian of half the squared error
     */
    void add(float[] x, float[] out, float[] mean, float[] slope);

    /** Sum of log p(x|z), nats. */
    double logLikelihood();

    /** Sum of the squared errors of all values. */
    double squaredError();

    /**
     * The scale of the gradients that {@link #add} makes which belongs to the loss of one example.
     *
     * @param size values of an example
     */
    static double scale(Likelihood likelihood, Loss loss, int size) {
        return switch (loss) {
            case Loss.Lecture lecture -> 2 * lecture.reconstruction() / size;
            case Loss.Nats nats -> likelihood instanceof Gaussian gaussian ? 1 / (gaussian.std() * gaussian.std()) : 1;
        };
    }

    /** The sum of an array in double precision. */
    static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
