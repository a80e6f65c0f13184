package dev.penumbra.data;

import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a data set contains, in numbers.
 *
 * @param name    known name or file name
 * @param shape   shape of one example
 * @param columns names of the columns of a table; empty otherwise
 * @param parts   training, and what was published of validation and test
 * @param min     smallest value of the training part, as the model sees it
 * @param max     largest
 * @param mean    mean
 * @param read    examples that min, max and mean are of: all, or evenly spaced ones of a large set
 * @param factors names of the known true factors
 */
public record DataSummary(
        String name,
        Shape shape,
        List<String> columns,
        List<Part> parts,
        double min,
        double max,
        double mean,
        int read,
        List<String> factors) {
    /** More examples than this are not read. */
    private static final int MAX_READ = 10_000;

    /**
     * One split.
     *
     * @param name     train, validation or test
     * @param examples how many
     * @param classes  how many of each class, in the order of the schema; empty without labels
     */
    public record Part(String name, int examples, SequencedMap<String, Integer> classes) {}

    /** Reads up to 10,000 training examples, and all labels. */
    public static DataSummary of(Source source) {
        List<Part> parts = new ArrayList<>();
        parts.add(part("train", source.train()));
        if (source.validation() != null) {
            parts.add(part("validation", source.validation()));
        }
        if (source.test() != null) {
            parts.add(part("test", source.test()));
        }
        Dataset train = source.train();
        Schema schema = train.schema();
        int read = Math.min(train.size(), MAX_READ);
        float[] x = new float[schema.shape().size()];
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < read; i++) {
            train.read((int) ((long) i * train.size() / read), x, 0);
            for (float v : x) {
                min = Math.min(min, v);
                max = Math.max(max, v);
                sum += v;
            }
        }
        double mean = sum / ((double) read * x.length);
        return new DataSummary(
                source.name(), schema.shape(), schema.columns(), parts, min, max, mean, read, train.factorNames());
    }

    private static Part part(String name, Dataset data) {
        List<String> classes = data.schema().classes();
        int[] counts = new int[classes.size()];
        for (int i = 0; i < data.size() && !classes.isEmpty(); i++) {
            counts[data.label(i)]++;
        }
        SequencedMap<String, Integer> named = new LinkedHashMap<>();
        for (int c = 0; c < counts.length; c++) {
            named.put(classes.get(c), counts[c]);
        }
        return new Part(name, data.size(), named);
    }
}
