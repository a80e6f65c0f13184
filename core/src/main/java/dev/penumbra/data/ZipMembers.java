package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The files in a zip. */
final class ZipMembers {
    private ZipMembers() {}

    /** Names that are not UTF-8 are in the code page of the format (APPNOTE.TXT, appendix D), in which any byte is a letter. */
    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            return new ZipFile(file.toFile(), Charset.forName("IBM437"));
        }
    }

    /**
     * All of them, in their order.
     *
     * @throws InputException where two have one name: which of them is meant, nobody knows
     */
    static List<ZipEntry> of(ZipFile zip, Path file) {
        List<ZipEntry> members = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
            members.add(entry);
            Integer first = places.putIfAbsent(path(entry), members.size());
            if (first != null) {
                throw new InputException(
                        "The archive has one name twice.",
                        "another name for each file in it",
                        describe(members.get(first - 1), first) + " and " + describe(entry, members.size()),
                        file + ", " + entry.getName(),
                        "unpack it, rename one of the two and pack it again");
            }
        });
        return members;
    }

    private static String describe(ZipEntry entry, int place) {
        return "file " + place + " of the archive with " + entry.getSize() + " bytes";
    }

    /** The path of a member; some programs of Windows write its own separator. */
    static String path(ZipEntry entry) {
        return entry.getName().replace('\\', '/');
    }

    /** The one member that is not hidden, where that is a table by its name; else null. */
    static @Nullable ZipEntry onlyTable(List<ZipEntry> members) {
        List<ZipEntry> shown = members.stream()
                .filter(m -> !ImageListing.isHiddenPath(path(m)))
                .limit(2)
                .toList();
        return shown.size() == 1 && Format.isTable(path(shown.getFirst())) ? shown.getFirst() : null;
    }
}
