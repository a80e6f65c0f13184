package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which publishers lay out their splits, such as {@code train/}, {@code test/} and {@code valid/}, in any case. They may
 * stand above the folders of the classes or below them, at the same depth for all files.
 */
final class FolderSplits {
    /** A split and the names that its folder goes by. */
    enum Part {
        TRAIN("train", "training", "train_set", "training_set"),
        VALIDATION("val", "valid", "validation", "val_set", "validation_set"),
        TEST("test", "testing", "test_set");

        @SuppressWarnings("ImmutableEnumChecker") // Set.of
        private final Set<String> names;

        Part(String... names) {
            this.names = Set.of(names);
        }

        static @Nullable Part of(String folder) {
            String name = folder.toLowerCase(Locale.ROOT);
            for (Part part : values()) {
                if (part.names.contains(name)) {
                    return part;
                }
            }
            return null;
        }
    }

    private final int depth;

    private FolderSplits(int depth) {
        this.depth = depth;
    }

    /**
     * The splits of a folder; null where it has none.
     *
     * @param files paths with slashes, at least one
     * @throws InputException where there are splits and none to train on
     */
    static @Nullable FolderSplits of(List<String> files, String where) {
        int common = FolderLabels.common(files).split("/", -1).length - 1;
        for (int depth = common; ; depth++) {
            Set<String> folders = new TreeSet<>();
            boolean all = true;
            boolean any = false;
            for (String file : files) {
                String[] path = file.split("/", -1);
                boolean inFolder = depth < path.length - 1;
                any |= inFolder;
                boolean split = inFolder && Part.of(path[depth]) != null;
                all &= split;
                if (split) {
                    folders.add(path[depth]);
                }
            }
            if (!any) {
                return null;
            }
            // One name alone may be a class, as a train is. Beside the folders of splits right at the top, a few files
            // may lie around.
            boolean trains = folders.stream().anyMatch(f -> Part.of(f) == Part.TRAIN);
            boolean several = folders.stream().map(Part::of).distinct().count() > 1;
            if (several && !trains && all) {
                throw new InputException(
                        "There are no images to train on.",
                        "a folder train beside the other splits",
                        "folders " + String.join(", ", folders),
                        where,
                        "give one of these folders by itself");
            }
            if (several && trains && (all || depth == common)) {
                return new FolderSplits(depth);
            }
        }
    }

    /** The split in which a file lies; null where it lies beside them. */
    @Nullable
    Part part(String file) {
        String[] path = file.split("/", -1);
        return depth < path.length - 1 ? Part.of(path[depth]) : null;
    }

    /** The places in {@code files} of each split's. */
    Map<Part, int[]> places(List<String> files) {
        Map<Part, List<Integer>> places = new EnumMap<>(Part.class);
        for (int i = 0; i < files.size(); i++) {
            Part part = part(files.get(i));
            if (part != null) {
                places.computeIfAbsent(part, p -> new ArrayList<>()).add(i);
            }
        }
        Map<Part, int[]> arrays = new EnumMap<>(Part.class);
        places.forEach((part, at) ->
                arrays.put(part, at.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    /**
     * The class of every file, from its folders but that of the split; "" in a split that lies in no folders while others do, as
     * unlabelled ones. Empty where there are no classes.
     */
    List<String> classes(List<String> files, Map<Part, int[]> places) {
        List<String> classes = new ArrayList<>(
                FolderLabels.of(files.stream().map(this::without).toList()));
        for (int[] part : places.values()) {
            if (!classes.isEmpty()
                    && Arrays.stream(part).allMatch(i -> classes.get(i).equals("."))) {
                Arrays.stream(part).forEach(i -> classes.set(i, ""));
            }
        }
        return classes;
    }

    /** The path of a file without the folder of its split, which unpacking may have doubled. */
    private String without(String file) {
        List<String> path = new ArrayList<>(List.of(file.split("/", -1)));
        String folder = path.get(depth);
        while (path.size() > depth + 1 && path.get(depth).equals(folder)) {
            path.remove(depth);
        }
        return String.join("/", path);
    }
}
