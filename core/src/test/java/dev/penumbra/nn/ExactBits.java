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
    private ExactBits() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.println(digest());
    }

    static String digest() throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Shape image = Shape.image(2, 15, 14);
        List<Layer> layers =
                new ArrayList<>(Architecture.encoder("conv:9,12", image, 30).layers());
        for (Layer.Function function : Layer.Function.values()) {
            layers.add(new Layer.Activation(function));
            layers.add(new Layer.Linear(30));
        }
        layers.addAll(Architecture.decoder("conv:12,9", 30, image).layers());
        Network network = new Network(image, layers);
        Weights weights = Weights.initial(network.parameters("n"), new Seed(3));
        float[] x = new Seed(4).gaussians(20 * image.size());
        for (float y : new ExactNetwork(network, weights, "n").run(x, 20, 1)) {
            sha.update(ByteBuffer.allocate(4).putFloat(0, y));
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
