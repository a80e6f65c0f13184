package dev.penumbra.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The kinds of image files that are read. What a file is, its first bytes say, whatever its name. */
enum ImageKind {
    PNG("PNG", "png"),
    JPEG("JPEG", "jpg", "jpeg", "jpe", "jfif"),
    GIF("GIF", "gif"),
    BMP("BMP", "bmp"),
    TIFF("TIFF", "tif", "tiff"),
    WEBP("WebP", "webp");

    /** For messages. */
    static final String ALL = "a PNG, JPEG, GIF, BMP, TIFF or WebP file";

    /** As people and ImageIO call it. */
    final String title;

    /** Whether such files may hold several images, which their decoders count. */
    final boolean holdsMany;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> endings;

    ImageKind(String title, String... endings) {
        this.title = title;
        this.holdsMany = title.equals("GIF") || title.equals("TIFF");
        this.endings = List.of(endings);
    }

    /** The endings of names, for messages. */
    static String endings() {
        return Stream.of(values())
                .filter(ImageKind::hasReader)
                .flatMap(kind -> kind.endings.stream())
                .map(e -> "." + e)
                .collect(Collectors.joining(", "));
    }

    /** Whether ImageIO reads it: the JDK does not read WebP, but finds readers on the class path. */
    boolean hasReader() {
        return ImageIO.getImageReadersByFormatName(title).hasNext();
    }

    /** Whether a file of this name is taken for an image. */
    static boolean isName(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (ImageKind kind : values()) {
            if (kind.endings.contains(ending) && ending.length() < name.length() && kind.hasReader()) {
                return true;
            }
        }
        return false;
    }

    /** The kind of the file that begins with {@code length} of these bytes; null where it is no image that is read. */
    static @Nullable ImageKind of(byte[] file, int length) {
        String start = text(file, Math.min(length, 16));
        if (start.startsWith("\u0089PNG")) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8")) {
            return JPEG;
        }
        if (start.startsWith("GIF8")) {
            return GIF;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        // Two letters alone could be text; the four bytes that are kept free tell.
        return start.startsWith("BM") && start.startsWith("\0\0\0\0", 6) ? BMP : null;
    }

    /** What a file is that is no image that is read, where its first bytes tell. */
    static String other(byte[] file, int length) {
        String start = text(file, Math.min(length, 64));
        String lower = start.stripLeading().toLowerCase(Locale.ROOT);
        if (length == 0) {
            return "an empty file";
        }
        if (start.startsWith("ftyp", 4)) {
            return start.startsWith("avif", 8) ? "an AVIF file" : "a HEIC file or a video";
        }
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "a web page (HTML)";
        }
        if (lower.startsWith("<svg") || lower.startsWith("<?xml")) {
            return "a drawing (SVG) or other XML";
        }
        if (start.startsWith("%PDF")) {
            return "a PDF file";
        }
        return start.startsWith("PK") ? "a zip" : "other bytes at its start";
    }

    private static String text(byte[] file, int length) {
        return new String(file, 0, length, StandardCharsets.ISO_8859_1);
    }
}
