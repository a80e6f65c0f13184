package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PNG files of a folder of items: each has one of its own, below the folder. Names come from outside. Item {@code a.jpg} is file {@code
 * a.jpg.png}, item {@code a.png} is file {@code a.png}.
 */
final class ItemPaths {
    private final Path root;
    private final String where;
    /** By the path of each file, the item that it is. */
    private final Map<Path, String> files = new HashMap<>();
    /** By the path of each folder between, an item in it. */
    private final Map<Path, String> folders = new HashMap<>();
    /** The same files without regard to case and to how letters are composed. */
    private final Map<String, Path> folded = new HashMap<>();

    private @Nullable Path one;
    private @Nullable Path alike;

    /** @param where the data, for messages */
    ItemPaths(Path folder, String where) {
        this.root = folder.toAbsolutePath().normalize();
        this.where = where;
    }

    /** The file of an item. */
    Path of(String name) {
        String png = name.toLowerCase(Locale.ROOT).endsWith(".png") ? name : name + ".png";
        try {
            Path path = root.resolve(png).normalize();
            if (!name.isEmpty() && !Path.of(png).isAbsolute() && path.startsWith(root)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw unsafe(name);
        }
        throw unsafe(name);
    }

    private InputException unsafe(String name) {
        return new InputException(
                "An item has a name that cannot be a file of the folder.",
                "a relative path that stays in it",
                "'" + name + "'",
                where,
                "rename it; of a compressed file, give -o a name that ends with .npy");
    }

    /** Refuses images whose items would not each have a file of their own. */
    static void requireDistinct(Dataset images, String where) {
        ItemPaths paths = new ItemPaths(Path.of("items"), where);
        for (int i = 0; i < images.size(); i++) {
            paths.add(images.name(i));
        }
    }

    /** Adds an item; refuses it where its file is that of another one. */
    void add(String name) {
        Path path = of(name);
        String other = files.putIfAbsent(path, name);
        other = other == null ? folders.get(path) : other;
        for (Path p = path.getParent(); other == null && p != null && !p.equals(root); p = p.getParent()) {
            other = files.get(p);
            if (folders.putIfAbsent(p, name) != null) {
                break;
            }
        }
        if (other != null) {
            throw collision(other, name, root.relativize(path).toString());
        }
        Path same = folded.putIfAbsent(
                Normalizer.normalize(path.toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT), path);
        if (same != null && alike == null) {
            one = same;
            alike = path;
        }
    }

    private InputException collision(String one, String other, String file) {
        return new InputException(
                "Two items would be one file.",
                "an own file for each item",
                file + " for '" + one + "' and '" + other + "'",
                where,
                "rename one of them; of a compressed file, give -o a name that ends with .npy");
    }

    /**
     * Makes the folder ready for all items that were added.
     *
     * @throws InputException where one of their files is there already, or where the file system takes two of them for one
     */
    void prepare() {
        boolean isNew = !Files.exists(root);
        for (Path path : files.keySet()) {
            if (!isNew && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new InputException(
                        "The folder has a file of this name already.",
                        "a folder that is new, or has none of the items",
                        path.toString(),
                        root.toString(),
                        "give another folder with -o, or remove the file");
            }
        }
        if (one != null && alike != null && !areDistinct(one, alike)) {
            throw collision(
                    String.valueOf(files.get(one)),
                    String.valueOf(files.get(alike)),
                    root.relativize(one).toString());
        }
    }

    /** Whether the file system has two files of these names, which differ in how they are written. */
    private boolean areDistinct(Path one, Path other) {
        int i = 0;
        while (one.getName(i).equals(other.getName(i))) {
            i++;
        }
        try {
            Files.createDirectories(root);
            Path trial = Files.createTempDirectory(root, "names");
            Path first = trial.resolve(one.getName(i));
            try {
                Files.createFile(first);
                return !Files.exists(trial.resolve(other.getName(i)));
            } finally {
                Files.deleteIfExists(first);
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(root, e);
        }
    }
}
