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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's npy format, versions 1 to 3 (numpy.lib.format). Arrays of Python objects are refused: they are code. */
final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*(?:'([<>|=]?)([^']*)'|\\[)");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([-\\d,\\sL]*)\\)");
    /** The type of text: its letters, each 4 bytes (U) or 1 (S). */
    private static final Pattern TEXT = Pattern.compile("([US])(\\d{1,4})");

    /**
     * What stands before the values. Text is an array of its letters, with one more dimension: as many as the longest text has.
     */
    private record Header(
            int bytes, Element element, ByteOrder order, boolean fortran, List<Integer> dims, boolean text) {}

    private NpyReader() {}

    static NumberArray read(Path file, Workspace workspace) {
        String where = file.toString();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Header h = numbers(header(in, where), where);
            Payload.requireLength(Files.size(file), h.bytes, NumberArray.byteCount(h.dims, h.element, where), where);
            return new NumberArray(
                    Storage.ofFile(file, workspace), h.bytes, h.element, h.order, h.dims, h.fortran, where);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
    }

    /** Reads an array from a member of an archive that takes {@code compressed} bytes there. */
    static NumberArray read(InputStream in, long compressed, Workspace workspace, String where) throws IOException {
        return payload(numbers(header(in, where), where), in, compressed, workspace, where);
    }

    /** Reads labels, text or whole numbers, as {@link #read(InputStream, long, Workspace, String)} reads numbers. */
    static Labels labels(InputStream in, long compressed, Workspace workspace, String where) throws IOException {
        Header h = header(in, where);
        NumberArray array = payload(h, in, compressed, workspace, where);
        return h.text ? Labels.ofText(array) : Labels.ofNumbers(array);
    }

    private static NumberArray payload(Header h, InputStream in, long compressed, Workspace workspace, String where)
            throws IOException {
        long bytes = NumberArray.byteCount(h.dims, h.element, where);
        Storage storage = Payload.inflate(in, bytes, compressed, workspace, where);
        return new NumberArray(storage, 0, h.element, h.order, h.dims, h.fortran, where);
    }

    private static Header numbers(Header h, String where) {
        if (h.text) {
            throw new InputException(
                    "This array holds text.",
                    "numbers",
                    "texts of up to " + h.dims.getLast() + " letters",
                    where,
                    "give the array of the examples; texts are read as labels, called y in an npz beside X");
        }
        return h;
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
        String name = String.valueOf(type.group(2));
        Matcher letters = TEXT.matcher(name);
        boolean isText = letters.matches();
        Element element = isText
                ? letters.group(1).equals("U") ? Element.U4 : Element.U1
                : Arrays.stream(Element.values())
                        .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(() -> unread(type.group(), name, where));
        List<Integer> dims = new ArrayList<>();
        for (String dim : shape.group(1).replace("L", "").split(",", -1)) {
            if (!dim.isBlank()) {
                dims.add(size(dim.strip(), where));
            }
        }
        if (dims.isEmpty() || dims.size() > 4) {
            throw new InputException(
                    "The array has the wrong number of dimensions.",
                    "1 to 4",
                    dims.isEmpty() ? "a single value" : "sizes " + dims,
                    where,
                    "reshape it, the examples along the first dimension");
        }
        if (isText) {
            dims.add(size(letters.group(2), where));
        }
        // '=' is the writer's own order, which nearly always is little endian.
        ByteOrder byteOrder = ">".equals(type.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Header(bytes, element, byteOrder, order.group(1).equals("True"), dims, isText);
    }

    /** Refuses a type, with the way from it to numbers that are read. */
    private static InputException unread(String descr, String name, String where) {
        String remedy = descr.endsWith("[")
                ? "make a plain array of its fields: numpy.lib.recfunctions.structured_to_unstructured(a)"
                : switch (name.isEmpty() ? ' ' : name.charAt(0)) {
                    case 'c' -> "store real and imaginary parts as two columns, or numpy.abs(a)";
                    case 'O' ->
                        "it holds Python objects, which are code: a.astype('float64'), or for labels a.astype(str)";
                    case 'M', 'm' -> "make numbers of the times: a.astype('int64')";
                    case 'U', 'S' -> "shorten the texts to at most 9,999 letters";
                    default -> "a.astype('float32')";
                };
        return new InputException(
                "Values of this type are not read.",
                "numbers: u1, u2, u4, u8, i1, i2, i4, i8, f2, f4, f8 or b1",
                descr.strip(),
                where,
                remedy);
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
