package dev.penumbra.latent.edit;

import dev.penumbra.InputException;
import dev.penumbra.latent.Decoding;
import dev.penumbra.model.Inference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns directions. One is found in the codes ({@link Method}), made orthogonal on request, and then scaled by what it does to decoded
 * examples, whatever the probe thinks: see {@link #calibrated}.
 */
public final class DirectionLearner {
    /** Strengths at which a direction is calibrated and judged. */
    static final double[] STRENGTHS = {-2, -1, 1, 2};

    /** Lambda of the probes: enough to keep dimensions out that vary by nothing but noise. */
    private static final double RIDGE = 0.01;

    /** Training examples on which a direction is calibrated. */
    private static final int CALIBRATED = 200;

    private static final int ROUNDS = 6;

    /** Ends where one unit moves the reading by one unit up to this part. */
    private static final double TOLERANCE = 0.005;

    private final Inference inference;
    private final Examples train;
    private final List<Gauge> gauges;
    private final Method method;
    private final boolean orthogonal;
    /** Probes that were solved, by the number of their attribute: each is asked for by all others. */
    private final Map<Integer, double[]> probes = new HashMap<>();

    private DirectionLearner(
            Inference inference, Examples train, List<Gauge> gauges, Method method, boolean orthogonal) {
        this.inference = inference;
        this.train = train;
        this.gauges = gauges;
        this.method = method;
        this.orthogonal = orthogonal;
    }

    /**
     * Learns a direction for each of {@code names}.
     *
     * @param train      with all attributes that directions shall be orthogonal to
     * @param gauges     of {@code train}
     * @param orthogonal takes out of each direction what lies in the span of the probes of all other attributes of {@code train}, so that
     *                   what they predict does not change (Shen et al. 2020, section 3.2)
     * @throws InputException where an attribute does not vary, or cannot be moved
     */
    public static List<Direction> learn(
            Inference inference,
            Examples train,
            List<Gauge> gauges,
            List<String> names,
            Method method,
            boolean orthogonal) {
        DirectionLearner learner = new DirectionLearner(inference, train, gauges, method, orthogonal);
        return names.stream().map(learner::learn).toList();
    }

    private Direction learn(String name) {
        Gauge gauge = gauges.stream()
                .filter(g -> g.attribute().equals(name))
                .findFirst()
                .orElseThrow(() -> cannotMove(name, "it is the same in all examples"));
        int k = index(name);
        double[] d = method == Method.PROBE ? probe(k) : means(k);
        double before = Vectors.dot(d, d);
        if (orthogonal) {
            d = orthogonal(d, others(k));
        }
        // What is left of a direction in the span of the others is rounding.
        if (!(Vectors.dot(d, d) > 1e-12 * before)) {
            throw cannotMove(name, orthogonal ? "nothing of it is orthogonal to the others" : "no code depends on it");
        }
        return calibrated(gauge, d);
    }

    private int index(String name) {
        return IntStream.range(0, train.attributes().size())
                .filter(k -> train.attributes().get(k).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the examples do not have " + name));
    }

    private List<double[]> others(int k) {
        List<double[]> normals = new ArrayList<>();
        for (Gauge gauge : gauges) {
            int other = index(gauge.attribute());
            if (other != k) {
                normals.add(probe(other));
            }
        }
        return normals;
    }

    /** (Z^T Z + lambda I)^-1 Z^T y. */
    private double[] probe(int k) {
        return probes.computeIfAbsent(k, this::solved);
    }

    private double[] solved(int k) {
        Within within = train.within(k);
        double[][] z = within.deviations(train.z(), inference.model().spec().latent());
        if (Arrays.stream(z).allMatch(row -> Vectors.dot(row, row) == 0)) {
            throw cannotMove(train.attributes().get(k).name(), "all codes are equal");
        }
        return new Ridge(z, RIDGE).weights(within.deviations(train.values()[k]));
    }

    /** Z^T y / y^T y. */
    private double[] means(int k) {
        Within within = train.within(k);
        double[][] z = within.deviations(train.z(), inference.model().spec().latent());
        double[] y = within.deviations(train.values()[k]);
        return Vectors.scaled(Vectors.combine(z, y), 1 / Vectors.dot(y, y));
    }

    /** {@code d} less its part in the span of {@code normals}, by Gram and Schmidt's method. */
    static double[] orthogonal(double[] d, List<double[]> normals) {
        List<double[]> basis = new ArrayList<>();
        for (double[] normal : normals) {
            double[] rest = without(without(normal, basis), basis); // twice is enough (Giraud et al. 2005)
            double length = Math.sqrt(Vectors.dot(rest, rest));
            if (length > 1e-9 * Math.sqrt(Vectors.dot(normal, normal))) {
                basis.add(Vectors.scaled(rest, 1 / length));
            }
        }
        return without(without(d, basis), basis);
    }

    private static double[] without(double[] d, List<double[]> basis) {
        double[] rest = d.clone();
        for (double[] axis : basis) {
            Vectors.add(rest, -Vectors.dot(rest, axis), axis);
        }
        return rest;
    }

    /**
     * {@code d} at the length s at which one unit of strength moves the reading by one standard deviation of the attribute: with D the mean,
     * over training examples, of the slope through 0 of (reading(decode(z + t s d)) - reading(decode(z))) / unit over t = -2, -1, 1, 2, s is
     * divided by D until D is 1. Where the decoder and the reading are linear, the first division is exact.
     */
    private Direction calibrated(Gauge gauge, double[] d) {
        Examples some = train.first(CALIBRATED);
        double[] before = gauge.read(Decoding.all(inference, some.z(), some.given(inference)), some.size());
        double scale = codeSpread(d) / Vectors.dot(d, d);
        Direction direction = scaled(gauge, d, scale);
        for (int round = 0; round < ROUNDS; round++) {
            double slope = slope(gauge, direction, some, before);
            if (!(slope > 0.01)) {
                throw cannotMove(
                        gauge.attribute(),
                        "a step along its direction changes it by " + (float) slope + " of what it should");
            }
            if (Math.abs(slope - 1) < TOLERANCE) {
                break;
            }
            scale /= Math.clamp(slope, 0.25, 4);
            direction = scaled(gauge, d, scale);
        }
        return direction.spanning(train.z());
    }

    /** The standard deviation of d . z. */
    private double codeSpread(double[] d) {
        double squares = 0;
        for (double[] row : Within.none(train.size()).deviations(train.z(), d.length)) {
            squares += Vectors.dot(row, d) * Vectors.dot(row, d);
        }
        return Math.sqrt(squares / train.size());
    }

    private Direction scaled(Gauge gauge, double[] d, double scale) {
        float[] vector = new float[d.length];
        for (int j = 0; j < vector.length; j++) {
            vector[j] = (float) (scale * d[j]);
        }
        return new Direction(
                gauge.attribute(),
                method,
                orthogonal,
                gauge.mean(),
                gauge.std(),
                gauge.reading().kind(),
                gauge.unit(),
                vector);
    }

    private double slope(Gauge gauge, Direction direction, Examples some, double[] before) {
        int n = some.size();
        double sum = 0;
        double squares = 0;
        for (double t : STRENGTHS) {
            float[] moved = Decoding.all(inference, direction.moved(some.z(), t), some.given(inference));
            double[] after = gauge.read(moved, n);
            for (int i = 0; i < n; i++) {
                sum += t * (after[i] - before[i]) / gauge.unit();
            }
            squares += n * t * t;
        }
        return sum / squares;
    }

    private static InputException cannotMove(String name, String reason) {
        return new InputException(
                "The attribute cannot be moved in this model's latent space",
                "an attribute that varies, that the codes know of and the decoder shows",
                reason,
                "--attribute " + name,
                "choose another attribute, another --method, or a model with more latent dimensions");
    }
}
