package dev.penumbra.eval.factors;

import dev.penumbra.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well latent dimensions and true factors correspond one to one, by the five measures of Locatello et al. 2019, with the
 * numbers of samples and the learners of their code. All are 1 at best. Factors that do not vary are left out.
 *
 * @param mig                mutual information gap (Chen et al. 2018): mean over the factors of (I_1 - I_2) / H, in [0, 1]
 * @param sap                separated attribute predictability (Kumar et al. 2018): mean over the factors of the difference in
 *                           accuracy of the two dimensions that predict the factor best, in [0, 1]; it reaches 1 less chance only
 * @param disentanglement    of DCI (Eastwood &amp; Williams 2018), in [0, 1]: a dimension counts for one factor
 * @param completeness       of DCI, in [0, 1]: a factor is told by one dimension
 * @param informativeness    of DCI, in [0, 1]: accuracy with which boosted trees predict the factors of new examples, mean
 * @param factorVae          FactorVAE score (Kim &amp; Mnih 2018), accuracy in [0, 1]; chance is 1 / number of factors
 * @param betaVae            BetaVAE score (Higgins et al. 2017), accuracy in [0, 1]; chance is 1 / number of factors
 * @param factors            the details
 */
public record DisentanglementScores(
        double mig,
        double sap,
        double disentanglement,
        double completeness,
        double informativeness,
        double factorVae,
        double betaVae,
        List<FactorScore> factors) {
    /** Examples that are used: 10,000 to train and 5,000 to test, or two thirds and one third of fewer. */
    public static final int MAX_EXAMPLES = 15_000;

    /** Levels of a factor; time grows with their number. */
    public static final int MAX_LEVELS = 256;

    public DisentanglementScores {
        factors = List.copyOf(factors);
    }

    /**
     * What a representation tells about one factor.
     *
     * @param name            of the factor
     * @param levels          how many different ones the examples have
     * @param entropy         H in nats
     * @param migGap          (I_1 - I_2) / H
     * @param bestLatent      the dimension with I_1
     * @param sapGap          difference in accuracy of the two dimensions that predict it best
     * @param completeness    of DCI
     * @param informativeness of DCI
     * @param information     I(z_j; factor) of each dimension in nats
     * @param importance      of each dimension to the boosted trees, with sum 1
     */
    public record FactorScore(
            String name,
            int levels,
            double entropy,
            double migGap,
            int bestLatent,
            double sapGap,
            double completeness,
            double informativeness,
            List<Double> information,
            List<Double> importance) {
        public FactorScore {
            information = List.copyOf(information);
            importance = List.copyOf(importance);
        }
    }

    /**
     * Computes all scores.
     *
     * @param means        [n, v], posterior means, finite
     * @param latent       v
     * @param factorLevels [n][K], any numbers: only equality counts; see {@link FactorLevels}
     * @param factorNames  [K]
     * @param seed         of the split and of the groups that are drawn
     * @throws IllegalArgumentException where shapes disagree, fewer than 3 examples are given, no factor varies, or a factor has
     *                                  more than {@link #MAX_LEVELS} levels or none that two examples share
     */
    public static DisentanglementScores of(
            float[] means, int latent, int[][] factorLevels, List<String> factorNames, Seed seed) {
        int[] varying = check(means, latent, factorLevels, factorNames.size());
        int n = Math.min(factorLevels.length, MAX_EXAMPLES);
        int[] order = seed.named("split").permutation(factorLevels.length);
        Codes codes = Codes.of(means, latent, factorLevels, varying);
        Codes train = codes.select(Arrays.copyOf(order, n * 2 / 3));
        Codes test = codes.select(Arrays.copyOfRange(order, n * 2 / 3, n));

        double[][] information = Information.table(train);
        Gaps accuracy = new Gaps(accuracies(train, test));
        Importances importances = Importances.of(train, test);
        List<FactorScore> factors = IntStream.range(0, varying.length)
                .mapToObj(k -> {
                    double entropy = Information.entropy(train.levelsOf(k), train.counts()[k]);
                    return new FactorScore(
                            factorNames.get(varying[k]),
                            train.counts()[k],
                            entropy,
                            entropy == 0 ? 0 : new Gaps(information).gap(k) / entropy,
                            new Gaps(information).best(k),
                            accuracy.gap(k),
                            importances.completeness(k),
                            importances.accuracy()[k],
                            column(information, k),
                            column(importances.table(), k));
                })
                .toList();
        FixedFactorScores groups = new FixedFactorScores(codes);
        return new DisentanglementScores(
                factors.stream().mapToDouble(FactorScore::migGap).average().orElseThrow(),
                factors.stream().mapToDouble(FactorScore::sapGap).average().orElseThrow(),
                importances.disentanglement(),
                importances.completeness(),
                Arrays.stream(importances.accuracy()).average().orElseThrow(),
                groups.factorVae(seed.named("factorVae")),
                groups.betaVae(seed.named("betaVae")),
                factors);
    }

    /** Accuracy of a linear support vector classifier of each factor from each dimension alone, [v][K]. */
    private static double[][] accuracies(Codes train, Codes test) {
        double[][] table = new double[train.latent()][train.factors()];
        for (int j = 0; j < table.length; j++) {
            double[][] from = alone(train, j);
            double[][] to = alone(test, j);
            for (int k = 0; k < train.factors(); k++) {
                table[j][k] = LinearClassifier.train(
                                from,
                                train.levelsOf(k),
                                train.counts()[k],
                                LinearClassifier.Loss.SQUARED_HINGE,
                                0.01,
                                true)
                        .accuracy(to, test.levelsOf(k));
            }
        }
        return table;
    }

    private static double[][] alone(Codes codes, int j) {
        return Arrays.stream(codes.dimension(j)).mapToObj(z -> new double[] {z}).toArray(double[][]::new);
    }

    private static List<Double> column(double[][] table, int k) {
        return Arrays.stream(table).map(row -> row[k]).toList();
    }

    /** Which factors vary. */
    private static int[] check(float[] means, int latent, int[][] levels, int factors) {
        boolean shaped = latent > 0 && levels.length >= 3 && means.length == (long) levels.length * latent;
        for (int i = 0; shaped && i < levels.length; i++) {
            shaped = levels[i].length == factors;
        }
        if (!shaped) {
            throw new IllegalArgumentException("means must be [n, " + latent + "] and levels [n][" + factors
                    + "] with n at least 3, got " + means.length + " values and " + levels.length + " rows");
        }
        for (float mean : means) {
            if (!Float.isFinite(mean)) {
                throw new IllegalArgumentException("the means must be finite");
            }
        }
        int[] varying = IntStream.range(0, factors)
                .filter(k -> Arrays.stream(levels).anyMatch(l -> l[k] != levels[0][k]))
                .toArray();
        for (int k : varying) {
            long different =
                    Arrays.stream(levels).mapToInt(l -> l[k]).distinct().count();
            if (different > MAX_LEVELS || different == levels.length) {
                throw new IllegalArgumentException("factor " + k + " has " + different + " levels over " + levels.length
                        + " examples; at most " + MAX_LEVELS + " that some examples share are possible: bin it");
            }
        }
        if (varying.length == 0) {
            throw new IllegalArgumentException("no factor varies over the examples");
        }
        return varying;
    }
}
