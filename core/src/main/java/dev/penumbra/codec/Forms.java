package dev.penumbra.codec;

import dev.penumbra.data.ImageForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** How the files of a block's images held them: the forms that occur, and where there are several, which of them each item has. */
final class Forms {
    private Forms() {}

    static void write(ByteArrayOutputStream out, List<ImageForm> forms) {
        List<ImageForm> distinct = forms.stream().distinct().toList();
        Names.number(out, distinct.size());
        for (ImageForm form : distinct) {
            out.write(form.channels());
            out.write(form.bits());
            out.write(form.orientation());
            Names.number(out, form.palette().size());
            for (int colour : form.palette()) {
                out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(colour).array());
            }
        }
        for (int i = 0; i < forms.size() && distinct.size() > 1; i++) {
            Names.number(out, distinct.indexOf(forms.get(i)));
        }
    }

    /** Reads the forms of {@code count} images. */
    static List<ImageForm> read(ByteBuffer in, int count) {
        int kinds = Names.number(in);
        if (kinds < 1 || kinds > count) {
            throw new Ans.Damaged(kinds + " forms of " + count + " images");
        }
        List<ImageForm> distinct = new ArrayList<>();
        for (int k = 0; k < kinds; k++) {
            distinct.add(form(in));
        }
        if (kinds == 1) {
            return Collections.nCopies(count, distinct.getFirst());
        }
        List<ImageForm> forms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int k = Names.number(in);
            if (k >= kinds) {
                throw new Ans.Damaged("form " + k + " of " + kinds);
            }
            forms.add(distinct.get(k));
        }
        return forms;
    }

    private static ImageForm form(ByteBuffer in) {
        int channels = Names.take(in);
        int bits = Names.take(in);
        int orientation = Names.take(in);
        int colours = Names.number(in);
        if (colours > 256 || colours * Integer.BYTES > in.remaining()) {
            throw new Ans.Damaged("a palette of " + colours + " colours");
        }
        try {
            List<Integer> palette =
                    IntStream.range(0, colours).mapToObj(i -> in.getInt()).toList();
            return new ImageForm(channels, bits, palette, orientation, "");
        } catch (IllegalArgumentException e) {
            throw new Ans.Damaged("an image of " + channels + " channels of " + bits + " bits");
        }
    }
}
