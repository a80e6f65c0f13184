package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.data.Csv;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Normal;
import dev.penumbra.data.Schema;
import dev.penumbra.eval.AveragePrecision;
import dev.penumbra.eval.RocAuc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The scores of a data set, as a table on disk and in summary.
 *
 * @param examples how many there are
 * @param mean     of the finite scores in nats; NaN where there are none
 * @param infinite how many are Infinity
 * @param ranking  of anomalies above what is normal; null without classes that are normal
 * @param top      the highest scores, the highest first, equal ones by their values and then by index
 */
public record ScoreTable(
        int examples, double mean, int infinite, @Nullable Ranking ranking, List<Score> top) {
    /** The highest scores that are kept, at most. */
    public static final int MAX_TOP = 1000;

    /**
     * How well the scores tell anomalies.
     *
     * @param auc              see {@link RocAuc}
     * @param averagePrecision see {@link AveragePrecision}
     * @param anomalies        how many there are
     */
    public record Ranking(double auc, double averagePrecision, int anomalies) {}

    /** Where scores come from. */
    @FunctionalInterface
    public interface Scores {
        /** Hands every score to {@code each}, in the order of the data. */
        void forEach(Consumer<Score> each);
    }

    /**
     * Writes name, label and score of every example, and of a table each column's share of -log p(x|z).
     *
     * @param data   as its labels are
     * @param normal names of the classes that are normal; all others are anomalies. Empty for none
     * @param top    how many of the highest scores to keep, 0 to {@link #MAX_TOP}
     * @throws InputException where a class is not one of the data's, all examples are of one kind, or the file cannot be written
     */
    public static ScoreTable write(Path file, Dataset data, Set<String> normal, int top, Scores scores) {
        if (top < 0 || top > MAX_TOP) {
            throw new InputException(
                    "So many of the highest scores are not kept.",
                    "0 to " + MAX_TOP,
                    String.valueOf(top),
                    "--count",
                    "give a number in that range");
        }
        boolean[] anomalous = anomalous(data, normal);
        double[] all = new double[data.size()];
        // The lowest of those that are kept comes first. Equal ones are told apart by what they are: by where they
        // stand, the order of
        // the file would choose.
        Comparator<Score> lowest = Comparator.comparingDouble(Score::score)
                .thenComparing(Score::x, Arrays::compare)
                .thenComparing(Comparator.comparingInt(Score::index).reversed());
        PriorityQueue<Score> highest = new PriorityQueue<>(lowest);
        Csv.write(
                file,
                header(data.schema()),
                rows -> scores.forEach(score -> {
                    all[score.index()] = score.score();
                    rows.accept(row(data, score));
                    highest.add(score);
                    if (highest.size() > top) {
                        highest.remove();
                    }
                }));
        // In ascending order: no sum depends on that of the file.
        double[] ascending = all.clone();
        Arrays.sort(ascending);
        int finite = (int) Arrays.stream(all).filter(Double::isFinite).count();
        double sum = Arrays.stream(ascending).limit(finite).reduce(0, Double::sum);
        List<Score> kept = new ArrayList<>(highest);
        kept.sort(lowest.reversed());
        return new ScoreTable(
                data.size(),
                sum / finite,
                data.size() - finite,
                normal.isEmpty() ? null : ranking(all, anomalous),
                List.copyOf(kept));
    }

    private static Ranking ranking(double[] scores, boolean[] anomalous) {
        int anomalies = (int)
                IntStream.range(0, anomalous.length).filter(i -> anomalous[i]).count();
        return new Ranking(RocAuc.of(scores, anomalous), AveragePrecision.of(scores, anomalous), anomalies);
    }

    private static boolean[] anomalous(Dataset data, Set<String> normal) {
        boolean[] anomalous = new boolean[normal.isEmpty() ? 0 : data.size()];
        List<String> classes = normal.isEmpty()
                ? List.of()
                : Normal.of(List.copyOf(normal), data.schema().classes()).classes();
        int count = 0;
        for (int i = 0; i < anomalous.length; i++) {
            anomalous[i] = !classes.contains(data.className(i));
            count += anomalous[i] ? 1 : 0;
        }
        if (anomalous.length > 0 && (count == 0 || count == anomalous.length)) {
            throw new InputException(
                    "Normal examples and anomalies are needed to tell them apart.",
                    "examples of both kinds",
                    count + " anomalies among " + anomalous.length + " examples",
                    "--normal",
                    "name the classes that are normal, or leave --normal out");
        }
        return anomalous;
    }

    private static List<String> header(Schema schema) {
        List<String> header = new ArrayList<>(List.of("name", "label", "score"));
        for (int j = 0; j < schema.shape().size() && !schema.shape().isImage(); j++) {
            header.add("share_" + schema.column(j));
        }
        return header;
    }

    private static List<String> row(Dataset data, Score score) {
        List<String> row = new ArrayList<>(
                List.of(data.name(score.index()), data.className(score.index()), Double.toString(score.score())));
        for (int j = 0; j < score.parts().length && !data.schema().shape().isImage(); j++) {
            row.add(Double.toString(score.parts()[j]));
        }
        return row;
    }
}
