package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The files of a folder or a zip: those that are images, and how many others there are. What programs put beside people's files, such
 * as thumbnails and copies, is hidden.
 */
final class ImageListing {
    private static final int MAX_IMAGES = 5_000_000;
    /** Names of other files that a message has. */
    private static final int SHOWN = 5;

    /** Of macOS, Synology, Windows, Linux and QNAP; names that begin with a dot are hidden too. */
    private static final Set<String> HIDDEN = Set.of(
            "__macosx",
            "@eadir",
            "#recycle",
            "@recycle",
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "$recycle.bin",
            "system volume information",
            "lost+found");

    private final String where;
    private final List<ImageFile> images = new ArrayList<>();
    private int links;
    private int hidden;
    private int others;
    /** The first of the others. */
    private final List<String> some = new ArrayList<>();

    private int outside;

    /** @param where the folder or zip, for messages */
    ImageListing(String where) {
        this.where = where;
    }

    /** Whether a file or folder of this name is hidden, with all that lies in it. */
    static boolean isHidden(String name) {
        return name.startsWith(".") || HIDDEN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** @param path from the root, with slashes */
    static boolean isHiddenPath(String path) {
        return List.of(path.split("/", -1)).stream().anyMatch(ImageListing::isHidden);
    }

    /** @param name the path from the root, with slashes */
    void add(String name, ImageFile.Opener content) {
        if (isHiddenPath(name)) {
            hidden++;
        } else if (ImageKind.isName(name)) {
            images.add(new ImageFile(name, content));
            if (images.size() > MAX_IMAGES) {
                throw new InputException(
                        "There are too many images.",
                        "at most " + MAX_IMAGES + " files",
                        "more",
                        where,
                        "check the folder");
            }
        } else {
            others++;
            if (some.size() < SHOWN) {
                some.add(name);
            }
        }
    }

    void addLink() {
        links++;
    }

    /** Something that is hidden and not looked into. */
    void addHidden() {
        hidden++;
    }

    /** The images in the order of their names, at least one. */
    List<ImageFile> images() {
        if (images.isEmpty()) {
            throw none();
        }
        images.sort(Comparator.comparing(ImageFile::name));
        return images;
    }

    private InputException none() {
        String named = some.isEmpty() ? "" : " (" + String.join(", ", some) + (others > SHOWN ? ", ..." : "") + ")";
        boolean table = some.stream().anyMatch(Format::isTable);
        return new InputException(
                "There are no images.",
                "files " + ImageKind.endings() + "; or a zip that holds one table alone",
                note().isEmpty() ? "no files" : note() + named,
                where,
                table
                        ? "give a table by its own path; of a zip, unpack it first"
                        : links > 0 ? "links are not followed: copy what they name" : "check what it holds");
    }

    /** Leaves out images beside the folders that are the splits. */
    void keepOnly(List<ImageFile> kept) {
        outside += images.size() - kept.size();
        images.clear();
        images.addAll(kept);
    }

    /** What was left out, as in "6 of 34 files; left out: 10 links, 18 of other formats"; empty where nothing was. */
    String note() {
        StringJoiner out = new StringJoiner(", ");
        add(out, links, "link", "links");
        add(out, hidden, "hidden", "hidden");
        add(out, others, "of another format", "of other formats");
        add(out, outside, "beside the folders of the splits", "beside the folders of the splits");
        int all = images.size() + links + hidden + others + outside;
        return out.length() == 0
                ? ""
                : images.size() + " of " + all + (all == 1 ? " file" : " files") + "; left out: " + out;
    }

    private static void add(StringJoiner out, int count, String one, String many) {
        if (count > 0) {
            out.add(count + " " + (count == 1 ? one : many));
        }
    }
}
