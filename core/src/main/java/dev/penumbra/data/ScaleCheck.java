package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether data is on the scale of a model's training data. */
final class ScaleCheck {
    /** Values of a table that are looked at: rows that are equally spaced. */
    private static final int LOOK = 1 << 22;

    private static final int MAX_ROWS = 1000;
    /** Fewer rows may all be anomalies. */
    private static final int FEWEST_ROWS = 10;
    /** Training deviations from the mean at which half of a column's values are no measurements in the same unit. */
    private static final double FAR = 10;
    /** Parts of the range of training below which values are of another unit, such as 1 to 255 and 255 to 65535; or of a dark image. */
    private static final double TINY = 0.01;

    private static final double DARK = 0.1;
    /** Parts of the range of training within which two ends are the same. */
    private static final double NEAR = 0.05;

    private ScaleCheck() {}

    /**
     * What is unusual, in sentences.
     *
     * @param scaling what brings the raw values of {@code data} to the model's
     * @throws InputException where the data is on another scale
     */
    static List<String> notes(Schema model, Dataset data, Scaling scaling) {
        Values own = data.schema().values();
        if (!own.isKnown()) {
            return List.of();
        }
        if (model.isGrey()) {
            grey(model, own, scaling);
            return List.of();
        }
        if (!model.values().isKnown()) {
            return List.of();
        }
        return model.shape().isImage() ? images(model, own) : table(model, data);
    }

    /** Models of [0, 1]. */
    private static void grey(Schema model, Values own, Scaling scaling) {
        // An image without a scaling in a bundle that does not say what it saw may be one of counts.
        boolean bounded = model.values().isKnown() || model.scaling().equals(Scaling.PIXELS);
        double most = scaling.scale().getFirst();
        if (bounded && !own.within(0, most)) {
            throw refused(model.values(), own, most);
        }
        boolean levels = most > 1 && model.values().isKnown() && model.values().whole();
        if (levels && own.type() == Values.Type.REAL && !own.whole()) {
            throw refused(model.values(), own, most);
        }
    }

    private static InputException refused(Values trained, Values own, double most) {
        return new InputException(
                "The images are on another scale than those of the training.",
                "0 to " + Values.number(most) + " in a file of this type"
                        + (trained.isKnown() ? "; the training data had " + trained : ""),
                own.toString(),
                InputException.THE_DATA,
                "bring the values to the scale of the training data");
    }

    /** Models of images that are standardized or taken as they are. */
    private static List<String> images(Schema model, Values own) {
        Values trained = model.values();
        double a = trained.low(0);
        double b = trained.high(0);
        double c = own.low(0);
        double d = own.high(0);
        double span = b - a;
        boolean sameType = own.type() == trained.type();
        boolean bytes = own.type() == Values.Type.PIXEL || own.type() == Values.Type.BYTE;
        boolean byteLike = a >= 0 && b > 1 && b <= 255;
        boolean beyond = c < a - span || d > b + span;
        double range = Math.max(Math.abs(a), Math.abs(b));
        double largest = Math.max(Math.abs(c), Math.abs(d));
        boolean tiny = c < d && largest < TINY * range;
        // From -1 to 1 in training, and now from 0 to 1.
        boolean halved = a <= -b / 2 && c >= 0 && c < NEAR * span && Math.abs(d - b) < NEAR * span;
        boolean ofBytes = c >= 0 && c < 16 && d >= 240 && d <= 255 && b > 4 * 255;
        if (beyond || halved || ofBytes || (bytes && !sameType && !byteLike) || (tiny && !(sameType && own.whole()))) {
            throw new InputException(
                    "The images are on another scale than those of the training.",
                    trained.toString(),
                    own.toString(),
                    InputException.THE_DATA,
                    "bring the values to the scale of the training data");
        }
        return c < d && largest < DARK * range
                ? List.of("the images are much darker than those of the training: " + own + ", in training " + trained)
                : List.of();
    }

    /** A row may be anything, and a column may have moved; but not most columns of most rows. */
    private static List<String> table(Schema model, Dataset data) {
        if (model.scaling().equals(Scaling.NONE)) {
            return List.of();
        }
        int d = model.shape().size();
        int rows = Math.clamp(LOOK / d, 1, Math.min(MAX_ROWS, data.size()));
        double[][] columns = new double[d][rows];
        double[] x = new double[d];
        for (int n = 0; n < rows; n++) {
            data.readRaw((int) ((long) n * data.size() / rows), x);
            for (int j = 0; j < d; j++) {
                columns[j][n] = x[j];
            }
        }
        List<Integer> far = new ArrayList<>();
        int varying = 0;
        boolean standard = rows >= FEWEST_ROWS;
        for (int j = 0; j < d; j++) {
            if (model.values().low(j) < model.values().high(j)) {
                varying++;
                if (distance(columns[j], model.scaling(), j) > FAR) {
                    far.add(j);
                }
                standard &= isStandard(columns[j]) && !isStandard(model.scaling(), j);
            }
        }
        if (varying > 0 && rows >= FEWEST_ROWS && (standard || 2 * far.size() > varying)) {
            int j = far.isEmpty() ? 0 : far.getFirst();
            throw new InputException(
                    "The columns are on another scale than those of the training.",
                    model.column(j) + " with " + model.values().text(j) + ", as in training",
                    data.schema().values().text(j) + (standard ? ", each column with mean 0 and deviation 1" : ""),
                    InputException.THE_DATA,
                    "bring the columns to the units of the training data; the model standardizes them itself");
        }
        return rows < FEWEST_ROWS
                ? List.of()
                : far.stream().map(j -> moved(model, data.schema().values(), j)).toList();
    }

    private static String moved(Schema model, Values own, int j) {
        return "column " + model.column(j) + " is far from where it was in training: " + own.text(j) + ", in training "
                + model.values().text(j);
    }

    /** The median distance from the training mean, in its deviations. */
    private static double distance(double[] column, Scaling scaling, int j) {
        double shift = scaling.shift().get(j);
        double scale = scaling.scale().get(j);
        double[] distances = Arrays.stream(column)
                .map(v -> Math.abs(v - shift) / scale)
                .sorted()
                .toArray();
        return distances[distances.length / 2];
    }

    private static boolean isStandard(double[] column) {
        double mean = Arrays.stream(column).average().orElseThrow();
        double variance = Arrays.stream(column)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        return Math.abs(mean) < 0.1 && Math.abs(Math.sqrt(variance) - 1) < 0.1;
    }

    private static boolean isStandard(Scaling scaling, int j) {
        double shift = scaling.shift().get(j);
        double scale = scaling.scale().get(j);
        return Math.abs(shift) < 0.5 && scale > 0.5 && scale < 2;
    }
}
