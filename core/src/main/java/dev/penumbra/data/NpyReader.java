package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's npy format, versions 1 to 3 (numpy.lib.format). Arrays of Python objects are refused: they are code. */
final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])(\\w+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

    /** What stands before the values. */
    private record Header(int bytes, Element element, ByteOrder order, boolean fortran, List<Integer> dims) {}

    private NpyReader() {}

    static NumberArray read(Path file, Workspace workspace) {
        String where = file.toString();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Header h = header(in, where);
            Payload.requireLength(Files.size(file), h.bytes, NumberArray.byteCount(h.dims, h.element, where), where);
            return new NumberArray(
                    Storage.ofFile(file, workspace), h.bytes, h.element, h.order, h.dims, h.fortran, where);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
    }

    /** Reads an array from a member of an archive that takes {@code compressed} bytes there. */
    static NumberArray read(InputStream in, long compressed, Workspace workspace, String where) throws IOException {
        Header h = header(in, where);
        long bytes = NumberArray.byteCount(h.dims, h.element, where);
        Storage storage = Payload.inflate(in, bytes, compressed, workspace, where);
        return new NumberArray(storage, 0, h.element, h.order, h.dims, h.fortran, where);
    }

    private static Header header(InputStream stream, String where) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw bad("This is not an npy file.", "the bytes 93 'NUMPY' at its start", "other bytes", where);
            }
            int version = in.readUnsignedByte();
            in.readUnsignedByte();
            if (version < 1 || version > 3) {
                throw bad("This version of npy is not known.", "1, 2 or 3", String.valueOf(version), where);
            }
            int lengthBytes = version == 1 ? 2 : 4;
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length |= (long) in.readUnsignedByte() << (8 * i);
            }
            if (length > MAX_HEADER) {
                throw bad("The header is too long.", "at most " + MAX_HEADER + " bytes", length + " bytes", where);
            }
            byte[] text = in.readNBytes((int) length);
            if (text.length < length) {
                throw new EOFException();
            }
            int bytes = MAGIC.length + 2 + lengthBytes + text.length;
            return parse(new String(text, StandardCharsets.UTF_8), bytes, where);
        } catch (EOFException e) {
            throw bad("The file ends within its header.", "a complete npy header", "the end of the file", where);
        }
    }

    private static Header parse(String text, int bytes, String where) {
        Matcher type = TYPE.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!type.find() || !order.find() || !shape.find()) {
            throw bad(
                    "The header is not that of a plain array.",
                    "{'descr': '<f4', 'fortran_order': False, 'shape': (n, d)}",
                    text.strip(),
                    where);
        }
        Element element = Arrays.stream(Element.values())
                .filter(e -> e.name().equalsIgnoreCase(type.group(2)))
                .findFirst()
                .orElseThrow(() -> bad(
                        "Numbers of this type are not read.",
                        "one of u1, i1, i2, i4, i8, f4, f8, b1",
                        type.group(1) + type.group(2),
                        where));
        List<Integer> dims = new ArrayList<>();
        for (String dim : shape.group(1).replace("L", "").split(",", -1)) {
            if (!dim.isBlank()) {
                dims.add(size(dim.strip(), where));
            }
        }
        if (dims.isEmpty() || dims.size() > 4) {
            throw bad("The array has the wrong number of dimensions.", "1 to 4", "sizes " + dims, where);
        }
        // '=' is the writer's own order, which nearly always is little endian.
        ByteOrder byteOrder = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Header(bytes, element, byteOrder, order.group(1).equals("True"), dims);
    }

    private static int size(String text, String where) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw bad("A size is out of range.", "1 to " + Integer.MAX_VALUE, text, where);
        }
    }

    private static InputException bad(String what, String expected, String received, String where) {
        return new InputException(
                what, expected, received, where, "write the array with numpy.save of a numeric array");
    }
}
