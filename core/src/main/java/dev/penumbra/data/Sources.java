package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens data: a known set by its name, or files by their path. */
public final class Sources {
    private Sources() {}

    /** {@link #open(String, DataOptions, DownloadProgress)} in silence. */
    public static Source open(String nameOrPath, DataOptions options) {
        return open(nameOrPath, options, DownloadProgress.NONE);
    }

    /**
     * Opens a known set (see {@link KnownData#list()}) or what lies at a path: an idx, npy, npz or CSV file, an image,
     * a folder or zip of them, a folder of idx files. Sets with an official address are downloaded where they are missing. Data beyond
     * a quarter of the heap stays on the disk.
     *
     * @throws InputException when there is nothing of that name, or it cannot be read
     */
    public static Source open(String nameOrPath, DataOptions options, DownloadProgress progress) {
        Map<String, String> environment = System.getenv();
        return open(nameOrPath, options, environment, Workspace.of(environment), progress);
    }

    static Source open(
            String nameOrPath,
            DataOptions options,
            Map<String, String> environment,
            Workspace workspace,
            DownloadProgress progress) {
        Source known = KnownData.open(nameOrPath, options, environment, workspace, progress);
        if (known != null && isPath(nameOrPath)) {
            known = known.noted("this is the known data set " + nameOrPath + "; give ./" + nameOrPath
                    + " for the files of that name");
        }
        Source source = known != null ? known : Format.open(existing(nameOrPath), options, workspace);
        return options.resize() == null ? source : Resized.to(options.resize(), source);
    }

    private static Path existing(String nameOrPath) {
        if (isPath(nameOrPath)) {
            return Path.of(nameOrPath);
        }
        throw unknown(nameOrPath);
    }

    /** Whether a file or folder lies at {@code text}. */
    static boolean isPath(String text) {
        try {
            return !text.isBlank() && Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static InputException unknown(String nameOrPath) {
        List<String> names =
                KnownData.list().stream().map(KnownData.Entry::name).toList();
        List<String> close = Spelling.closest(nameOrPath, names);
        return new InputException(
                "There is no data set of this name, and no file or folder either.",
                "one of " + String.join(", ", names) + ", or a path to a file or folder",
                nameOrPath,
                "the data to open",
                close.isEmpty() ? "check the name or the path" : "did you mean " + String.join(" or ", close) + "?");
    }
}
