package dev.penumbra.data;

import java.util.List;
import java.util.stream.Stream;

/** Decoded image files: each example has the name of its file, and is held there in some form. */
final class ImageExamples extends SameValues {
    private final List<String> names;
    private final List<ImageForm> forms;
    private final List<String> notes;

    /**
     * @param names one for each example, in order
     * @param forms as many
     */
    ImageExamples(Dataset pixels, List<String> names, List<ImageForm> forms, List<String> notes) {
        super(pixels);
        this.names = List.copyOf(names);
        this.forms = List.copyOf(forms);
        this.notes = Stream.concat(notes.stream(), pixels.notes().stream()).toList();
    }

    @Override
    public String name(int index) {
        return names.get(index);
    }

    @Override
    public ImageForm form(int index) {
        return forms.get(index);
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}
