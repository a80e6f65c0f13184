package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * One image file of a folder or a zip.
 *
 * @param name path below the root, with slashes
 */
record ImageFile(String name, Opener content) {
    /** Gives the bytes. */
    interface Opener {
        InputStream open() throws IOException;
    }
}
