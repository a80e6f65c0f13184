package dev.penumbra.codec;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Laplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Prints the SHA-256 of what models of all kinds compress to, so that differently compiled runs can be compared. */
final class CodecBits {
    private CodecBits() {}

    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        Path folder = Files.createTempDirectory("codec");
        System.out.println(digest(folder));
    }

    static String digest(Path folder) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Path file = folder.resolve("bits.pnz");
        for (int quality : new int[] {0, 70}) {
            Compressor.Settings settings = new Compressor.Settings(quality, 6, 1);
            Compressor.compress(Coders.vae(new Bernoulli()), Coders.data(12, 1, 1), file, settings, done -> {});
            update(sha, file);
            Compressor.compress(Coders.ladder(new BetaBinomial()), Coders.data(12, 255, 2), file, settings, done -> {});
            update(sha, file);
            Compressor.compress(Coders.vae(new Laplace()), Coders.data(6, 255, 3), file, settings, done -> {});
            update(sha, file);
            Compressor.compress(
                    Coders.vae(new DiscretizedLogistic(2)), Coders.data(6, 255, 4), file, settings, done -> {});
            update(sha, file);
        }
        Files.delete(file);
        return HexFormat.of().formatHex(sha.digest());
    }

    /** What blocks hold, but for the header, which names the model and its spec. */
    private static void update(MessageDigest sha, Path file) {
        try (PnzReader reader = new PnzReader(file)) {
            for (PnzReader.Block block = reader.next(); block != null; block = reader.next()) {
                sha.update(block.content());
            }
        }
    }
}
