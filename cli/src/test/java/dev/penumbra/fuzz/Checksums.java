package dev.penumbra.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Makes the checksums of damaged containers right, as far as their structure can still be followed. Writes into its argument. */
final class Checksums {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    /** What is inflated of an entry at most. */
    private static final int MOST = 1 << 20;

    private Checksums() {}

    /** The CRC-32 of each chunk of a PNG: of its type and content, behind them. */
    static byte[] png(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = 8;
        while (at + 12 <= file.length) {
            int size = in.getInt(at);
            if (size < 0 || size > file.length - at - 12) {
                break;
            }
            in.putInt(at + 8 + size, crc(file, at + 4, 4 + size));
            at += 12 + size;
        }
        return file;
    }

    /**
     * The CRC-32 of each record of a compressed file: of its kind, but for the header the header's CRC-32 and how many blocks there were, and
     * its content. The index has those of the blocks too, 16 bytes for each.
     */
    static byte[] pnz(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        List<Integer> blocks = new ArrayList<>();
        int header = 0;
        int at = 8;
        while (at + 9 <= file.length) {
            int size = in.getInt(at + 1);
            if (size < 0 || size > file.length - at - 9) {
                break;
            }
            for (int i = 0; file[at] == 'I' && i < blocks.size() && 16 * (i + 1) <= size; i++) {
                in.putInt(at + 5 + 16 * i + 12, blocks.get(i));
            }
            CRC32 crc = new CRC32();
            crc.update(file[at]);
            if (at > 8) {
                crc.update(ByteBuffer.allocate(8)
                        .putInt(header)
                        .putInt(blocks.size())
                        .flip());
            }
            crc.update(file, at + 5, size);
            header = at > 8 ? header : (int) crc.getValue();
            if (file[at] == 'B') {
                blocks.add((int) crc.getValue());
            }
            in.putInt(at + 5 + size, (int) crc.getValue());
            at += 9 + size;
        }
        return file;
    }

    /** The CRC-32 of each entry of a zip, in its directory and before its content. */
    static byte[] zip(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 <= file.length; at++) {
            if (in.getInt(at) == CENTRAL) {
                int local = in.getInt(at + 42);
                int size = in.getInt(at + 20);
                if (local >= 0 && local <= file.length - 30 && in.getInt(local) == LOCAL) {
                    int content = local + 30 + (in.getShort(local + 26) & 0xffff) + (in.getShort(local + 28) & 0xffff);
                    if (size >= 0 && content <= file.length && size <= file.length - content) {
                        int crc =
                                in.getShort(at + 10) == 0 ? crc(file, content, size) : inflatedCrc(file, content, size);
                        in.putInt(at + 16, crc);
                        boolean behind = (in.getShort(local + 6) & 8) != 0;
                        if (!behind) {
                            in.putInt(local + 14, crc);
                        }
                    }
                }
            }
        }
        return file;
    }

    private static int crc(byte[] bytes, int from, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    private static int inflatedCrc(byte[] bytes, int from, int count) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, from, count);
            byte[] content = new byte[MOST];
            return crc(content, 0, inflater.inflate(content));
        } catch (DataFormatException damaged) {
            return 0;
        } finally {
            inflater.end();
        }
    }
}
