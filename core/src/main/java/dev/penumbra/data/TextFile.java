package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of text, plain, gzip or alone in a zip. Its encoding is the one that was asked for or its byte order mark's; else UTF-8 where all of it is
 * valid, else Windows-1252.
 *
 * @param path    the file
 * @param member  its name in the zip that the file is; else null
 * @param gzip    whether it is compressed
 * @param charset its encoding
 * @param mark    bytes of the byte order mark
 * @param guessed whether the encoding is Windows-1252 for want of another
 */
record TextFile(Path path, @Nullable String member, boolean gzip, Charset charset, int mark, boolean guessed) {
    /** A packed file that grows by more than this factor, and beyond {@link #ALWAYS} bytes, was made to take time: tables shrink to a tenth. */
    private static final int MAX_GROWTH = 50;

    private static final long ALWAYS = 1L << 26;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** A byte order mark. */
    private record Mark(Charset charset, int bytes) {}

    static TextFile of(Path path, @Nullable String member, @Nullable Charset asked) throws IOException {
        boolean gzip;
        try (InputStream in = bytes(path, member, false)) {
            gzip = in.read() == 0x1f && in.read() == 0x8b;
        }
        byte[] start;
        try (InputStream in = bytes(path, member, gzip)) {
            start = in.readNBytes(FileKind.START);
        }
        Mark mark = mark(start);
        if (asked != null) {
            // UTF-16 and UTF-32 without an order read the mark themselves.
            int skip = mark != null && asked.equals(mark.charset) ? mark.bytes : 0;
            return new TextFile(path, member, gzip, asked, skip, false);
        }
        if (mark != null) {
            return new TextFile(path, member, gzip, mark.charset, mark.bytes, false);
        }
        FileKind.requireTable(path, start);
        try (InputStream in = bytes(path, member, gzip)) {
            boolean utf8 = isUtf8(in, path.toString());
            return new TextFile(path, member, gzip, utf8 ? StandardCharsets.UTF_8 : WINDOWS, 0, !utf8);
        }
    }

    /** The text; a byte that is none of the encoding's letters throws a {@link java.nio.charset.CharacterCodingException}. */
    Reader open() throws IOException {
        InputStream in = bytes(path, member, gzip);
        in.skipNBytes(mark);
        CharsetDecoder strict = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return new InputStreamReader(in, strict);
    }

    /** The first {@code length} characters, or all; of a longer text whole lines only, where there is one. */
    String start(int length) throws IOException {
        char[] text = new char[length];
        int count = 0;
        try (Reader in = open()) {
            for (int n = in.read(text, 0, length); n > 0; n = in.read(text, count, length - count)) {
                count += n;
            }
        }
        String all = new String(text, 0, count);
        int end = Math.max(all.lastIndexOf('\n'), all.lastIndexOf('\r'));
        return count < length || end < 0 ? all : all.substring(0, end + 1);
    }

    private static InputStream bytes(Path path, @Nullable String member, boolean gzip) throws IOException {
        InputStream raw =
                new BufferedInputStream(member == null ? Files.newInputStream(path) : member(path, member), 1 << 16);
        if (!gzip && member == null) {
            return raw;
        }
        long most = Math.max(ALWAYS, MAX_GROWTH * Files.size(path));
        return new FilterInputStream(gzip ? new GZIPInputStream(raw, 1 << 16) : raw) {
            private long count;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int n = super.read(into, offset, length);
                count += Math.max(n, 0);
                if (count > most) {
                    throw new InputException(
                            "The compressed table is suspiciously large.",
                            "at most " + most + " bytes, " + MAX_GROWTH + " times its size on disk",
                            "more",
                            path.toString(),
                            "unpack it if you trust it");
                }
                return n;
            }
        };
    }

    /** A file of a zip, which is closed with it. */
    private static InputStream member(Path path, String member) throws IOException {
        ZipFile zip = ZipMembers.open(path);
        try {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null) {
                throw new IOException("the zip is another one now");
            }
            return new FilterInputStream(ZipContent.of(zip, entry, path + ", " + member)) {
                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    private static @Nullable Mark mark(byte[] b) {
        int first = b.length < 2 ? 0 : (b[0] & 0xff) << 8 | (b[1] & 0xff);
        if (first == 0xefbb && b.length > 2 && (b[2] & 0xff) == 0xbf) {
            return new Mark(StandardCharsets.UTF_8, 3);
        }
        if (first == 0xfffe && b.length > 3 && b[2] == 0 && b[3] == 0) {
            return new Mark(Charset.forName("UTF-32LE"), 4);
        }
        return first == 0xfffe
                ? new Mark(StandardCharsets.UTF_16LE, 2)
                : first == 0xfeff ? new Mark(StandardCharsets.UTF_16BE, 2) : null;
    }

    /** Whether all of it is valid; zeros, which no text has, are refused. */
    private static boolean isUtf8(InputStream in, String where) throws IOException {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        boolean valid = true;
        long at = 0;
        for (int n = in.read(bytes.array()); n >= 0; n = in.read(bytes.array(), bytes.position(), bytes.remaining())) {
            for (int i = bytes.position(); i < bytes.position() + n; i++) {
                if (bytes.get(i) == 0) {
                    throw zero(where, at + i - bytes.position());
                }
            }
            at += n;
            bytes.position(bytes.position() + n).flip();
            valid = valid && !utf8.decode(bytes, chars, false).isError();
            chars.clear();
            if (valid) {
                bytes.compact();
            } else {
                bytes.clear();
            }
        }
        bytes.flip();
        return valid && !utf8.decode(bytes, chars, true).isError();
    }

    private static InputException zero(String where, long at) {
        return new InputException(
                "This is no text.",
                "a table as text, without bytes 0",
                "byte 0",
                where + ", byte " + at,
                "check that this is the file you meant; for UTF-16 without a byte order mark give --encoding UTF-16LE");
    }
}
