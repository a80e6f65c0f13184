package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Zips as other systems make them. */
final class ZipFiles {
    /** Of names that do not say that they are UTF-8 (APPNOTE.TXT, appendix D). */
    private static final String CODE_PAGE = "IBM437";

    private ZipFiles() {}

    /** Opens a zip with names in UTF-8, as most are, or else in the code page of the format. */
    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            return new ZipFile(file.toFile(), Charset.forName(CODE_PAGE));
        }
    }

    /** The content of an entry, whose checksum is compared at its end. */
    static InputStream content(ZipFile zip, ZipEntry entry) throws IOException {
        InputStream content = zip.getInputStream(entry);
        return new CheckedInputStream(content, new CRC32()) {
            @Override
            public int read() throws IOException {
                return checked(super.read());
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                return checked(super.read(into, from, count));
            }

            private int checked(int read) throws IOException {
                if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException("the checksum of " + entry.getName() + " is another: its bytes are damaged");
                }
                return read;
            }
        };
    }
}
