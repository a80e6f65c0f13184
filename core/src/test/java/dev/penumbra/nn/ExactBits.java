package dev.penumbra.nn;

import dev.penumbra.Seed;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Prints the SHA-256 of what all layers and activations give, so that differently compiled runs can be compared. */
final class ExactBits {
    /** The functions of the first version, in order: later ones do not change what was found with them. */
    private static final List<Layer.Function> ORIGINAL = List.of(
            Layer.Function.RELU,
            Layer.Function.LEAKY_RELU,
            Layer.Function.SILU,
            Layer.Function.TANH,
            Layer.Function.SIGMOID,
            Layer.Function.SOFTPLUS);

    private ExactBits() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.println(digest());
    }

    static String digest() throws NoSuchAlgorithmException {
        return digest(original()) + " " + digest(added());
    }

    /** The layers of the first version. */
    private static Network original() {
        Shape image = Shape.image(2, 15, 14);
        List<Layer> layers =
                new ArrayList<>(Architecture.encoder("conv:9,12", image, 30).layers());
        for (Layer.Function function : ORIGINAL) {
            layers.add(new Layer.Activation(function));
            layers.add(new Layer.Linear(30));
        }
        layers.addAll(Architecture.decoder("conv:12,9", 30, image).layers());
        return new Network(image, layers);
    }

    /** The layers that came later. */
    private static Network added() {
        Layer gelu = new Layer.Activation(Layer.Function.GELU);
        Layer same = new Layer.Conv(8, 3, 1, 1);
        return new Network(
                Shape.image(2, 9, 8),
                List.of(
                        new Layer.Conv(16, 4, 2, 1),
                        new Layer.BatchNorm(),
                        new Layer.Glu(),
                        new Layer.Residual(List.of(gelu, same, new Layer.GroupNorm(4), gelu, same)),
                        new Layer.LayerNorm(),
                        new MaskedLinear(30, 10, MaskedLinear.Role.INPUT),
                        gelu,
                        new MaskedLinear(20, 10, MaskedLinear.Role.OUTPUT)));
    }

    private static String digest(Network network) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Weights weights = Weights.initial(network.parameters("n"), new Seed(3));
        float[] x = new Seed(4).gaussians(20 * network.input().size());
        for (float y : new ExactNetwork(network, weights, "n").run(x, 20, 1)) {
            sha.update(ByteBuffer.allocate(4).putFloat(0, y));
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
