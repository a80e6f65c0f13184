package dev.penumbra.report;

import dev.penumbra.data.PngWriter;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.nn.Shape;
import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Bar;
import dev.penumbra.report.Chart.Bars;
import dev.penumbra.report.Chart.Group;
import dev.penumbra.report.Chart.Histogram;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Scatter;
import dev.penumbra.report.Chart.Sprite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Charts of where the examples lie in latent space. */
final class LatentFigures {
    /** Side of a thumbnail in pixels at most. */
    private static final int THUMBNAIL = 32;

    private static final int SPRITE_COLUMNS = 40;
    private static final int MAX_BARS = 64;
    private static final int MAX_NAMES = 30;

    private LatentFigures() {}

    /** The means in the plane, by class. */
    static Scatter means(Shown shown, boolean withPictures) {
        Posterior posterior = shown.view().posterior();
        double[][] plane = shown.view().plane();
        boolean areas = posterior.latent() == 2 && !shown.isAutoencoder();
        Map<Integer, List<Integer>> rowsByLabel = new TreeMap<>();
        for (int i = 0; i < shown.count(); i++) {
            rowsByLabel
                    .computeIfAbsent(shown.view().labels()[i], k -> new ArrayList<>())
                    .add(i);
        }
        List<Group> groups = new ArrayList<>();
        rowsByLabel.forEach((label, rows) -> groups.add(new Group(
                label < 0 ? "examples" : Shown.className(shown.schema(), label),
                Math.max(label, 0),
                rows.stream()
                        .map(i -> new Point(
                                Numbers.drawn(plane[i][0]),
                                Numbers.drawn(posterior.latent() == 1 ? posterior.std(i, 0) : plane[i][1])))
                        .toList(),
                areas
                        ? rows.stream()
                                .map(i -> new Point(
                                        Numbers.drawn(posterior.std(i, 0)), Numbers.drawn(posterior.std(i, 1))))
                                .toList()
                        : List.of(),
                withPictures && shown.schema().shape().isImage() ? rows : List.of())));
        List<Axis> axes = axes(posterior.latent());
        boolean named = groups.size() > 1 && groups.size() <= MAX_NAMES;
        return new Scatter(axes.get(0), axes.get(1), groups, named, withPictures ? sprite(shown) : null);
    }

    private static List<Axis> axes(int latent) {
        return switch (latent) {
            case 1 -> List.of(Axis.of("μ (latent units)"), Axis.of("σ (latent units)"));
            case 2 -> List.of(Axis.of("μ₁ (latent units)"), Axis.of("μ₂ (latent units)"));
            default ->
                List.of(
                        Axis.of("first principal component of μ (latent units)"),
                        Axis.of("second principal component (latent units)"));
        };
    }

    /** How the plane of {@link #means} came to be. */
    static String planeNote(Shown shown) {
        int latent = shown.view().posterior().latent();
        return switch (latent) {
            case 1 -> "There is one latent dimension; its σ is shown upwards. ";
            case 2 -> "";
            default ->
                "Of " + latent + " dimensions this is the plane of the first two principal components, which holds "
                        + Numbers.percent(shown.view().pca().varianceShare()) + " of the means' variance. ";
        };
    }

    private static @Nullable Sprite sprite(Shown shown) {
        Shape shape = shown.schema().shape();
        if (!shape.isImage()) {
            return null;
        }
        int side = Math.max(shape.height(), shape.width());
        int rows = Math.ceilDiv(shown.count(), SPRITE_COLUMNS);
        var image = Pictures.grid(
                shown.schema().toPicture(shown.examples(shown.count())),
                shown.count(),
                shape,
                SPRITE_COLUMNS,
                Math.min(side, THUMBNAIL),
                0);
        int columns = Math.min(SPRITE_COLUMNS, shown.count());
        return new Sprite(
                Page.dataUri(PngWriter.png(image)),
                columns,
                rows,
                image.getWidth() / columns,
                image.getHeight() / rows);
    }

    /** All standard deviations; the last interval has also the few that are far out. */
    static Histogram sigmas(Shown shown) {
        Posterior posterior = shown.view().posterior();
        double[] sigma = IntStream.range(0, posterior.logStd().length)
                .mapToDouble(k -> StrictMath.exp(posterior.logStd()[k]))
                .toArray();
        Arrays.sort(sigma);
        double high = Math.max(1.2, sigma[(int) (0.995 * (sigma.length - 1))]);
        return Histogram.of(Axis.of("σ (latent units)"), Axis.of("how many (example, dimension)"), sigma, 0, high, 48);
    }

    /** The KL of each dimension, the largest first. */
    static Bars kl(Shown shown, Evaluation evaluation) {
        List<Double> kl = evaluation.klPerDimension();
        List<Bar> bars = IntStream.range(0, kl.size())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -kl.get(j)))
                .limit(MAX_BARS)
                .map(j ->
                        new Bar("z" + (j + 1), kl.get(j), isActive(shown.view().posterior(), j)))
                .toList();
        return new Bars(Axis.of("latent dimension, by KL"), Axis.of("KL (nats per example)"), bars);
    }

    private static boolean isActive(Posterior posterior, int j) {
        double[] mu = IntStream.range(0, posterior.batch())
                .mapToDouble(i -> posterior.mean()[i * posterior.latent() + j])
                .toArray();
        double mean = Arrays.stream(mu).average().orElse(0);
        return Arrays.stream(mu).map(m -> (m - mean) * (m - mean)).average().orElse(0) > Evaluation.ACTIVE;
    }
}
