package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** What lies at a path: by the ending of its name, and where that says nothing by its first bytes. */
enum Format {
    IDX,
    NPY,
    NPZ,
    ZIP,
    TABLE,
    IMAGE,
    FOLDER;

    /** Endings of tables as text, and of other kinds of tables that are then refused by their name. */
    private static final List<String> TABLES = List.of(
            ".csv",
            ".tsv",
            ".tab",
            ".txt",
            ".data",
            ".dat",
            ".xlsx",
            ".xls",
            ".ods",
            ".parquet",
            ".feather",
            ".arrow",
            ".json",
            ".jsonl",
            ".h5",
            ".hdf5",
            ".mat",
            ".pkl",
            ".pickle");

    static Format of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(path)) {
            return FOLDER;
        }
        if (name.endsWith(".npy")) {
            return NPY;
        }
        if (name.endsWith(".npz")) {
            return NPZ;
        }
        if (name.endsWith(".zip")) {
            return ZIP;
        }
        if (ImageKind.isName(name)) {
            return IMAGE;
        }
        if (isTable(name)) {
            return TABLE;
        }
        if (name.endsWith("ubyte.gz") || name.endsWith(".idx.gz") || name.endsWith("ubyte") || name.endsWith(".idx")) {
            return IDX;
        }
        return byContent(path);
    }

    /** Whether a file is called as tables are. */
    static boolean isTable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TABLES.stream().anyMatch(ending -> lower.endsWith(ending) || lower.endsWith(ending + ".gz"));
    }

    private static Format byContent(Path path) {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(16);
        } catch (IOException e) {
            throw Failures.unreadable(path.toString(), e);
        }
        if (ImageKind.of(start, start.length) != null) {
            return IMAGE;
        }
        if (start.length < 4) {
            return TABLE;
        }
        int magic =
                ((start[0] & 0xff) << 24) | ((start[1] & 0xff) << 16) | ((start[2] & 0xff) << 8) | (start[3] & 0xff);
        return switch (magic >>> 16) {
            case 0x934e -> NPY;
            case 0x504b -> ZIP;
            case 0x1f8b -> packed(path);
            case 0x0000 -> IDX;
            default -> TABLE;
        };
    }

    /** What is packed by gzip: idx files begin with two zeros. */
    private static Format packed(Path path) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            return in.read() > 0 ? TABLE : IDX;
        } catch (IOException e) {
            return IDX; // whose reader says what is wrong
        }
    }

    /** Opens what lies at {@code path} under the name of its file. */
    static Source open(Path path, DataOptions options, Workspace workspace) {
        Resize resize = options.resize();
        String name = String.valueOf(path.getFileName());
        return switch (of(path)) {
            case IDX -> IdxFiles.open(name, path, null, null, List.of(), null, workspace);
            case NPY -> alone(name, npy(NpyReader.read(path, workspace)));
            case NPZ -> NpzReader.open(path, workspace);
            case ZIP -> ImageFiles.ofZip(name, path, options, workspace);
            case IMAGE -> ImageFiles.ofFile(name, path, resize, workspace);
            case TABLE -> alone(name, TableReader.read(path, null, options, workspace));
            case FOLDER -> {
                Source idx = IdxFiles.inFolder(path, workspace);
                yield idx != null ? idx : ImageFiles.ofFolder(name, path, resize, workspace);
            }
        };
    }

    private static Source alone(String name, Dataset data) {
        return new Source(name, data, null, null);
    }

    private static Dataset npy(NumberArray array) {
        if (array.dims().size() > 1) {
            return ArrayExamples.of(array, null, List.of(), List.of());
        }
        Dataset column = ArrayExamples.of(array.asColumn(), null, List.of(), List.of());
        return Noted.of(column, List.of("read as: npy, one column of " + array.examples() + " rows"));
    }
}
