package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Examples that a trained model is applied to, by one text each. */
public final class Items {
    private static final Pattern ONE = Pattern.compile("(.+):(\\d{1,9})");

    private Items() {}

    /**
     * The data that {@code text} names, as it is: what {@link Sources} opens, its test part where it has one; or, as {@code
     * text:INDEX}, one example of it, counted from 0. A path that exists comes first.
     *
     * @throws InputException where there is no such data or example
     */
    public static Dataset open(String text, DataOptions options) {
        Matcher one = ONE.matcher(text);
        if (!one.matches() || Sources.isPath(text)) {
            return part(text, options);
        }
        Dataset data = part(one.group(1), options);
        int index = Integer.parseInt(one.group(2));
        if (index >= data.size()) {
            throw new InputException(
                    "There is no such example.",
                    "from 0 to " + (data.size() - 1),
                    one.group(2),
                    text,
                    "name one of the " + data.size() + " examples of " + one.group(1) + ", counted from 0");
        }
        return new Subset(data, new int[] {index});
    }

    private static Dataset part(String nameOrPath, DataOptions options) {
        Source source = Sources.open(nameOrPath, options);
        return source.test() != null ? source.test() : source.train();
    }

    /**
     * Examples the way a model reads them: images brought to its size and number of channels, values scaled as in training.
     *
     * @param schema the model's
     * @throws InputException where the data is of another kind
     */
    public static Dataset fitted(Schema schema, Dataset data) {
        Shape shape = schema.shape();
        if (!shape.isImage() || !data.schema().shape().isImage()) {
            return Rescaled.to(schema, data);
        }
        Dataset sized = Resized.to(new Resize(shape.height(), shape.width()), data);
        return Rescaled.to(schema, Recoloured.to(shape.channels(), sized));
    }
}
