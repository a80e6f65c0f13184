package dev.penumbra.latent.edit;

import dev.penumbra.latent.Decoding;
import dev.penumbra.model.Inference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What directions do to examples that they were not learned from. Changes are against the reconstruction, in standard deviations of the
 * attribute: (reading(edited) - reading(reconstruction)) / {@link Gauge#unit()}.
 *
 * @param examples           how many were edited
 * @param classifierAccuracy of the classifier that judges whether the class stays, on these examples as they are; null where there are no classes
 * @param readings           by attribute: how well it is read off these examples as they are, {@link Gauge#r2}
 * @param effects            one for each direction
 */
public record EditEffects(
        int examples, @Nullable Double classifierAccuracy, Map<String, Double> readings, List<Effect> effects) {
    /** Examples that are edited, at most. */
    private static final int MAX_EDITED = 300;

    /**
     * What one direction does.
     *
     * @param attribute that shall change
     * @param method    how the direction was found
     * @param orthogonal to the probes of the others
     * @param reading   "strokes" or "probe"
     * @param unit      of the reading, for one standard deviation
     * @param slope     of measured change over strength, through 0: 1 where the attribute moves as asked
     * @param r2        of that line, over examples and strengths
     * @param leakage   by every other attribute: its change, in its own standard deviations, for each standard deviation asked; the root mean
     *                  square over the strengths of the mean change over examples, so that what changes alike in both directions counts
     * @param points    by strength, 0 being the reconstruction
     * @param warnings  whole sentences where the edited examples are not what was asked for, whatever the slope says
     */
    public record Effect(
            String attribute,
            Method method,
            boolean orthogonal,
            String reading,
            double unit,
            double slope,
            double r2,
            Map<String, Double> leakage,
            List<Point> points,
            List<String> warnings) {}

    /**
     * What one strength does.
     *
     * @param strength  asked for, in standard deviations
     * @param change    measured, mean over the examples
     * @param spread    its standard deviation over the examples
     * @param others    mean change of every other attribute
     * @param classKept the part of the examples in which the classifier finds the original's class, or the class that was asked for;
     *                  null without classes
     * @param beyond    the part of the examples whose code lies further along the direction than all codes of training examples
     */
    public record Point(
            double strength,
            double change,
            double spread,
            Map<String, Double> others,
            @Nullable Double classKept,
            double beyond) {}

    /**
     * Edits held-out examples.
     *
     * @param directions learned on {@code train}
     * @param gauges     of {@code train}
     * @param heldOut    with the same attributes; the first 300 are edited
     */
    public static EditEffects of(
            Inference inference, List<Direction> directions, List<Gauge> gauges, Examples train, Examples heldOut) {
        Examples edited = heldOut.first(MAX_EDITED);
        boolean classes = Arrays.stream(edited.labels()).allMatch(l -> l >= 0);
        boolean images = inference.model().spec().schema().shape().isImage();
        NearestNeighbours classifier = classes ? new NearestNeighbours(train, images) : null;
        Map<String, Double> readings = new LinkedHashMap<>();
        gauges.forEach(g -> readings.put(g.attribute(), g.r2(heldOut)));
        float[] reconstructed = Decoding.all(inference, edited.z(), edited.given(inference));
        Map<String, double[]> before = new LinkedHashMap<>();
        gauges.forEach(g -> before.put(g.attribute(), g.read(reconstructed, edited.size())));
        List<Effect> effects = new ArrayList<>();
        for (Direction direction : directions) {
            effects.add(effect(inference, direction, gauges, before, classifier, edited));
        }
        Double accuracy = classifier == null
                ? null
                : (Double) classifier.accuracy(edited.x(), edited.labels(), -1, edited.size());
        return new EditEffects(edited.size(), accuracy, readings, effects);
    }

    private static Effect effect(
            Inference inference,
            Direction direction,
            List<Gauge> gauges,
            Map<String, double[]> before,
            @Nullable NearestNeighbours classifier,
            Examples examples) {
        int n = examples.size();
        double[] strengths = DoubleStream.concat(DoubleStream.of(0), Arrays.stream(DirectionLearner.STRENGTHS))
                .sorted()
                .toArray();
        List<Point> points = new ArrayList<>();
        double[] asked = new double[strengths.length * n];
        double[] measured = new double[asked.length];
        for (int s = 0; s < strengths.length; s++) {
            float[] z = direction.moved(examples.z(), strengths[s]);
            float[] x = Decoding.all(inference, z, examples.given(inference));
            Map<String, Double> others = new LinkedHashMap<>();
            double[] own = {};
            for (Gauge gauge : gauges) {
                double[] change = changes(gauge, Objects.requireNonNull(before.get(gauge.attribute())), x);
                if (gauge.attribute().equals(direction.attribute())) {
                    own = change;
                } else {
                    others.put(gauge.attribute(), Vectors.mean(change));
                }
            }
            Arrays.fill(asked, s * n, (s + 1) * n, strengths[s]);
            System.arraycopy(own, 0, measured, s * n, n);
            int wanted = strengths[s] > 0 ? examples.label(direction.attribute()) : -1;
            Double kept = classifier == null ? null : (Double) classifier.accuracy(x, examples.labels(), wanted, n);
            points.add(new Point(
                    strengths[s], Vectors.mean(own), Vectors.std(own), others, kept, beyond(direction, z, n)));
        }
        double slope = Vectors.dot(asked, measured) / Vectors.dot(asked, asked);
        return new Effect(
                direction.attribute(),
                direction.method(),
                direction.orthogonal(),
                direction.reading(),
                direction.unit(),
                slope,
                r2(asked, measured, slope),
                leakage(points),
                points,
                warnings(points));
    }

    private static double beyond(Direction direction, float[] z, int n) {
        int beyond = 0;
        for (int i = 0; i < n; i++) {
            beyond += direction.isBeyond(z, i * (z.length / n)) ? 1 : 0;
        }
        return (double) beyond / n;
    }

    /** An edit that loses the class of every second example it could have kept, or moves most codes to where none was, shows little. */
    private static List<String> warnings(List<Point> points) {
        List<String> warnings = new ArrayList<>();
        Double before = points.stream()
                .filter(p -> p.strength == 0)
                .findFirst()
                .orElseThrow()
                .classKept();
        for (Point p : points) {
            if (before != null && p.classKept != null && p.classKept < before / 2) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "At %+.0f only %.0f %% of the examples are still of their class, of %.0f %% before: the edit"
                                + " destroys them.",
                        p.strength,
                        100 * p.classKept,
                        100 * before));
            }
            if (Math.abs(p.strength) == 1 && p.beyond > 0.5) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "At %+.0f the codes of %.0f %% of the examples lie beyond those of all training examples: what"
                                + " is decoded there is a guess.",
                        p.strength,
                        100 * p.beyond));
            }
        }
        return warnings;
    }

    private static double[] changes(Gauge gauge, double[] before, float[] x) {
        double[] after = gauge.read(x, before.length);
        for (int i = 0; i < after.length; i++) {
            after[i] = (after[i] - before[i]) / gauge.unit();
        }
        return after;
    }

    /** 1 less what the line leaves of the variation about the mean. */
    private static double r2(double[] asked, double[] measured, double slope) {
        double[] rest = measured.clone();
        Vectors.add(rest, -slope, asked);
        double std = Vectors.std(measured);
        return std > 0 ? 1 - Vectors.dot(rest, rest) / measured.length / (std * std) : 0;
    }

    /** The root of sum change^2 / sum strength^2: of a change in proportion to the strength, the size of their ratio. */
    private static Map<String, Double> leakage(List<Point> points) {
        double squares =
                points.stream().mapToDouble(p -> p.strength * p.strength).sum();
        Map<String, Double> leakage = new LinkedHashMap<>();
        for (Point p : points) {
            p.others.forEach((name, change) -> leakage.merge(name, change * change / squares, Double::sum));
        }
        leakage.replaceAll((name, value) -> Math.sqrt(value));
        return leakage;
    }
}
