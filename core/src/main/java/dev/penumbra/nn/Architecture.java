package dev.penumbra.nn;

import dev.penumbra.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Networks from short text. An encoder's text goes from x to z, a decoder's from z to x.
 *
 * <pre>
 * mlp:512,256      hidden layers of these widths
 * conv:32,64       convolutions of these channels
 * resnet:32,64     the same, each with a residual block (He et al. 2016)
 * linear           no hidden layer
 * mlp:300@gated    what a hidden layer is made of, after @ and separated by commas: an activation (relu if none is given,
 *                  leaky-relu, silu, gelu, tanh, softplus, or gated: {@link Layer.Glu} on twice the width) and a
 *                  normalization before it (batchnorm, groupnorm with the most groups of 8, 4, 2 and 1, layernorm)
 * </pre>
 */
public final class Architecture {
    /** The most hidden layers that a text may ask for. */
    public static final int MAX_DEPTH = 32;
    /** The widest hidden layer that a text may ask for. */
    public static final int MAX_WIDTH = 1 << 16;

    private static final int KERNEL = 4;
    private static final int STRIDE = 2;
    private static final int PADDING = 1;

    private Architecture() {}

    /**
     * The encoder that {@code text} describes. A hidden layer of {@code mlp} is Linear, normalization, activation; one of
     * {@code conv} a 4x4 convolution of stride 2 and padding 1, which halves both sides rounding down, normalization,
     * activation; {@code resnet} has a residual block of activation, 3x3 convolution, normalization, activation, 3x3 convolution
     * after the convolution. Last a Linear to the outputs.
     *
     * @param outputs values that the encoder gives for an example
     * @throws InputException where the text is none or does not fit the input; its remedy is a text that does
     */
    public static Network encoder(String text, Shape input, int outputs) {
        ArchitectureText plan = ArchitectureText.parse(text);
        if (plan.isConvolutional()) {
            requireRoom(text, plan, input, plan.widths());
        }
        return checked(text, input, () -> {
            List<Layer> layers = hidden(plan);
            layers.add(new Layer.Linear(outputs));
            return layers;
        });
    }

    /**
     * The decoder that {@code text} describes, the encoder's way back. {@code mlp}: the hidden layers, then a Linear to the
     * output's values. {@code conv} and {@code resnet}: a hidden Linear to an image of the first width's channels, then for each
     * further width and for the output's channels a transposed convolution that doubles both sides, or doubles and adds one
     * where the encoder's halving rounded down; what is within a hidden layer is as in the encoder.
     *
     * @param latent dimensions of z
     * @throws InputException where the text is none or does not fit the output; its remedy is a text that does
     */
    public static Network decoder(String text, int latent, Shape output) {
        ArchitectureText plan = ArchitectureText.parse(text);
        if (plan.isConvolutional()) {
            requireRoom(text, plan, output, plan.widths().reversed());
        }
        return checked(
                text,
                Shape.of(latent),
                () -> plan.isConvolutional() ? upsampling(plan, output) : widening(plan, output));
    }

    /** The decoder's text for an encoder's: the same from z to x. */
    public static String mirror(String encoderText) {
        ArchitectureText plan = ArchitectureText.parse(encoderText);
        return plan.with(plan.widths().reversed()).toString();
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
        return ArchitectureText.plain("conv", channels(Math.min(depth, depthThatFits(input))))
                .toString();
    }

    /** All hidden layers, one after the other. */
    private static List<Layer> hidden(ArchitectureText plan) {
        List<Layer> layers = new ArrayList<>();
        for (int width : plan.widths()) {
            int computed = plan.computed(width);
            layers.add(
                    plan.isConvolutional()
                            ? new Layer.Conv(computed, KERNEL, STRIDE, PADDING)
                            : new Layer.Linear(computed));
            layers.addAll(afterMap(plan, width));
        }
        return layers;
    }

    private static List<Layer> widening(ArchitectureText plan, Shape output) {
        List<Layer> layers = hidden(plan);
        layers.add(new Layer.Linear(output.size()));
        if (output.dims().size() > 1) {
            layers.add(new Layer.Reshape(output));
        }
        return layers;
    }

    private static List<Layer> upsampling(ArchitectureText plan, Shape output) {
        List<Integer> widths = plan.widths();
        int depth = widths.size();
        List<Layer> layers =
                new ArrayList<>(firstImage(plan, widths.getFirst(), output.height() >> depth, output.width() >> depth));
        for (int i = 1; i <= depth; i++) {
            int channels = i < depth ? plan.computed(widths.get(i)) : output.channels();
            int extraHeight = (output.height() >> (depth - i)) % STRIDE;
            int extraWidth = (output.width() >> (depth - i)) % STRIDE;
            layers.add(new Layer.TransposedConv(channels, KERNEL, STRIDE, PADDING, extraHeight, extraWidth));
            if (i < depth) {
                layers.addAll(afterMap(plan, widths.get(i)));
            }
        }
        return layers;
    }

    /** The hidden layer from z to an image. Where it has more than an activation, that must see the image's channels. */
    private static List<Layer> firstImage(ArchitectureText plan, int channels, int height, int width) {
        List<Layer> after = afterMap(plan, channels);
        int computed = plan.computed(channels);
        Shape image = Shape.image(computed, height, width);
        List<Layer> layers = new ArrayList<>(List.of(new Layer.Linear(image.size())));
        if (after.size() == 1) {
            layers.addAll(after);
            layers.add(new Layer.Reshape(Shape.image(channels, height, width)));
        } else {
            layers.add(new Layer.Reshape(image));
            layers.addAll(after);
        }
        return layers;
    }

    /** What follows the linear map of a hidden layer. */
    private static List<Layer> afterMap(ArchitectureText plan, int width) {
        List<Layer> layers = new ArrayList<>();
        if (plan.isResidual()) {
            Layer conv = new Layer.Conv(width, 3, 1, 1);
            List<Layer> body = new ArrayList<>(List.of(plan.tail(width).getLast(), conv));
            body.addAll(plan.tail(width));
            body.add(conv);
            layers.add(new Layer.Residual(body));
        }
        layers.addAll(plan.tail(plan.computed(width)));
        return layers;
    }

    private static void requireRoom(String text, ArchitectureText plan, Shape image, List<Integer> fromImage) {
        if (!image.isImage()) {
            throw wrong("Convolutions need images.", "[channels, height, width]", image.toString(), "mlp:400");
        }
        int depth = depthThatFits(image);
        if (fromImage.size() > depth) {
            List<Integer> kept = fromImage.subList(0, depth);
            boolean decodes = !fromImage.equals(plan.widths());
            throw wrong(
                    "The image is too small for so many convolutions, each of which halves its sides.",
                    "at most " + depth + " for an image of " + image,
                    text,
                    depth == 0
                            ? "mlp:400"
                            : plan.with(decodes ? kept.reversed() : kept).toString());
        }
    }

    /** How often both sides can be halved before one would become 0. */
    private static int depthThatFits(Shape image) {
        int shorter = Math.min(image.height(), image.width());
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(shorter);
    }

    /** The network of these layers, all of which fit together but may be larger than a shape can be. */
    private static Network checked(String text, Shape input, Supplier<List<Layer>> layers) {
        Network network;
        try {
            network = new Network(input, layers.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw tooLarge("values", text + ": " + e.getMessage());
        }
        for (Parameter p : network.parameters("network")) {
            long size = p.dims().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            if (size > Shape.MAX_SIZE) {
                throw tooLarge("weights", text + ", with " + p.dims() + " = " + size);
            }
        }
        return network;
    }

    private static InputException tooLarge(String what, String received) {
        return wrong("A layer is too large.", "at most " + Shape.MAX_SIZE + " " + what, received, "mlp:400");
    }

    private static List<Integer> channels(int depth) {
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            channels.add(Math.min(256, 32 << Math.min(i, 3)));
        }
        return channels;
    }

    static InputException wrong(String what, String expected, String received, String remedy) {
        return new InputException(what, expected, received, "architecture", "for example " + remedy);
    }
}
