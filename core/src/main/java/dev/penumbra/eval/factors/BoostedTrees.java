package dev.penumbra.eval.factors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier by gradient boosting of the log-likelihood (Friedman 2001, algorithms 5 and 6) with the defaults of scikit-learn's
 * {@code GradientBoostingClassifier}: 100 stages of one {@link RegressionTree} for each class (one in all for two classes), each
 * added with the weight 0.1. It differs in that splits lie on {@link Bins}, and that of equally good splits the first is taken.
 */
final class BoostedTrees {
    private static final int STAGES = 100;
    private static final double RATE = 0.1;

    private final Bins bins;
    private final double[] start;
    private final List<RegressionTree[]> stages = new ArrayList<>();
    private final double[] importances;

    private BoostedTrees(Bins bins, double[] start) {
        this.bins = bins;
        this.start = start;
        this.importances = new double[bins.edges().length];
    }

    /**
     * Trains.
     *
     * @param x     [n][v]
     * @param label [n], 0 .. classes - 1; a class without members is never predicted
     */
    static BoostedTrees train(double[][] x, int[] label, int classes) {
        Bins bins = Bins.of(x);
        byte[][] codes = bins.encode(x);
        BoostedTrees out = new BoostedTrees(bins, start(label, classes));
        int trees = out.start.length;
        double scale = trees == 1 ? 1 : (classes - 1.0) / classes;
        double[][] score = new double[trees][label.length];
        for (int t = 0; t < trees; t++) {
            Arrays.fill(score[t], out.start[t]);
        }
        for (int stage = 0; stage < STAGES; stage++) {
            double[][] p = probabilities(score);
            RegressionTree[] grown = new RegressionTree[trees];
            for (int t = 0; t < trees; t++) {
                double[] residual = new double[label.length];
                double[] curvature = new double[label.length];
                for (int i = 0; i < label.length; i++) {
                    residual[i] = (label[i] == (trees == 1 ? 1 : t) ? 1 : 0) - p[t][i];
                    curvature[i] = p[t][i] * (1 - p[t][i]);
                }
                grown[t] = RegressionTree.grow(codes, residual, curvature, scale, out.importances);
                for (int i = 0; i < label.length; i++) {
                    score[t][i] += RATE * grown[t].at(codes, i);
                }
            }
            out.stages.add(grown);
        }
        return out;
    }

    /** The logarithm of each class's share, or of the odds of the second of two. */
    private static double[] start(int[] label, int classes) {
        double[] share = new double[classes];
        for (int l : label) {
            share[l] += 1.0 / label.length;
        }
        if (classes == 2) {
            return new double[] {StrictMath.log(floor(share[1])) - StrictMath.log(floor(share[0]))};
        }
        return Arrays.stream(share).map(s -> StrictMath.log(floor(s))).toArray();
    }

    private static double floor(double share) {
        return Math.max(share, 1e-15);
    }

    private static double[][] probabilities(double[][] score) {
        double[][] p = new double[score.length][score[0].length];
        for (int i = 0; i < score[0].length; i++) {
            double max = score.length == 1 ? 0 : Double.NEGATIVE_INFINITY;
            for (double[] s : score) {
                max = Math.max(max, s[i]);
            }
            double sum = score.length == 1 ? StrictMath.exp(-max) : 0; // of two classes the first has the score 0
            for (int t = 0; t < score.length; t++) {
                p[t][i] = StrictMath.exp(score[t][i] - max);
                sum += p[t][i];
            }
            for (double[] row : p) {
                row[i] /= sum;
            }
        }
        return p;
    }

    /** The part of the squared error's decrease that is due to each dimension, [v], with sum 1; all 0 where nothing was split. */
    double[] importances() {
        double total = Arrays.stream(importances).sum();
        return total == 0
                ? importances.clone()
                : Arrays.stream(importances).map(a -> a / total).toArray();
    }

    /** The part of the examples whose class is predicted. */
    double accuracy(double[][] x, int[] label) {
        byte[][] codes = bins.encode(x);
        int right = 0;
        for (int i = 0; i < label.length; i++) {
            right += predict(codes, i) == label[i] ? 1 : 0;
        }
        return right / (double) label.length;
    }

    private int predict(byte[][] codes, int i) {
        double[] score = start.clone();
        for (RegressionTree[] stage : stages) {
            for (int t = 0; t < score.length; t++) {
                score[t] += RATE * stage[t].at(codes, i);
            }
        }
        if (score.length == 1) {
            return score[0] > 0 ? 1 : 0;
        }
        int best = 0;
        for (int t = 1; t < score.length; t++) {
            best = score[t] > score[best] ? t : best;
        }
        return best;
    }
}
