package dev.penumbra.data;

import java.util.List;

/** Classes from the folders in which files lie. */
final class FolderLabels {
    private FolderLabels() {}

    /**
     * The folder of every file below the folder that all have in common, "." for that one itself; empty when all lie in one.
     *
     * @param files paths with slashes, at least one
     */
    static List<String> of(List<String> files) {
        int start = common(files).length();
        List<String> folders = files.stream().map(FolderLabels::folder).toList();
        if (folders.stream().allMatch(f -> f.length() == start)) {
            return List.of();
        }
        return folders.stream()
                .map(f -> f.length() == start ? "." : f.substring(start, f.length() - 1))
                .toList();
    }

    /** The folder that all files have in common, with a slash at its end; empty where that is the root. */
    static String common(List<String> files) {
        String common = folder(files.getFirst());
        for (String file : files) {
            while (!file.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
        }
        return common;
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }
}
