package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * NumPy's npz archives: the examples and the labels by the names of their arrays, in one part or, where names say so ({@code
 * x_train}, {@code y_test}), in the splits that the publisher made.
 */
final class NpzReader {
    private static final String SUFFIX = ".npy";
    private static final String NO_SPLIT = "";
    private static final String TRAIN = "train";
    private static final String VALIDATION = "validation";
    private static final String TEST = "test";
    /** What is left of an array's name without its split; the first that is there counts. */
    private static final List<String> EXAMPLES =
            List.of("x", "images", "data", "image", "imgs", "features", "inputs", "samples", "arr_0", "");

    private static final List<String> LABELS =
            List.of("y", "labels", "label", "target", "targets", "class", "classes", "arr_1");
    private static final int MAX_ENTRIES = 1000;

    private final ZipFile zip;
    private final Path file;
    private final Workspace workspace;
    private final List<Member> members;
    private final List<Member> read = new ArrayList<>();
    /** Labels that are measurements. */
    private final List<Member> fractions = new ArrayList<>();

    /**
     * An array's name, understood.
     *
     * @param name  as it stands in the archive, without .npy
     * @param split the part that it names, or {@link #NO_SPLIT}
     * @param role  the rest
     */
    private record Member(String name, String split, String role) {
        static Member of(String name) {
            String split = NO_SPLIT;
            List<String> rest = new ArrayList<>();
            String words = name.replaceAll("([a-z])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("^([xy])(train|test|val)", "$1_$2");
            for (String word : words.split("[^a-z0-9]+", -1)) {
                String named = split(word);
                if (named.equals(NO_SPLIT)) {
                    rest.add(word);
                } else {
                    split = named;
                }
            }
            return new Member(name, split, String.join("_", rest));
        }

        private static String split(String word) {
            return switch (word) {
                case "train", "training" -> TRAIN;
                case "val", "valid", "validation", "dev" -> VALIDATION;
                case "test", "testing" -> TEST;
                default -> NO_SPLIT;
            };
        }
    }

    /** One part of the data. */
    private record Part(NumberArray examples, @Nullable Labels labels) {}

    private NpzReader(ZipFile zip, Path file, Workspace workspace) {
        this.zip = zip;
        this.file = file;
        this.workspace = workspace;
        this.members = ZipMembers.of(zip, file).stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(SUFFIX))
                .map(n -> Member.of(n.substring(0, n.length() - SUFFIX.length())))
                .toList();
    }

    /** Opens the arrays under the name of the file. */
    static Source open(Path file, Workspace workspace) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new InputException(
                        "The archive has too many members.",
                        "at most " + MAX_ENTRIES,
                        String.valueOf(zip.size()),
                        file.toString(),
                        "keep only the arrays that are needed");
            }
            return new NpzReader(zip, file, workspace).source();
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    private Source source() throws IOException {
        Member train = find(EXAMPLES, TRAIN);
        Member test = find(EXAMPLES, TEST);
        Member validation = find(EXAMPLES, VALIDATION);
        boolean split = train != null && (test != null || validation != null || find(EXAMPLES, NO_SPLIT) == null);
        Member whole = split ? null : whole();
        List<Part> parts = new ArrayList<>();
        for (Member examples : split ? IdxFiles.present(train, validation, test) : IdxFiles.present(whole)) {
            parts.add(part(examples));
        }
        boolean labelled = parts.stream().allMatch(p -> p.labels != null);
        List<String> classes = labelled
                ? Labels.classes(parts.stream()
                        .flatMap(p -> Optional.ofNullable(p.labels).stream())
                        .toList())
                : List.of();
        List<Dataset> sets = new ArrayList<>();
        for (Part part : parts) {
            int[] labels = labelled && part.labels != null ? part.labels.indices(classes) : null;
            sets.add(Noted.of(ArrayExamples.of(part.examples, labels, List.of(), classes), notes()));
        }
        return new Source(
                String.valueOf(file.getFileName()),
                sets.getFirst(),
                split && validation != null ? sets.get(1) : null,
                split && test != null ? sets.getLast() : null);
    }

    /** The only examples of an archive without splits. */
    private Member whole() {
        Member named = find(EXAMPLES, NO_SPLIT);
        boolean unnamed = named != null && named.role.equals("arr_0");
        boolean several = unnamed && members.stream().anyMatch(m -> m.role.equals("arr_2"));
        if (named != null && !several) {
            return named;
        }
        List<Member> others =
                members.stream().filter(m -> !LABELS.contains(m.role)).toList();
        if (others.size() == 1) {
            return others.getFirst();
        }
        throw new InputException(
                "It is not clear which array holds the examples.",
                "one array called X, x, images or data, or a single array; or x_train and x_test",
                "arrays " + members.stream().map(Member::name).toList(),
                file.toString(),
                "rename the array of the examples to X, and that of the labels to y");
    }

    private @Nullable Member find(List<String> roles, String split) {
        return members.stream()
                .filter(m -> m.split.equals(split) && roles.contains(m.role))
                .min(Comparator.comparingInt(m -> roles.indexOf(m.role)))
                .orElse(null);
    }

    private Part part(Member member) throws IOException {
        NumberArray examples = array(member);
        Member beside = find(LABELS, member.split);
        if (beside == null || beside.equals(member)) {
            return new Part(examples, null);
        }
        Labels labels;
        try (InputStream in = in(beside)) {
            labels = NpyReader.labels(in, compressed(beside), workspace, where(beside));
        }
        if (!labels.whole()) {
            fractions.add(beside);
            return new Part(examples, null);
        }
        read.add(beside);
        return new Part(examples, labels.fitting(examples.examples()));
    }

    private NumberArray array(Member member) throws IOException {
        read.add(member);
        try (InputStream in = in(member)) {
            return NpyReader.read(in, compressed(member), workspace, where(member));
        }
    }

    private InputStream in(Member member) throws IOException {
        return new BufferedInputStream(ZipContent.of(zip, entry(member), where(member)));
    }

    private long compressed(Member member) {
        return entry(member).getCompressedSize();
    }

    private ZipEntry entry(Member member) {
        return zip.getEntry(member.name + SUFFIX);
    }

    private String where(Member member) {
        return file + ", array " + member.name;
    }

    /** Which arrays were read, where there are more than one. */
    private List<String> notes() {
        List<String> all = new ArrayList<>();
        if (members.size() > 1) {
            List<String> left = members.stream()
                    .filter(m -> !read.contains(m) && !fractions.contains(m))
                    .map(Member::name)
                    .toList();
            all.add("read as: npz, arrays "
                    + String.join(", ", read.stream().map(Member::name).toList())
                    + (left.isEmpty() ? "" : "; left out: " + String.join(", ", left)));
        }
        fractions.forEach(m -> all.add("left out: " + m.name + ", whose fractions are no classes"));
        return all;
    }
}
