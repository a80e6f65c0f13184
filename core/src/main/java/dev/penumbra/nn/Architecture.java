package dev.penumbra.nn;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Networks from short text: {@code mlp:512,256} for hidden layers of these widths, {@code conv:32,64} for convolutions of these
 * channels, {@code linear} for no hidden layer. An encoder's text goes from x to z, a decoder's from z to x.
 */
public final class Architecture {
    /** The most hidden layers that a text may ask for. */
    public static final int MAX_DEPTH = 32;
    /** The widest hidden layer that a text may ask for. */
    public static final int MAX_WIDTH = 1 << 16;

    private static final int KERNEL = 4;
    private static final int STRIDE = 2;
    private static final int PADDING = 1;
    private static final Layer RELU = new Layer.Activation(Layer.Function.RELU);
    private static final List<String> KINDS = List.of("mlp", "conv", "linear");

    /** A text, read. */
    private record Plan(String text, String kind, List<Integer> widths) {}

    private Architecture() {}

    /**
     * The encoder that {@code text} describes. {@code mlp}: Linear and ReLU for each width; {@code conv}: a 4x4 convolution of
     * stride 2 and padding 1, which halves both sides rounding down, and ReLU for each width. Last a Linear to the outputs.
     *
     * @param outputs values that the encoder gives for an example
     * @throws InputException where the text is none or does not fit the input; its remedy is a text that does
     */
    public static Network encoder(String text, Shape input, int outputs) {
        Plan plan = parse(text);
        if (plan.kind.equals("conv")) {
            requireRoom(plan, input, plan.widths);
        }
        List<Layer> layers = new ArrayList<>();
        for (int width : plan.widths) {
            layers.add(
                    plan.kind.equals("conv")
                            ? new Layer.Conv(width, KERNEL, STRIDE, PADDING)
                            : new Layer.Linear(width));
            layers.add(RELU);
        }
        layers.add(new Layer.Linear(outputs));
        return checked(plan, new Network(input, layers));
    }

    /**
     * The decoder that {@code text} describes, the encoder's way back. {@code mlp}: Linear and ReLU for each width, then a
     * Linear to the output's values. {@code conv}: a Linear to an image of the first width's channels, then for each further
     * width and for the output's channels a transposed convolution that doubles both sides, or doubles and adds one where the
     * encoder's halving rounded down.
     *
     * @param latent dimensions of z
     * @throws InputException where the text is none or does not fit the output; its remedy is a text that does
     */
    public static Network decoder(String text, int latent, Shape output) {
        Plan plan = parse(text);
        if (plan.kind.equals("conv")) {
            requireRoom(plan, output, plan.widths.reversed());
        }
        List<Layer> layers = plan.kind.equals("conv") ? upsampling(plan.widths, output) : widening(plan.widths, output);
        return checked(plan, new Network(Shape.of(latent), layers));
    }

    /** The decoder's text for an encoder's: the same widths from z to x. */
    public static String mirror(String encoderText) {
        Plan plan = parse(encoderText);
        return text(plan.kind, plan.widths.reversed());
    }

    /**
     * The encoder's text where none is given: {@code mlp:400} for vectors and for images of at most 1024 values; else
     * convolutions of 32, 64, 128, 256, 256, ... channels, at least two and as many as bring the longer side to 8 or below, where
     * the shorter side allows.
     */
    public static String defaultText(Shape input) {
        if (!input.isImage() || input.size() <= 1024 || depthThatFits(input) < 1) {
            return "mlp:400";
        }
        int depth = 2;
        while (Math.max(input.height(), input.width()) >> depth > 8) {
            depth++;
        }
        return text("conv", channels(Math.min(depth, depthThatFits(input))));
    }

    private static List<Layer> widening(List<Integer> widths, Shape output) {
        List<Layer> layers = new ArrayList<>();
        for (int width : widths) {
            layers.add(new Layer.Linear(width));
            layers.add(RELU);
        }
        layers.add(new Layer.Linear(output.size()));
        if (output.dims().size() > 1) {
            layers.add(new Layer.Reshape(output));
        }
        return layers;
    }

    private static List<Layer> upsampling(List<Integer> widths, Shape output) {
        int depth = widths.size();
        Shape first = Shape.image(widths.getFirst(), output.height() >> depth, output.width() >> depth);
        List<Layer> layers = new ArrayList<>(List.of(new Layer.Linear(first.size()), RELU, new Layer.Reshape(first)));
        for (int i = 1; i <= depth; i++) {
            int channels = i < depth ? widths.get(i) : output.channels();
            int extraHeight = (output.height() >> (depth - i)) % STRIDE;
            int extraWidth = (output.width() >> (depth - i)) % STRIDE;
            layers.add(new Layer.TransposedConv(channels, KERNEL, STRIDE, PADDING, extraHeight, extraWidth));
            if (i < depth) {
                layers.add(RELU);
            }
        }
        return layers;
    }

    private static Plan parse(String text) {
        String[] parts = text.strip().split(":", 2);
        String kind = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!KINDS.contains(kind)) {
            List<String> near = Spelling.closest(kind, KINDS);
            String meant = near.isEmpty() ? "mlp" : near.getFirst();
            throw wrong("Unknown kind of network.", "mlp, conv or linear", text, repaired(meant, parts));
        }
        if (kind.equals("linear")) {
            if (parts.length > 1) {
                throw wrong("A linear network has no hidden layers.", "no widths", text, "linear");
            }
            return new Plan(text, kind, List.of());
        }
        String[] widths = parts.length > 1 ? parts[1].split(",", -1) : new String[0];
        List<Integer> valid = validWidths(widths);
        if (widths.length == 0 || valid.size() < widths.length || widths.length > MAX_DEPTH) {
            String expected = kind + ": and 1 to " + MAX_DEPTH + " whole numbers in 1.." + MAX_WIDTH;
            throw wrong("The widths are not valid.", expected, text, repaired(kind, parts));
        }
        return new Plan(text, kind, valid);
    }

    private static List<Integer> validWidths(String[] widths) {
        List<Integer> valid = new ArrayList<>();
        for (String width : widths) {
            String digits = width.strip();
            if (digits.matches("[0-9]{1,6}")
                    && Integer.parseInt(digits) >= 1
                    && Integer.parseInt(digits) <= MAX_WIDTH) {
                valid.add(Integer.parseInt(digits));
            }
        }
        return valid;
    }

    /** The nearest text that is right: what is valid of the widths, or the usual ones. */
    private static String repaired(String kind, String[] parts) {
        if (kind.equals("linear")) {
            return kind;
        }
        List<Integer> valid = parts.length > 1 ? validWidths(parts[1].split(",", -1)) : List.of();
        if (valid.isEmpty()) {
            return kind.equals("mlp") ? "mlp:400" : "conv:32,64";
        }
        return text(kind, valid.subList(0, Math.min(valid.size(), MAX_DEPTH)));
    }

    private static void requireRoom(Plan plan, Shape image, List<Integer> fromImage) {
        if (!image.isImage()) {
            throw wrong("Convolutions need images.", "[channels, height, width]", image.toString(), "mlp:400");
        }
        int depth = depthThatFits(image);
        if (fromImage.size() > depth) {
            List<Integer> kept = fromImage.subList(0, depth);
            boolean decodes = !fromImage.equals(plan.widths);
            throw wrong(
                    "The image is too small for so many convolutions, each of which halves its sides.",
                    "at most " + depth + " for an image of " + image,
                    plan.text,
                    depth == 0 ? "mlp:400" : text("conv", decodes ? kept.reversed() : kept));
        }
    }

    /** How often both sides can be halved before one would become 0. */
    private static int depthThatFits(Shape image) {
        int shorter = Math.min(image.height(), image.width());
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(shorter);
    }

    private static Network checked(Plan plan, Network network) {
        for (Parameter p : network.parameters("network")) {
            long size = p.dims().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            if (size > Shape.MAX_SIZE) {
                String received = plan.text + ", with " + p.dims() + " = " + size;
                throw wrong("A layer is too large.", "at most " + Shape.MAX_SIZE + " weights", received, "mlp:400");
            }
        }
        return network;
    }

    private static List<Integer> channels(int depth) {
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            channels.add(Math.min(256, 32 << Math.min(i, 3)));
        }
        return channels;
    }

    private static String text(String kind, List<Integer> widths) {
        return widths.isEmpty()
                ? kind
                : kind + ":" + widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static InputException wrong(String what, String expected, String received, String remedy) {
        return new InputException(what, expected, received, "architecture", "for example " + remedy);
    }
}
