package dev.penumbra.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How an image's file holds its pixels. The values that models read are always 8 bits in grey or in red, green and blue, upright, on
 * white paper; this says what else there was.
 *
 * @param channels    of a pixel in the file: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha; of a palette, those of its entries
 * @param bits        of a sample in the file, 1, 2, 4, 8 or 16; of an index where there is a palette
 * @param palette     the colours that pixels are indices of, alpha in the highest byte; empty where there is no palette
 * @param orientation how the pixels of the file were turned to be upright, 1 (not at all) to 8, as EXIF counts
 * @param lost        what the values no longer hold, such as "16 bits"; empty where the pixels of the file follow from the values,
 *                    {@code channels}, {@code bits}, {@code palette} and {@code orientation}, with alpha opaque everywhere
 */
public record ImageForm(int channels, int bits, List<Integer> palette, int orientation, String lost) {
    static final ImageForm GREY = new ImageForm(1, 8, List.of(), 1, "");
    static final ImageForm RGB = new ImageForm(3, 8, List.of(), 1, "");

    public ImageForm {
        palette = List.copyOf(palette);
        if (channels < 1
                || channels > 4
                || !List.of(1, 2, 4, 8, 16).contains(bits)
                || orientation < 1
                || orientation > 8) {
            throw new IllegalArgumentException(
                    "no image has " + channels + " channels of " + bits + " bits, turned by " + orientation);
        }
        if (palette.size() > 1 << Math.min(bits, 8)) {
            throw new IllegalArgumentException(palette.size() + " colours for indices of " + bits + " bits");
        }
    }

    /** The same file, whose pixels are to be turned so. */
    ImageForm turned(int way) {
        return new ImageForm(channels, bits, palette, way, lost);
    }

    /** The same file, whose samples have so many bits. */
    ImageForm withBits(int count) {
        return new ImageForm(channels, count, palette, orientation, lost);
    }

    /** The same file, where the values no longer hold one more thing. */
    ImageForm losing(String what) {
        return new ImageForm(channels, bits, palette, orientation, lost.isEmpty() ? what : lost + ", " + what);
    }

    /** Whether the file holds no more than 8 bits in grey or colour. */
    public boolean isPlain() {
        return bits == 8 && channels % 2 == 1 && palette.isEmpty() && lost.isEmpty();
    }

    /** What is to be told of images that were read from these forms, whole sentences. */
    static List<String> notes(List<ImageForm> forms) {
        List<String> notes = new ArrayList<>();
        note(notes, forms, form -> form.lost.contains("16 bits"), "of 16 bits a sample are read as 8 bits");
        note(notes, forms, form -> form.lost.contains("transparency"), "are transparent in places; those are white");
        note(notes, forms, form -> form.lost.contains("frames"), "of several frames or pages are read as their first");
        note(notes, forms, form -> form.orientation > 1, "are turned upright, as their EXIF notes say");
        return notes;
    }

    private static void note(List<String> notes, List<ImageForm> forms, Predicate<ImageForm> which, String what) {
        long count = forms.stream().filter(which).count();
        if (count > 0) {
            notes.add(count + " of " + forms.size() + " images " + what);
        }
    }
}
