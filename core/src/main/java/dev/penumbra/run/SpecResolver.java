package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.GaussianPerDimension;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.Ladders;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.run.ModelConfig.NetworkConfig;
import java.util.ArrayList;
import java.util.List;

/** Makes a configured model concrete for the data that it is trained on. */
public final class SpecResolver {
    private SpecResolver() {}

    /**
     * The spec of the model that {@code config} asks for on {@code data}.
     *
     * @throws InputException where the likelihood does not fit the loss or the data, or a network does not fit the data
     */
    public static ModelSpec resolve(RunConfig config, Dataset data) {
        ModelConfig model = config.model();
        Schema schema = data.schema();
        Likelihood likelihood = likelihood(config, data);
        if (model.kind() == ModelConfig.Kind.LADDER) {
            return ladder(config, schema, likelihood);
        }
        int classes = classes(model, schema);
        PosteriorFamily posterior = posterior(model);
        Prior prior = prior(config, posterior, data);
        Combinations.check(config, posterior, prior);
        String defaultText = Architecture.defaultText(schema.shape());
        NetworkConfig encoderConfig = model.encoder() != null ? model.encoder() : new NetworkConfig.Text(defaultText);
        NetworkConfig decoderConfig = model.decoder() != null ? model.decoder() : mirror(encoderConfig);
        int outputs = posterior.outputs(model.latent());
        Shape input = VaeSpec.input(schema.shape(), classes);
        Network encoder = switch (encoderConfig) {
            case NetworkConfig.Text text -> Architecture.encoder(text.text(), input, outputs);
            case NetworkConfig.Layers layers -> network("encoder", input, layers.layers());
        };
        int z = model.latent() + classes;
        Network decoder = switch (decoderConfig) {
            case NetworkConfig.Text text ->
                bounded(
                        Architecture.decoder(text.text(), z, outputs(likelihood, schema.shape())),
                        likelihood,
                        isOld(config) ? schema.shape().isImage() : schema.isGrey());
            case NetworkConfig.Layers layers -> network("decoder", Shape.of(z), layers.layers());
        };
        try {
            return new VaeSpec(schema, model.latent(), classes, encoder, posterior, prior, decoder, likelihood);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "The networks do not fit the model",
                    "an encoder from the data to " + outputs + " outputs and a decoder from " + model.latent()
                            + " values to " + likelihood.outputsPerValue() + " for each value of the data",
                    String.valueOf(e.getMessage()),
                    "model.encoder and model.decoder of the configuration",
                    "change the last layer, or give the networks as text such as mlp:400",
                    e);
        }
    }

    private static ModelSpec ladder(RunConfig config, Schema schema, Likelihood likelihood) {
        ModelConfig model = config.model();
        Objective objective = Objectives.parse(config.objective());
        if (objective instanceof Objective.Penalized || objective instanceof Objective.Dreg) {
            throw new InputException(
                    "This objective is written for one layer of latents",
                    "--objective elbo, iwae, miwae, ciwae or piwae with --model ladder",
                    config.objective(),
                    "--objective with --model ladder",
                    "leave --objective out");
        }
        Combinations.weights(config);
        boolean pieces = model.posterior() != null || model.prior() != null || model.conditional();
        if (pieces || model.encoder() != null || model.decoder() != null) {
            throw new InputException(
                    "A ladder brings its own networks, posteriors and priors",
                    "--model ladder with --depth, --width and --latent",
                    "also --encoder, --decoder, --posterior, --prior or --conditional",
                    "--model ladder",
                    "leave those out");
        }
        return Ladders.of(schema, model.ladder().depth(), model.ladder().width(), model.latent(), likelihood);
    }

    private static int classes(ModelConfig model, Schema schema) {
        if (!model.conditional()) {
            return 0;
        }
        if (schema.classes().isEmpty()) {
            throw new InputException(
                    "The data has no labels to condition on",
                    "data with a class for each example",
                    "none",
                    "--conditional",
                    "leave --conditional out, or give data with labels");
        }
        return schema.classes().size();
    }

    private static PosteriorFamily posterior(ModelConfig model) {
        String text = model.posterior();
        PosteriorFamily posterior =
                text == null ? new PosteriorFamily.Gaussian() : Posteriors.parse(text, model.latent());
        if (model.kind() != ModelConfig.Kind.AE) {
            return posterior;
        }
        if (text != null && posterior.isVariational()) {
            throw new InputException(
                    "A basic autoencoder has no distribution of z",
                    "--posterior point, or none",
                    text,
                    "--posterior with --model ae",
                    "leave --model ae out to train a VAE");
        }
        return new PosteriorFamily.Point();
    }

    private static Prior prior(RunConfig config, PosteriorFamily posterior, Dataset data) {
        ModelConfig model = config.model();
        String text = model.prior();
        return text == null
                ? posterior.defaultPrior()
                : Priors.parse(text, model.latent(), LikelihoodFit.choose(data, isOld(config)) instanceof Bernoulli);
    }

    private static NetworkConfig mirror(NetworkConfig encoder) {
        return switch (encoder) {
            case NetworkConfig.Text text -> new NetworkConfig.Text(Architecture.mirror(text.text()));
            case NetworkConfig.Layers layers ->
                throw new InputException(
                        "The decoder is missing",
                        "a decoder beside an encoder that is given layer by layer",
                        "only model.encoder",
                        "model.decoder of the configuration",
                        "add \"decoder\", as text or as layers");
        };
    }

    private static Network network(String name, Shape input, List<Layer> layers) {
        try {
            return new Network(input, layers);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "The layers of the " + name + " do not fit together",
                    "layers that each read what the one before gives",
                    String.valueOf(e.getMessage()),
                    "model." + name + " of the configuration",
                    "change that layer or the one before it",
                    e);
        }
    }

    /** As the data's shape, with the channels, or the values of a vector, as often as the likelihood has parameters. */
    private static Shape outputs(Likelihood likelihood, Shape shape) {
        long first = (long) likelihood.outputsPerValue() * shape.dim(0);
        if (first * (shape.size() / shape.dim(0)) > Shape.MAX_SIZE) {
            throw new InputException(
                    "The likelihood needs too many outputs of the decoder",
                    "at most " + Shape.MAX_SIZE,
                    likelihood.outputsPerValue() + " for each of " + shape.size() + " values",
                    "likelihood " + likelihood.text(),
                    "choose one with fewer outputs for each value, or smaller examples");
        }
        List<Integer> dims = new ArrayList<>(shape.dims());
        dims.set(0, (int) first);
        return new Shape(dims);
    }

    /** Grey values lie in [0, 1], so the mean of a Gaussian that has no other output is kept there by a sigmoid. */
    private static Network bounded(Network decoder, Likelihood likelihood, boolean grey) {
        boolean outputIsMean = likelihood instanceof Gaussian
                || likelihood instanceof LearnedGaussian
                || likelihood instanceof GaussianPerDimension;
        if (!outputIsMean || !grey) {
            return decoder;
        }
        List<Layer> layers = new ArrayList<>(decoder.layers());
        layers.add(new Layer.Activation(Layer.Function.SIGMOID));
        return new Network(decoder.input(), layers);
    }

    /** Whether it was written when every model of images kept its means in [0, 1], and tables in [0, 1] had a Bernoulli. */
    private static boolean isOld(RunConfig config) {
        return config.version() < 3;
    }

    private static Likelihood likelihood(RunConfig config, Dataset data) {
        String asked = config.model().likelihood();
        return switch (config.loss()) {
            case Loss.Lecture lecture -> {
                if (asked != null && !asked.equals("gaussian")) {
                    throw new InputException(
                            "This likelihood does not go with the loss's scale",
                            "--likelihood gaussian (or none) with --lambda: the mean squared error is a Gaussian's, and"
                                    + " lambda implies its standard deviation",
                            "--likelihood " + asked,
                            "--likelihood with --lambda",
                            "leave --likelihood out, or give --beta X instead of --lambda to train in nats");
                }
                double std = lecture.gaussianStd(data.schema().shape().size());
                yield new Gaussian(lecture.definesLikelihood() ? std : 1);
            }
            case Loss.Nats nats ->
                asked == null ? LikelihoodFit.choose(data, isOld(config)) : LikelihoodFit.check(asked, data);
        };
    }
}
