package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;

/** Copies the values behind a header: exactly as many bytes as the header says. */
final class Payload {
    /** Deflate cannot expand by more than this factor (RFC 1951: 258 bytes from two bits). */
    private static final long MAX_EXPANSION = 1032;

    private Payload() {}

    /**
     * @param in         stands behind the header
     * @param expected   bytes that the header announces
     * @param compressed bytes that the deflated file takes
     */
    static Storage inflate(InputStream in, long expected, long compressed, Workspace workspace, String where)
            throws IOException {
        if (expected / MAX_EXPANSION > compressed) {
            throw Failures.truncated(where, expected, compressed * MAX_EXPANSION);
        }
        try (StorageWriter writer = new StorageWriter(workspace, expected, where)) {
            byte[] buffer = new byte[1 << 16];
            long left = expected;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw Failures.truncated(where, expected, expected - left);
                }
                writer.write(buffer, 0, count);
                left -= count;
            }
            if (in.read() >= 0) {
                throw Failures.trailing(where, expected);
            }
            return writer.finish();
        }
    }

    /** Checks that a file of {@code actual} bytes is a header and {@code expected} bytes. */
    static void requireLength(long actual, long header, long expected, String where) {
        if (actual < header + expected) {
            throw Failures.truncated(where, expected, actual - header);
        }
        if (actual > header + expected) {
            throw Failures.trailing(where, expected);
        }
    }
}
