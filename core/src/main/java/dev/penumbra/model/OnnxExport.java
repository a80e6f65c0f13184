package dev.penumbra.model;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.OnnxWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two networks of a VAE as ONNX files for other runtimes, and what a program needs to feed them.
 *
 * @param schema     how raw values become those that the encoder reads
 * @param latent     dimensions of z, v
 * @param likelihood what the decoder's outputs mean, as configurations write it
 * @param networks   encoder and decoder
 */
public record OnnxExport(Schema schema, int latent, String likelihood, List<Exported> networks) {
    /** The name of the description beside the networks. */
    public static final String DESCRIPTION = "onnx.json";

    /**
     * One file.
     *
     * @param file    its name in the folder
     * @param input   shape of {@code input} without the batch
     * @param reads   what it holds, in words
     * @param output  values of {@code output} for each example
     * @param returns what they are, in words
     */
    public record Exported(String file, List<Integer> input, String reads, int output, String returns) {}

    /**
     * Writes {@code encoder.onnx}, {@code decoder.onnx} and {@link #DESCRIPTION} into {@code folder}. A conditional model's inputs hold
     * the class too.
     *
     * @throws InputException where the model is a ladder, a network is too large for the format, or a file cannot be written
     */
    public static OnnxExport write(Path folder, Model model) {
        VaeSpec spec = switch (model.spec()) {
            case VaeSpec vae -> vae;
            case LadderSpec ladder ->
                throw new InputException(
                        "A ladder is no pair of networks: each of its layers draws z from what the layers above gave.",
                        "a VAE or a basic autoencoder",
                        "a ladder",
                        "the model",
                        "apply it with Penumbra's verbs or its library, or train a VAE");
        };
        List<Exported> networks = List.of(encoder(spec), decoder(spec));
        OnnxExport export =
                new OnnxExport(spec.schema(), spec.latent(), model.likelihood().text(), networks);
        List<Path> files = new ArrayList<>();
        networks.forEach(network -> files.add(folder.resolve(network.file)));
        files.add(folder.resolve(DESCRIPTION));
        try {
            AtomicFiles.write(files, outs -> {
                OnnxWriter.write(outs.get(0), spec.encoder(), model.weights(), VaeSpec.ENCODER);
                OnnxWriter.write(outs.get(1), spec.decoder(), model.weights(), VaeSpec.DECODER);
                outs.get(2).write(Json.write(export));
            });
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "A network does not fit the format.",
                    "at most 2 GiB for each file",
                    String.valueOf(e.getMessage()),
                    folder.toString(),
                    "train a smaller model");
        }
        return export;
    }

    private static Exported encoder(VaeSpec spec) {
        int v = spec.latent();
        String returns = switch (spec.posterior()) {
            case PosteriorFamily.Point point -> "z";
            case PosteriorFamily.Gaussian gaussian ->
                v + " means of q(z|x), then " + v + " logarithms of standard deviations, still to be bounded";
            default ->
                "the outputs that the posterior " + spec.posterior() + " is made of; its own weights are left out";
        };
        return exported("encoder", spec.encoder(), "x, scaled as in training", spec.classes(), returns);
    }

    private static Exported decoder(VaeSpec spec) {
        int each = spec.likelihood().outputsPerValue();
        String returns = each == 1
                ? "the parameter of p(x|z) for each value"
                : each + " parameters of p(x|z), each for all values, one block after the other";
        return exported("decoder", spec.decoder(), "z", spec.classes(), returns);
    }

    private static Exported exported(String name, Network network, String reads, int classes, String returns) {
        String condition = network.input().isImage()
                ? ", then a plane for each of " + classes + " classes, 1 for its own and 0 for the others"
                : ", then " + classes + " values, 1 for its class and 0 for the others";
        return new Exported(
                name + ".onnx",
                network.input().dims(),
                classes == 0 ? reads : reads + condition,
                network.output().size(),
                returns);
    }
}
