package dev.penumbra.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.TableFormat;
import dev.penumbra.model.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the result of a run, as written to {@code config.json}: the same configuration on the same machine
 * gives the same weights, bit for bit.
 *
 * @param version  of this format
 * @param data     where examples come from and how they are split
 * @param model    what is trained
 * @param objective what is maximized, as {@link Objectives} reads it
 * @param loss     the weights of its terms, with their scale declared
 * @param training how it is trained
 * @param seed     of weights, order of examples, noise
 * @param device   where
 * @param threads  of the training engine; 0 takes one per core
 */
public record RunConfig(
        int version,
        DataConfig data,
        ModelConfig model,
        String objective,
        Loss loss,
        TrainingConfig training,
        long seed,
        Device device,
        int threads) {
    /**
     * The format that this version writes, and the newest that it reads. Before version 3, small classes were split in another way
     * ({@link dev.penumbra.data.SmallClasses}) and a fold's scaling was that of the whole training part.
     */
    public static final int VERSION = 3;

    /** Where training runs. */
    public enum Device {
        /** CUDA where it is built in and a GPU answers, else the CPU. */
        @JsonProperty("auto")
        AUTO,
        @JsonProperty("cpu")
        CPU,
        @JsonProperty("cuda")
        CUDA
    }

    public RunConfig {
        Checks.range("version", version, 1, VERSION);
        Checks.range("threads", threads, 0, 4096);
        Objectives.parse(objective);
    }

    /** The default way to train a VAE with {@code latent} dimensions on {@code source}: negative ELBO, Adam, ten epochs. */
    public static RunConfig of(String source, int latent) {
        return new RunConfig(
                VERSION,
                DataConfig.of(source),
                ModelConfig.vae(latent),
                "elbo",
                new Loss.Nats(1),
                TrainingConfig.DEFAULT,
                1,
                Device.AUTO,
                0);
    }

    public RunConfig withData(DataConfig data) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withModel(ModelConfig model) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withObjective(String objective) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withLoss(Loss loss) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withTraining(TrainingConfig training) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withSeed(long seed) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    public RunConfig withDevice(Device device, int threads) {
        return new RunConfig(version, data, model, objective, loss, training, seed, device, threads);
    }

    /**
     * The data and its splits.
     *
     * @param source     a known name or a path
     * @param directory  where known sets are looked for first, or null
     * @param resize     height and width that images are resized to, or null
     * @param pixels     what the model sees of grey values
     * @param validation fraction of the training data held out to choose by, in [0, 0.5]; a published split wins
     * @param test       fraction held out to judge by, in [0, 0.5]; a published split wins. With 0 the validation part judges, and without that the
     *     training part
     * @param fold       trains on all folds of the training data but one, and validates on that one; or null
     * @param normal     names of the classes that are learned; examples of all others are in the test part alone. Empty for all classes
     * @param table      how text tables are read
     */
    public record DataConfig(
            String source,
            @Nullable String directory,
            @Nullable ImageSize resize,
            Pixels pixels,
            double validation,
            double test,
            @Nullable FoldConfig fold,
            List<String> normal,
            TableFormat table) {
        public DataConfig {
            Checks.range("validation", validation, 0, 0.5);
            Checks.range("test", test, 0, 0.5);
            Checks.range("validation + test", validation + test, 0, 0.9);
            normal = List.copyOf(normal);
        }

        /** The same data with other fractions held out. */
        public DataConfig withParts(double validation, double test) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** The same data, of which only these classes are learned. */
        public DataConfig withNormal(List<String> normal) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** The same data with text tables read in another way. */
        public DataConfig withTable(TableFormat table) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** The same data, of which one fold is validated on. */
        public DataConfig withFold(int index, int count) {
            return new DataConfig(
                    source, directory, resize, pixels, validation, test, new FoldConfig(index, count), normal, table);
        }

        /** The same data with images brought to another size. */
        public DataConfig withResize(@Nullable ImageSize resize) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** The same data, seen in another way. */
        public DataConfig withPixels(Pixels pixels) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** The same settings for data from elsewhere. */
        public DataConfig withSource(String source, @Nullable String directory) {
            return new DataConfig(source, directory, resize, pixels, validation, test, fold, normal, table);
        }

        /** With one twentieth held out to choose by and one tenth to judge by. */
        public static DataConfig of(String source) {
            return new DataConfig(source, null, null, Pixels.GREY, 0.05, 0.1, null, List.of(), TableFormat.FOUND);
        }
    }

    /**
     * One fold of a cross-validation.
     *
     * @param index from 0
     * @param count of folds
     */
    public record FoldConfig(int index, int count) {
        public FoldConfig {
            Checks.range("folds", count, 2, 100);
            Checks.range("fold", index, 0, count - 1.0);
        }
    }

    /** Height and width of an image in pixels. */
    public record ImageSize(int height, int width) {
        public ImageSize {
            Checks.range("height", height, 1, 4096);
            Checks.range("width", width, 1, 4096);
        }
    }
}
