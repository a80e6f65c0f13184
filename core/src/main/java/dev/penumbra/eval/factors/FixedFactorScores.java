package dev.penumbra.eval.factors;

import dev.penumbra.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The scores that tell which factor a group of examples has in common. Groups come from a finite list: an example that shares its
 * level with others is drawn, then members of that level.
 */
final class FixedFactorScores {
    private static final int GROUP = 64;
    private static final int TRAIN = 10_000;
    private static final int TEST = 5_000;

    /** A dimension with a smaller standard deviation carries nothing and does not vote. */
    private static final double COLLAPSED = 0.05;

    private final Codes codes;
    private final int[][][] members;
    private final int[][] candidates;

    /** Every factor must have a level that two examples share. */
    FixedFactorScores(Codes codes) {
        this.codes = codes;
        this.members = codes.members();
        this.candidates = IntStream.range(0, codes.factors())
                .mapToObj(k -> Arrays.stream(members[k])
                        .filter(level -> level.length > 1)
                        .flatMapToInt(Arrays::stream)
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * The score of Kim &amp; Mnih 2018, section 4: a group votes for the dimension of the least variance relative to that over all
     * examples; the accuracy on new groups of the best table from dimensions to factors. 0 where no dimension varies.
     */
    double factorVae(Seed seed) {
        double[] global = codes.variances(IntStream.range(0, codes.size()).toArray());
        if (Arrays.stream(global).noneMatch(variance -> Math.sqrt(variance) >= COLLAPSED)) {
            return 0;
        }
        int[][] train = votes(TRAIN, global, seed.named("train").random());
        int[][] test = votes(TEST, global, seed.named("test").random());
        int right = 0;
        for (int j = 0; j < train.length; j++) {
            int factor = 0;
            for (int k = 1; k < codes.factors(); k++) {
                factor = train[j][k] > train[j][factor] ? k : factor;
            }
            right += test[j][factor];
        }
        return right / (double) TEST;
    }

    /** How often a group that shares factor k voted for dimension j, [v][K]. */
    private int[][] votes(int count, double[] global, SplittableRandom random) {
        int[][] votes = new int[codes.latent()][codes.factors()];
        for (int vote = 0; vote < count; vote++) {
            int k = random.nextInt(codes.factors());
            int[] level = levelOf(candidate(k, random), k);
            int size = Math.min(GROUP, level.length);
            for (int i = 0; i < size; i++) {
                // The start of a shuffle: members without repetition.
                int other = i + random.nextInt(level.length - i);
                int moved = level[i];
                level[i] = level[other];
                level[other] = moved;
            }
            double[] local = codes.variances(Arrays.copyOf(level, size));
            int best = -1;
            for (int j = 0; j < local.length; j++) {
                boolean active = Math.sqrt(global[j]) >= COLLAPSED;
                if (active && (best < 0 || local[j] / global[j] < local[best] / global[best])) {
                    best = j;
                }
            }
            votes[best][k]++;
        }
        return votes;
    }

    /**
     * The score of Higgins et al. 2017, section 3: the accuracy of a logistic regression that tells the shared factor from the
     * mean of |z - z'| over 64 pairs, each pair sharing a level of that factor.
     */
    double betaVae(Seed seed) {
        int[] trainFactor = new int[TRAIN];
        int[] testFactor = new int[TEST];
        double[][] train = differences(trainFactor, seed.named("train").random());
        double[][] test = differences(testFactor, seed.named("test").random());
        return LinearClassifier.train(train, trainFactor, codes.factors(), LinearClassifier.Loss.LOGISTIC, 1, false)
                .accuracy(test, testFactor);
    }

    private double[][] differences(int[] factor, SplittableRandom random) {
        double[][] out = new double[factor.length][codes.latent()];
        for (int point = 0; point < out.length; point++) {
            int k = random.nextInt(codes.factors());
            factor[point] = k;
            for (int pair = 0; pair < GROUP; pair++) {
                int a = candidate(k, random);
                int[] level = levelOf(a, k);
                int b = a;
                while (b == a) {
                    b = level[random.nextInt(level.length)];
                }
                for (int j = 0; j < codes.latent(); j++) {
                    out[point][j] += Math.abs(codes.z()[a][j] - codes.z()[b][j]) / GROUP;
                }
            }
        }
        return out;
    }

    private int candidate(int factor, SplittableRandom random) {
        return candidates[factor][random.nextInt(candidates[factor].length)];
    }

    private int[] levelOf(int example, int factor) {
        return members[factor][codes.levels()[example][factor]];
    }
}
