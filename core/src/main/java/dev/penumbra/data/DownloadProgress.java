package dev.penumbra.data;

/** Hears how a download goes. */
@FunctionalInterface
public interface DownloadProgress {
    /** Hears nothing. */
    DownloadProgress NONE = (file, bytes, total) -> {};

    /**
     * Called after every piece, and once at the end.
     *
     * @param file  name of the file
     * @param bytes here so far
     * @param total in the end, or -1 where the server does not say
     */
    void at(String file, long bytes, long total);
}
