package dev.penumbra.report;

import dev.penumbra.InputException;
import dev.penumbra.data.Csv;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.Reconstruction;
import dev.penumbra.model.Inference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What reconstructions are written to, and their errors.
 *
 * @param examples       how many there were
 * @param mse            mean of {@link Reconstruction#mse}
 * @param negLogLikelihood mean of -{@link Reconstruction#logLikelihood} in nats; null where it is undefined for an example
 * @param worst          the example with the largest squared error
 * @param worstMse       its squared error
 */
public record ReconstructionFiles(
        int examples, double mse, @Nullable Double negLogLikelihood, String worst, double worstMse) {
    private static final int COLUMNS = 10;
    private static final int CELL = 84;
    private static final int GUTTER = 4;

    /** Examples that a picture shows, at most. */
    public static final int MAX_SHOWN = 1000;

    /**
     * Reconstructs all of {@code data}, one batch in memory at a time. A picture, {@code .png}, has the first {@code shown} examples, each
     * above its reconstruction; other formats, those of {@link ExampleFiles}, have all reconstructions.
     *
     * @param data   for a conditional model as {@link dev.penumbra.latent.Condition#of} gives it
     * @param errors a CSV file for name, label, mse and -log p(x|z) of each example
     * @throws InputException as {@link ExampleFiles#write}
     */
    public static ReconstructionFiles write(Path out, Path errors, Inference inference, Dataset data, int shown) {
        Schema schema = inference.model().spec().schema();
        boolean picture = schema.shape().isImage()
                && out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        if (shown < 1 || shown > MAX_SHOWN) {
            throw new InputException(
                    "A picture does not show so many examples.",
                    "1 to " + MAX_SHOWN,
                    String.valueOf(shown),
                    "--count",
                    "give a number in that range");
        }
        Sums sums = new Sums(data);
        Csv.write(errors, List.of("name", "label", "mse", "negLogLikelihood"), rows -> {
            if (picture) {
                picture(out, inference, data, Math.min(shown, data.size()), r -> rows.accept(sums.add(r)));
            } else {
                boolean named = !data.name(0).equals("0");
                new ExampleFiles(out, schema, data.size(), COLUMNS, named)
                        .write(each -> Reconstruction.forEach(inference, data, r -> {
                            rows.accept(sums.add(r));
                            each.take(data.name(r.index()), r.mean());
                        }));
            }
        });
        return sums.result();
    }

    private static void picture(Path out, Inference inference, Dataset data, int shown, Consumer<Reconstruction> each) {
        Schema schema = data.schema();
        int d = schema.shape().size();
        float[] x = new float[shown * d];
        float[] means = new float[shown * d];
        Reconstruction.forEach(inference, data, r -> {
            if (r.index() < shown) {
                System.arraycopy(r.x(), 0, x, r.index() * d, d);
                System.arraycopy(r.mean(), 0, means, r.index() * d, d);
            }
            each.accept(r);
        });
        Pictures.write(
                out,
                Pictures.stacked(
                        List.of(schema.toPicture(x), schema.toPicture(means)),
                        shown,
                        schema.shape(),
                        COLUMNS,
                        CELL,
                        GUTTER));
    }

    /** Sums over the examples, in their order. */
    private static final class Sums {
        private final Dataset data;
        private double mse;
        private double log;
        private boolean defined = true;
        private int worst = -1;
        private double worstMse = -1;

        Sums(Dataset data) {
            this.data = data;
        }

        /** Counts one and returns its row. */
        List<String> add(Reconstruction r) {
            mse += r.mse();
            if (r.logLikelihood() == null) {
                defined = false;
            } else {
                log += r.logLikelihood();
            }
            if (r.mse() > worstMse) {
                worst = r.index();
                worstMse = r.mse();
            }
            return List.of(
                    data.name(r.index()),
                    data.className(r.index()),
                    Double.toString(r.mse()),
                    r.logLikelihood() == null ? "" : Double.toString(-r.logLikelihood()));
        }

        ReconstructionFiles result() {
            int n = data.size();
            return new ReconstructionFiles(n, mse / n, defined ? -log / n : null, data.name(worst), worstMse);
        }
    }
}
