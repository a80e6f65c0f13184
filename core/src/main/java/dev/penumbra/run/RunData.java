package dev.penumbra.run;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Fold;
import dev.penumbra.data.Folds;
import dev.penumbra.data.KnownData;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Resize;
import dev.penumbra.data.Source;
import dev.penumbra.data.Sources;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Splitter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data of a run. */
public final class RunData {
    private RunData() {}

    /** A configured size as the readers take it. */
    public static @Nullable Resize resize(RunConfig.@Nullable ImageSize size) {
        return size == null ? null : new Resize(size.height(), size.width());
    }

    /** Opens and splits the data that {@code config} names; the same configuration always gives the same splits. */
    public static Splits open(RunConfig config) {
        return drawn(grey(config), config.data().pixels(), seed(config).named("pixels"));
    }

    /** The same splits with their values as they are, whatever the model sees of them. */
    public static Splits grey(RunConfig config) {
        RunConfig.DataConfig data = config.data();
        Seed seed = seed(config);
        Path directory = data.directory() == null ? null : Path.of(data.directory());
        Source source = Sources.open(data.source(), new DataOptions(directory, resize(data.resize()), seed));
        // A standardized count is no whole number any more, and a standardized share does not lie in [0, 1].
        boolean standardize = !config.model().needsRawValues();
        return split(source, data, seed, standardize);
    }

    /** The training part of {@link #open} as something to measure on: its pixels are drawn once too. */
    public static Dataset measured(RunConfig config, Dataset train) {
        return config.data().pixels().once(train, seed(config).named("pixels").named("train"));
    }

    /** What the model of a run sees of the values, in words. */
    public static String pixels(RunConfig config) {
        return KnownData.protocol(config.data().source(), config.data().pixels());
    }

    private static Seed seed(RunConfig config) {
        return new Seed(config.seed()).named("data");
    }

    private static Splits split(Source source, RunConfig.DataConfig data, Seed seed, boolean standardize) {
        RunConfig.FoldConfig fold = data.fold();
        if (fold == null) {
            return Splitter.split(source, seed.named("split"), data.validation(), data.test(), standardize);
        }
        Splits whole = Splitter.split(source, seed.named("split"), 0, data.test(), standardize);
        Fold chosen = Folds.of(whole.train(), fold.count(), seed.named("folds")).get(fold.index());
        return new Splits(chosen.train(), chosen.validation(), whole.test());
    }

    /** What is only measured on is drawn once, so that measurements can be compared; training draws anew each time. */
    private static Splits drawn(Splits grey, Pixels pixels, Seed seed) {
        Dataset validation = grey.validation();
        return new Splits(
                grey.train(),
                validation == null ? null : pixels.once(validation, seed.named("validation")),
                pixels.once(grey.test(), seed.named("test")));
    }
}
