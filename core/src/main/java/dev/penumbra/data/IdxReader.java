package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The idx format of the MNIST files (LeCun, Cortes &amp; Burges), plain or as gzip; big endian, the last dimension fastest. */
final class IdxReader {
    private static final int MAX_DIMS = 4;

    private IdxReader() {}

    static NumberArray read(Path file, Workspace workspace) {
        String where = file.toString();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            boolean gzip = isGzip(raw);
            DataInputStream in = new DataInputStream(gzip ? new GZIPInputStream(raw, 1 << 16) : raw);
            int magic = in.readInt();
            Element element = element(magic, where);
            int rank = magic & 0xff;
            List<Integer> dims = new ArrayList<>();
            for (int d = 0; d < rank; d++) {
                dims.add(in.readInt());
            }
            long bytes = NumberArray.byteCount(dims, element, where);
            int header = 4 + 4 * rank;
            long size = Files.size(file);
            if (gzip) {
                Storage storage = Payload.inflate(in, bytes, size, workspace, where);
                return new NumberArray(storage, 0, element, ByteOrder.BIG_ENDIAN, dims, false, where);
            }
            Payload.requireLength(size, header, bytes, where);
            return new NumberArray(
                    Storage.ofFile(file, workspace), header, element, ByteOrder.BIG_ENDIAN, dims, false, where);
        } catch (EOFException e) {
            throw new InputException(
                    "The file ends too early.",
                    "an idx header: 4 bytes of magic number, then 4 bytes per dimension",
                    "the end of the file",
                    where,
                    "get the file again: the copy is incomplete",
                    e);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    private static Element element(int magic, String where) {
        int rank = magic & 0xff;
        Element element = switch (magic >>> 8) {
            case 0x08 -> Element.U1;
            case 0x09 -> Element.I1;
            case 0x0B -> Element.I2;
            case 0x0C -> Element.I4;
            case 0x0D -> Element.F4;
            case 0x0E -> Element.F8;
            default -> null;
        };
        if (element == null || rank < 1 || rank > MAX_DIMS) {
            throw new InputException(
                    "This is not an idx file.",
                    "a magic number such as 0x00000803: two zero bytes, the type, 1 to " + MAX_DIMS + " dimensions",
                    "0x%08x".formatted(magic),
                    where + ", byte 0",
                    "check that this is the file you meant");
        }
        return element;
    }
}
