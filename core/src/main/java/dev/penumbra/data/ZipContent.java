package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A member of a zip, whose checksum is compared when its end is reached: {@link ZipFile} does not compare it. */
final class ZipContent extends FilterInputStream {
    private final CheckedInputStream checked;
    private final long expected;
    private final String where;

    private ZipContent(CheckedInputStream checked, long expected, String where) {
        super(checked);
        this.checked = checked;
        this.expected = expected;
        this.where = where;
    }

    /** The content of {@code entry}; reading its end throws an {@link InputException} where a bit of it is not what was written. */
    static InputStream of(ZipFile zip, ZipEntry entry, String where) throws IOException {
        return new ZipContent(new CheckedInputStream(zip.getInputStream(entry), new CRC32()), entry.getCrc(), where);
    }

    @Override
    public int read() throws IOException {
        return compared(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return compared(super.read(into, offset, length));
    }

    private int compared(int result) {
        long actual = checked.getChecksum().getValue();
        if (result < 0 && actual != expected) {
            throw new InputException(
                    "A member of the archive is damaged.",
                    "the checksum %08x".formatted(expected),
                    "%08x".formatted(actual),
                    where,
                    "get the file again");
        }
        return result;
    }
}
