package dev.penumbra.eval.factors;

import dev.penumbra.eval.Cholesky;
import java.util.Arrays;

/**
 * Linear classifiers, one class against the rest: for each class the minimum of 1/2 |w|^2 + sum_i c_i loss(y_i w . (x_i, 1)), the
 * bias being regularized like the weights. This is what LIBLINEAR minimizes (Fan et al. 2008), here to the minimum by Newton's
 * method, so that the result does not depend on a solver. Two classes are told apart by one w.
 */
final class LinearClassifier {
    private static final int MAX_STEPS = 100;

    /** Ends where the gradient's length is this part of that at w = 0. */
    private static final double TOLERANCE = 1e-9;

    /** The loss of a margin m. */
    enum Loss {
        /** max(0, 1 - m)^2: the support vector classifier. */
        SQUARED_HINGE,
        /** log(1 + exp(-m)): logistic regression. */
        LOGISTIC;

        double value(double m) {
            return switch (this) {
                case SQUARED_HINGE -> m < 1 ? (1 - m) * (1 - m) : 0;
                case LOGISTIC -> Math.max(0, -m) + StrictMath.log1p(StrictMath.exp(-Math.abs(m)));
            };
        }

        double slope(double m) {
            return switch (this) {
                case SQUARED_HINGE -> m < 1 ? -2 * (1 - m) : 0;
                case LOGISTIC -> -1 / (1 + StrictMath.exp(m));
            };
        }

        double curvature(double m) {
            return switch (this) {
                case SQUARED_HINGE -> m < 1 ? 2 : 0;
                case LOGISTIC -> -slope(m) * (1 + slope(m));
            };
        }
    }

    private final double[][] weights; // for each class, or for the second of two
    private final int classes;

    private LinearClassifier(double[][] weights, int classes) {
        this.weights = weights;
        this.classes = classes;
    }

    /**
     * Trains.
     *
     * @param x       [n][d]
     * @param label   [n], 0 .. classes - 1
     * @param c       the weight of an example's loss
     * @param balance multiplies c of class k by n / (classes * its members); against the rest, only that of the class itself, as
     *                LIBLINEAR does
     */
    static LinearClassifier train(double[][] x, int[] label, int classes, Loss loss, double c, boolean balance) {
        double[] cost = new double[classes];
        Arrays.fill(cost, c);
        if (balance) {
            int[] members = new int[classes];
            for (int l : label) {
                members[l]++;
            }
            for (int k = 0; k < classes; k++) {
                cost[k] = members[k] == 0 ? c : c * label.length / (classes * (double) members[k]);
            }
        }
        double[][] weights = new double[classes == 2 ? 1 : classes][];
        for (int k = 0; k < weights.length; k++) {
            int positive = classes == 2 ? 1 : k;
            double rest = classes == 2 ? cost[0] : c;
            boolean[] sign = new boolean[label.length];
            for (int i = 0; i < sign.length; i++) {
                sign[i] = label[i] == positive;
            }
            weights[k] = minimize(x, sign, loss, cost[positive], rest);
        }
        return new LinearClassifier(weights, classes);
    }

    /** The class of {@code x}, [d]; of equal scores the first. */
    int predict(double[] x) {
        if (classes == 2) {
            return score(weights[0], x) > 0 ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = score(weights[k], x) > score(weights[best], x) ? k : best;
        }
        return best;
    }

    /** The part of the examples whose class is predicted. */
    double accuracy(double[][] x, int[] label) {
        int right = 0;
        for (int i = 0; i < label.length; i++) {
            right += predict(x[i]) == label[i] ? 1 : 0;
        }
        return right / (double) label.length;
    }

    /** The weights of each class, then its bias; of the second class only where there are two. */
    double[][] weights() {
        return weights;
    }

    private static double score(double[] w, double[] x) {
        double sum = w[x.length];
        for (int j = 0; j < x.length; j++) {
            sum += w[j] * x[j];
        }
        return sum;
    }

    /** Newton's method with halved steps until the objective falls. */
    private static double[] minimize(double[][] x, boolean[] sign, Loss loss, double positive, double negative) {
        int d = x[0].length + 1;
        double[] w = new double[d];
        double value = objective(w, x, sign, loss, positive, negative);
        double first = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] gradient = w.clone();
            double[][] hessian = new double[d][d];
            for (int j = 0; j < d; j++) {
                hessian[j][j] = 1;
            }
            for (int i = 0; i < x.length; i++) {
                double y = sign[i] ? 1 : -1;
                double cost = sign[i] ? positive : negative;
                double margin = y * score(w, x[i]);
                add(x[i], cost * y * loss.slope(margin), cost * loss.curvature(margin), gradient, hessian);
            }
            double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
            first = step == 0 ? length : first;
            if (length <= TOLERANCE * first) {
                break;
            }
            double[] direction = Cholesky.of(hessian).solve(gradient);
            double[] next = w;
            double lower = value;
            for (double size = 1; size > 1e-10 && lower >= value; size /= 2) {
                next = w.clone();
                for (int j = 0; j < d; j++) {
                    next[j] -= size * direction[j];
                }
                lower = objective(next, x, sign, loss, positive, negative);
            }
            if (lower >= value) {
                break; // rounding: no step lowers the objective any more
            }
            w = next;
            value = lower;
        }
        return w;
    }

    private static void add(double[] x, double slope, double curvature, double[] gradient, double[][] hessian) {
        for (int j = 0; j <= x.length; j++) {
            double xj = j < x.length ? x[j] : 1;
            gradient[j] += slope * xj;
            if (curvature != 0) {
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += curvature * xj * (k < x.length ? x[k] : 1);
                }
            }
        }
    }

    private static double objective(
            double[] w, double[][] x, boolean[] sign, Loss loss, double positive, double negative) {
        double sum = 0;
        for (double value : w) {
            sum += value * value / 2;
        }
        for (int i = 0; i < x.length; i++) {
            double score = score(w, x[i]);
            sum += sign[i] ? positive * loss.value(score) : negative * loss.value(-score);
        }
        return sum;
    }
}
