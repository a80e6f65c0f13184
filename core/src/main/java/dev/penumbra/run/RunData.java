package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Fold;
import dev.penumbra.data.Folds;
import dev.penumbra.data.KnownData;
import dev.penumbra.data.Normal;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Resize;
import dev.penumbra.data.SmallClasses;
import dev.penumbra.data.Source;
import dev.penumbra.data.Sources;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Splitter;
import dev.penumbra.data.Standardization;
import dev.penumbra.nn.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data of a run. */
public final class RunData {
    /** Values of each part that {@link #fingerprint} reads. */
    private static final int FINGERPRINT = 1 << 18;

    private RunData() {}

    /** A configured size as the readers take it. */
    public static @Nullable Resize resize(RunConfig.@Nullable ImageSize size) {
        return size == null ? null : new Resize(size.height(), size.width());
    }

    /** Opens and splits the data that {@code config} names; the same configuration always gives the same splits. */
    public static Splits open(RunConfig config) {
        return drawn(config, grey(config));
    }

    /** The same splits with their values as they are, whatever the model sees of them. */
    public static Splits grey(RunConfig config) {
        RunConfig.DataConfig data = config.data();
        Seed seed = seed(config);
        Path directory = data.directory() == null ? null : Path.of(data.directory());
        Source source = Sources.open(
                data.source(), new DataOptions(directory, resize(data.resize()), seed).withTable(data.table()));
        return split(source, config, seed);
    }

    /**
     * What {@link #grey} gave, as {@link #open} has it: what is only measured on is drawn once, so that measurements can be compared;
     * training draws anew each time.
     */
    public static Splits drawn(RunConfig config, Splits grey) {
        Pixels pixels = config.data().pixels();
        Seed seed = seed(config).named("pixels");
        Dataset validation = grey.validation();
        Dataset test = grey.test();
        return new Splits(
                grey.train(),
                validation == null ? null : pixels.once(validation, seed.named("validation")),
                test == null ? null : pixels.once(test, seed.named("test")));
    }

    /** The training part of {@link #open} as something to measure on: its pixels are drawn once too. */
    public static Dataset measured(RunConfig config, Dataset train) {
        return config.data().pixels().once(train, seed(config).named("pixels").named("train"));
    }

    /**
     * A part of a run's data.
     *
     * @param name test, validation or train
     */
    public record Part(String name, Dataset data) {}

    /**
     * The part that judges a model: what is normal of the test part; the validation part where there is no such thing, and the training
     * part where there is neither.
     */
    public static Part judging(RunConfig config, Splits splits) {
        Dataset test = splits.test();
        List<String> normal = config.data().normal();
        if (test != null && !normal.isEmpty()) {
            test = Normal.of(normal, splits.train().schema().classes()).only(test, true);
        }
        if (test != null) {
            return new Part("test", test);
        }
        Dataset validation = splits.validation();
        return validation != null
                ? new Part("validation", validation)
                : new Part("train", measured(config, splits.train()));
    }

    /** What the data of a run is called: its name, and the classes that it learns where those are not all. */
    public static String name(RunConfig config) {
        List<String> normal = config.data().normal();
        return config.data().source() + (normal.isEmpty() ? "" : " (" + String.join(", ", normal) + ")");
    }

    /** What the model of a run sees of the values, in words. */
    public static String pixels(RunConfig config) {
        return KnownData.protocol(config.data().source(), config.data().pixels());
    }

    /**
     * By what data is known again: how many examples each part has, and a checksum of examples spread evenly over each, some
     * 260,000 values of them and at least one, with their classes. A table's scaling depends on every row, so any change shows.
     */
    public static String fingerprint(Splits splits) {
        MessageDigest sha = Weights.newSha256();
        List<Dataset> parts = Stream.of(splits.train(), splits.validation(), splits.test())
                .filter(Objects::nonNull)
                .toList();
        for (Dataset part : parts) {
            int size = part.schema().shape().size();
            int read = Math.min(part.size(), Math.max(1, FINGERPRINT / size));
            float[] values = new float[size];
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, size + 1));
            for (int i = 0; i < read; i++) {
                int index = (int) ((long) i * part.size() / read);
                part.read(index, values, 0);
                bytes.clear().asFloatBuffer().put(values);
                sha.update(bytes.putInt(4 * size, part.label(index)));
            }
        }
        return parts.stream().map(part -> String.valueOf(part.size())).collect(Collectors.joining(" + "))
                + " examples, " + HexFormat.of().formatHex(sha.digest());
    }

    private static Seed seed(RunConfig config) {
        return new Seed(config.seed()).named("data");
    }

    private static Splits split(Source source, RunConfig config, Seed seed) {
        List<String> names = config.data().normal();
        if (config.model().conditional() || !names.isEmpty()) {
            requireLabels(source);
        }
        Normal normal = names.isEmpty()
                ? null
                : Normal.of(names, source.train().schema().classes());
        boolean old = config.version() < 3;
        // A standardized count is no whole number any more, and a standardized share does not lie in [0, 1].
        Standardization.Which which = config.model().needsRawValues()
                ? Standardization.Which.NONE
                : old ? Standardization.Which.OUTSIDE_UNIT : Standardization.Which.ALL;
        SmallClasses small = old ? SmallClasses.IN_EVERY_PART : SmallClasses.EVENLY;
        RunConfig.FoldConfig fold = config.data().fold();
        Source learned = normal == null ? source : normal.learned(source);
        double validation = fold == null ? config.data().validation() : 0;
        Splits parts = Splitter.parts(
                learned, seed.named("split"), validation, config.data().test(), small);
        if (normal != null) {
            parts = normal.withOthers(parts, source);
        }
        if (fold == null) {
            return Splitter.standardized(parts, which);
        }
        // What is held out must not tell of itself through the scaling.
        Splits whole = old ? Splitter.standardized(parts, which) : parts;
        Fold chosen = Folds.of(whole.train(), fold.count(), seed.named("folds"), small)
                .get(fold.index());
        Splits folded = new Splits(chosen.train(), chosen.validation(), whole.test());
        return old ? folded : Splitter.standardized(folded, which);
    }

    /** A published part may lack the labels that the others have. */
    private static void requireLabels(Source source) {
        for (Dataset part : Stream.of(source.validation(), source.test())
                .filter(Objects::nonNull)
                .toList()) {
            if (part.label(0) < 0 && source.train().label(0) >= 0) {
                throw new InputException(
                        "A part of the data has no labels.",
                        "a class for each example, as --conditional and --normal need it",
                        "none of " + part.name(0),
                        source.name(),
                        "leave the option out, or give the folder of the training part by itself");
            }
        }
    }
}
