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
        List<String> folders =
                files.stream().map(f -> f.substring(0, f.lastIndexOf('/') + 1)).toList();
        String common = folders.getFirst();
        for (String folder : folders) {
            while (!folder.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
        }
        int start = common.length();
        if (folders.stream().allMatch(f -> f.length() == start)) {
            return List.of();
        }
        return folders.stream()
                .map(f -> f.length() == start ? "." : f.substring(start, f.length() - 1))
                .toList();
    }
}
