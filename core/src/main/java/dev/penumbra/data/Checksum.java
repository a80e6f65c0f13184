package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a file must be.
 *
 * @param algorithm    of {@link MessageDigest}
 * @param hex          lower case
 * @param uncompressed whether it is of what a gzip file contains, and not of the file itself
 */
record Checksum(String algorithm, String hex, boolean uncompressed) {
    /**
     * What {@code file} has in place of {@link #hex}.
     *
     * @param maxBytes reading stops there: a gzip file can be small and contain no end of bytes
     */
    String of(Path file, long maxBytes) throws IOException {
        MessageDigest digest = digest();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = uncompressed ? new GZIPInputStream(raw, 1 << 16) : raw) {
            byte[] buffer = new byte[1 << 16];
            long left = maxBytes;
            for (int n = in.read(buffer); n >= 0 && left >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                left -= n;
            }
        } catch (ZipException e) {
            return "no gzip file (" + e.getMessage() + ")";
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
