package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Pixels;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.ModelConfig.NetworkConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunConfig.ImageSize;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code train}, {@code regimes} and {@code sweep} have in common: options over a configuration file over the defaults. */
final class TrainOptions {
    @Parameters(paramLabel = "DATA", arity = "0..1", description = "A known name (see `penumbra data list`) or a path.")
    @Nullable
    String data;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where known sets are looked for first.")
    @Nullable
    Path dataDir;

    @Option(
            names = "--resize",
            paramLabel = "HxW",
            converter = SizeConverter.class,
            description = "Bring all images to this size.")
    @Nullable
    ImageSize resize;

    @Mixin
    TableOptions table = new TableOptions();

    @Option(names = "--run", paramLabel = "DIR", description = "The run's folder; by default a new one below runs/.")
    @Nullable
    Path run;

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration; other options win over it.")
    @Nullable
    Path config;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Of the data, to choose by (default 0.05); 0 for none.")
    @Nullable
    Double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description =
                    "Of the data, to judge by (default 0.1); 0 to train on all: then validation, or training, judges.")
    @Nullable
    Double test;

    @Option(
            names = "--normal",
            paramLabel = "CLASS[,CLASS]",
            split = ",",
            description = "Learn these classes alone, to find anomalies; all others are in the test part.")
    @Nullable
    List<String> normal;

    @Option(
            names = "--model",
            paramLabel = "ae|vae|ladder",
            description = "Basic autoencoder, VAE (default), or several layers.")
    ModelConfig.@Nullable Kind model;

    @Option(names = "--latent", paramLabel = "N", description = "Dimensions of z.")
    @Nullable
    Integer latent;

    @Option(names = "--depth", paramLabel = "N", description = "Stochastic layers of a ladder.")
    @Nullable
    Integer depth;

    @Option(names = "--width", paramLabel = "N", description = "Channels of a ladder at its largest blocks.")
    @Nullable
    Integer width;

    @Option(
            names = "--encoder",
            paramLabel = "TEXT",
            description = "mlp:400  mlp:512,256@gated  conv:32,64@silu,batchnorm  resnet:32,64  linear")
    @Nullable
    String encoder;

    @Option(
            names = "--decoder",
            paramLabel = "TEXT",
            description = "The same, from z to x; by default the encoder's mirror.")
    @Nullable
    String decoder;

    @Option(
            names = "--likelihood",
            paramLabel = "TEXT",
            description = "What the decoder's outputs mean: bernoulli  gaussian:0.5  discretized-logistic:5  ...")
    @Nullable
    String likelihood;

    @Option(names = "--posterior", paramLabel = "NAME", description = "q(z|x); see `penumbra models`.")
    @Nullable
    String posterior;

    @Option(names = "--prior", paramLabel = "NAME", description = "p(z); see `penumbra models`.")
    @Nullable
    String prior;

    @Option(names = "--conditional", description = "Encoder and decoder also read the class.")
    boolean conditional;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "elbo (default)  iwae:k=5  ...; see `penumbra models`.")
    @Nullable
    String objective;

    @Option(
            names = "--pixels",
            paramLabel = "NAME",
            description = "grey (default) | binarized (drawn anew each time) | dequantized")
    @Nullable
    Pixels pixels;

    @Option(names = "--warmup", paramLabel = "EPOCHS", description = "The KL's weight grows over so many epochs.")
    @Nullable
    Double warmup;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training data; by default 10, for tables enough for 2,000 steps.")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Examples per step.")
    @Nullable
    Integer batch;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "adam | adamw | sgd")
    @Nullable
    OptimizerName optimizer;

    @Option(names = "--lr", paramLabel = "X", description = "Learning rate.")
    @Nullable
    Double learningRate;

    @Option(names = "--seed", paramLabel = "N", description = "Of weights, order, noise and splits.")
    @Nullable
    Long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "auto | cpu | cuda")
    RunConfig.@Nullable Device device;

    @Option(names = "--threads", paramLabel = "N", description = "Of the training engine; 0 takes one per core.")
    @Nullable
    Integer threads;

    enum OptimizerName {
        ADAM,
        ADAMW,
        SGD;

        Optimizer at(double learningRate) {
            return switch (this) {
                case ADAM -> Optimizer.Adam.of(learningRate);
                case ADAMW -> Optimizer.AdamW.of(learningRate);
                case SGD -> Optimizer.Sgd.of(learningRate);
            };
        }
    }

    /**
     * The configuration that these options ask for.
     *
     * @param defaults holds where neither an option nor the file says anything
     * @param loss     from the command line, or null
     */
    RunConfig resolve(RunConfig defaults, @Nullable Loss loss) {
        RunConfig base = config == null ? defaults : ConfigFile.read(config);
        return base.withData(base.data()
                        .withSource(source(base), directory(base))
                        .withResize(resize(base))
                        .withTable(table.over(base.data().table()))
                        .withPixels(pixels == null ? base.data().pixels() : pixels)
                        .withParts(
                                validation == null ? base.data().validation() : validation,
                                test == null ? base.data().test() : test)
                        .withNormal(normal == null ? base.data().normal() : normal))
                .withModel(model(base.model()))
                .withObjective(objective == null ? base.objective() : objective)
                .withLoss(loss == null ? base.loss() : loss)
                .withTraining(training(base.training()))
                .withSeed(seed == null ? base.seed() : seed)
                .withDevice(device == null ? base.device() : device, threads == null ? base.threads() : threads);
    }

    private String source(RunConfig base) {
        if (data == null && config == null) {
            throw new InputException(
                    "The data is missing",
                    "a known name or a path after the verb, or a --config that names the data",
                    "neither",
                    "the command line",
                    "for example: penumbra train digits");
        }
        return data == null ? base.data().source() : data;
    }

    private @Nullable String directory(RunConfig base) {
        return dataDir == null ? base.data().directory() : dataDir.toString();
    }

    private @Nullable ImageSize resize(RunConfig base) {
        return resize == null ? base.data().resize() : resize;
    }

    private ModelConfig model(ModelConfig base) {
        return new ModelConfig(
                model == null ? base.kind() : model,
                latent == null ? base.latent() : latent,
                new ModelConfig.Ladder(
                        depth == null ? base.ladder().depth() : depth,
                        width == null ? base.ladder().width() : width),
                posterior == null ? base.posterior() : posterior,
                prior == null ? base.prior() : prior,
                conditional || base.conditional(),
                encoder == null ? base.encoder() : new NetworkConfig.Text(encoder),
                decoder != null ? new NetworkConfig.Text(decoder) : encoder != null ? null : base.decoder(),
                likelihood == null ? base.likelihood() : likelihood);
    }

    private TrainingConfig training(TrainingConfig base) {
        double rate = learningRate == null ? base.optimizer().learningRate() : learningRate;
        Optimizer chosen = optimizer != null
                ? optimizer.at(rate)
                : learningRate == null ? base.optimizer() : base.optimizer().withLearningRate(rate);
        TrainingConfig rest = base.withOptimizer(chosen)
                .withBatch(batch == null ? base.batch() : batch)
                .withWarmup(warmup == null ? base.warmup() : warmup);
        return epochs == null ? rest : rest.withEpochs(epochs);
    }
}
