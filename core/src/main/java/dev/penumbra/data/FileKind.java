package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Kinds of files that are often given as tables and are none, told by their first bytes.
 *
 * @param magic  the first bytes, a letter each
 * @param name   what it is
 * @param remedy the way to a table
 */
record FileKind(String magic, String name, String remedy) {
    /** So many first bytes tell a kind. */
    static final int START = 64;

    private static final String UNPACK = "unpack it, or compress it with gzip";
    private static final String PANDAS =
            "write it as CSV, in Python: pandas.%s('FILE').to_csv('table.csv', index=False)";
    private static final String RENAME = "give it the ending %s, unpacked";
    private static final List<FileKind> KINDS = List.of(
            new FileKind("PAR1", "a Parquet file", PANDAS.formatted("read_parquet")),
            new FileKind("ARROW1", "a Feather or Arrow file", PANDAS.formatted("read_feather")),
            new FileKind("FEA1", "a Feather file", PANDAS.formatted("read_feather")),
            new FileKind("ORC", "an ORC file", PANDAS.formatted("read_orc")),
            new FileKind("Obj\1", "an Avro file", "write it as CSV"),
            new FileKind("\u00d0\u00cf\u0011\u00e0", "an old Excel workbook", "save the sheet as CSV, in UTF-8"),
            new FileKind("\u0089HDF", "an HDF5 file", "write the array with numpy.save, or the table as CSV"),
            new FileKind("MATLAB 5.0", "a MATLAB file", "write the array with numpy.save, or the table as CSV"),
            new FileKind("SQLite format 3", "an SQLite database", "write the table as CSV"),
            new FileKind(
                    "\u0080\2",
                    "a Python pickle, which is code",
                    "write the array with numpy.save, or the table as CSV"),
            new FileKind(
                    "\u0080\3",
                    "a Python pickle, which is code",
                    "write the array with numpy.save, or the table as CSV"),
            new FileKind(
                    "\u0080\4",
                    "a Python pickle, which is code",
                    "write the array with numpy.save, or the table as CSV"),
            new FileKind(
                    "\u0080\5",
                    "a Python pickle, which is code",
                    "write the array with numpy.save, or the table as CSV"),
            new FileKind("\u0093NUMPY", "an npy file", RENAME.formatted(".npy")),
            new FileKind("\u0089PNG", "a PNG image", RENAME.formatted(".png")),
            new FileKind("\u00ff\u00d8\u00ff", "a JPEG image", RENAME.formatted(".jpg")),
            new FileKind("BZh", "a file packed by bzip2", UNPACK),
            new FileKind("\u00fd7zXZ", "a file packed by xz", UNPACK),
            new FileKind("(\u00b5/\u00fd", "a file packed by Zstandard", UNPACK),
            new FileKind("7z\u00bc\u00af", "a 7z archive", UNPACK),
            new FileKind("Rar!", "a RAR archive", UNPACK),
            new FileKind("%PDF", "a PDF document", "get the table as CSV"),
            new FileKind("@relation", "an ARFF file", "write its data as CSV"),
            new FileKind("@RELATION", "an ARFF file", "write its data as CSV"),
            new FileKind("<", "HTML or XML", "get the file itself: this may be the page that offers it"),
            new FileKind("{", "JSON", PANDAS.formatted("read_json")),
            new FileKind("[{", "JSON", PANDAS.formatted("read_json")),
            new FileKind("[[", "JSON", PANDAS.formatted("read_json")));

    /** Refuses a file that starts like something else than text in rows. */
    static void requireTable(Path path, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4")) {
            throw refused(path, zip(path));
        }
        String begin = text.replaceAll("^\\[\\s+", "[");
        KINDS.stream()
                .filter(kind -> begin.stripLeading().startsWith(kind.magic))
                .findFirst()
                .ifPresent(kind -> {
                    throw refused(path, kind);
                });
    }

    private static FileKind zip(Path path) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.getEntry("xl/workbook.xml") != null) {
                return new FileKind("", "an Excel workbook", "save the sheet as CSV, in UTF-8");
            }
            if (zip.getEntry("content.xml") != null) {
                return new FileKind("", "an OpenDocument spreadsheet", "save the sheet as CSV, in UTF-8");
            }
        } catch (IOException e) {
            return new FileKind("", "a zip archive, damaged", "get the file again");
        }
        return new FileKind("", "a zip archive", "unpack it");
    }

    private static InputException refused(Path path, FileKind kind) {
        return new InputException(
                "This is not a table as text.", "rows of numbers as text", kind.name, path.toString(), kind.remedy);
    }
}
