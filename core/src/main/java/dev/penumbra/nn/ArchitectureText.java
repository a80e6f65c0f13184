package dev.penumbra.nn;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The text of an architecture, read: {@code kind:width,width@word,word}.
 *
 * @param kind          one of {@link #KINDS}
 * @param widths        of the hidden layers
 * @param activation    of a hidden layer: a word of {@link #ACTIVATIONS}
 * @param normalization of a hidden layer: a word of {@link #NORMALIZATIONS}, or empty for none
 */
record ArchitectureText(String kind, List<Integer> widths, String activation, String normalization) {
    private static final List<String> KINDS = List.of("mlp", "conv", "resnet", "linear");
    private static final SequencedMap<String, Layer> ACTIVATIONS = activations();
    private static final List<String> NORMALIZATIONS = List.of("batchnorm", "groupnorm", "layernorm");
    private static final String RELU = "relu";
    private static final String GATED = "gated";
    private static final String GROUPNORM = "groupnorm";

    private static SequencedMap<String, Layer> activations() {
        SequencedMap<String, Layer> activations = new LinkedHashMap<>();
        activations.put(RELU, new Layer.Activation(Layer.Function.RELU));
        activations.put("leaky-relu", new Layer.Activation(Layer.Function.LEAKY_RELU));
        activations.put("silu", new Layer.Activation(Layer.Function.SILU));
        activations.put("gelu", new Layer.Activation(Layer.Function.GELU));
        activations.put("tanh", new Layer.Activation(Layer.Function.TANH));
        activations.put("softplus", new Layer.Activation(Layer.Function.SOFTPLUS));
        activations.put(GATED, new Layer.Glu());
        return activations;
    }

    /** Hidden layers with ReLU and without normalization. */
    static ArchitectureText plain(String kind, List<Integer> widths) {
        return new ArchitectureText(kind, widths, RELU, "");
    }

    /** What {@code text} says; {@link InputException}, with the nearest text that is right as its remedy, where it is none. */
    static ArchitectureText parse(String text) {
        String[] halves = text.strip().split("@", 2);
        String[] parts = halves[0].split(":", 2);
        String kind = parts[0].strip().toLowerCase(Locale.ROOT);
        List<String> widths = parts.length > 1 ? split(parts[1]) : List.of();
        List<String> words = halves.length > 1 ? split(halves[1]) : List.of();
        ArchitectureText nearest = nearest(kind, widths, words);
        if (!KINDS.contains(kind)) {
            throw nearest.insteadOf(text, "Unknown kind of network.", "mlp, conv, resnet or linear");
        }
        if (kind.equals("linear")) {
            if (parts.length + halves.length > 2) {
                throw nearest.insteadOf(text, "A linear network has no hidden layers.", "no widths and no @");
            }
            return nearest;
        }
        if (widths.isEmpty() || valid(widths).size() < widths.size() || widths.size() > Architecture.MAX_DEPTH) {
            String expected =
                    kind + ": and 1 to " + Architecture.MAX_DEPTH + " whole numbers in 1.." + Architecture.MAX_WIDTH;
            throw nearest.insteadOf(text, "The widths are not valid.", expected);
        }
        requireWords(text, words, nearest);
        return nearest;
    }

    private static void requireWords(String text, List<String> words, ArchitectureText nearest) {
        String expected = "one of " + String.join(", ", ACTIVATIONS.keySet()) + " and one of "
                + String.join(", ", NORMALIZATIONS);
        for (String word : words) {
            if (!ACTIVATIONS.containsKey(word) && !NORMALIZATIONS.contains(word)) {
                throw nearest.insteadOf(text, "Unknown word after @: \"" + word + "\".", expected);
            }
        }
        if (words.stream().filter(ACTIVATIONS::containsKey).count() > 1
                || words.stream().filter(NORMALIZATIONS::contains).count() > 1) {
            throw nearest.insteadOf(text, "A hidden layer has one activation and one normalization.", expected);
        }
        if (nearest.kind.equals("mlp") && words.contains(GROUPNORM)) {
            throw nearest.insteadOf(text, "An mlp has no channels to group.", "batchnorm or layernorm");
        }
        if (nearest.kind.equals("resnet") && words.contains(GATED)) {
            throw nearest.insteadOf(text, "A residual block has no gates.", "an activation");
        }
    }

    /** The nearest text that is right: what can be understood of it, and the usual where nothing can. */
    private static ArchitectureText nearest(String kind, List<String> widths, List<String> words) {
        String nearestKind = nearest(kind, KINDS, "mlp");
        if (nearestKind.equals("linear")) {
            return plain(nearestKind, List.of());
        }
        List<Integer> valid = valid(widths);
        if (valid.isEmpty()) {
            valid = nearestKind.equals("mlp") ? List.of(400) : List.of(32, 64);
        }
        List<String> all = new ArrayList<>(ACTIVATIONS.keySet());
        all.addAll(NORMALIZATIONS);
        List<String> known = words.stream().map(word -> nearest(word, all, "")).toList();
        String activation =
                known.stream().filter(ACTIVATIONS::containsKey).findFirst().orElse(RELU);
        String normalization =
                known.stream().filter(NORMALIZATIONS::contains).findFirst().orElse("");
        return new ArchitectureText(
                nearestKind,
                valid.subList(0, Math.min(valid.size(), Architecture.MAX_DEPTH)),
                nearestKind.equals("resnet") && activation.equals(GATED) ? RELU : activation,
                nearestKind.equals("mlp") && normalization.equals(GROUPNORM) ? "layernorm" : normalization);
    }

    private static String nearest(String word, List<String> known, String otherwise) {
        if (known.contains(word)) {
            return word;
        }
        List<String> near = Spelling.closest(word, known);
        return near.isEmpty() ? otherwise : near.getFirst();
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<Integer> valid(List<String> widths) {
        return widths.stream()
                .filter(width -> width.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .filter(width -> width >= 1 && width <= Architecture.MAX_WIDTH)
                .toList();
    }

    /** Whether hidden layers are convolutions. */
    boolean isConvolutional() {
        return kind.equals("conv") || kind.equals("resnet");
    }

    /** Whether a residual block follows each convolution. */
    boolean isResidual() {
        return kind.equals("resnet");
    }

    /** Values, or channels, that a hidden layer of {@code width} computes before its activation. */
    int computed(int width) {
        return activation.equals(GATED) ? 2 * width : width;
    }

    /** What follows the linear map of a hidden layer: normalization, where there is one, and activation. */
    List<Layer> tail(int computed) {
        Layer last = Objects.requireNonNull(ACTIVATIONS.get(activation));
        return switch (normalization) {
            case "batchnorm" -> List.of(new Layer.BatchNorm(), last);
            case GROUPNORM -> List.of(new Layer.GroupNorm(groups(computed)), last);
            case "layernorm" -> List.of(new Layer.LayerNorm(), last);
            default -> List.of(last);
        };
    }

    private static int groups(int channels) {
        return Math.min(8, Integer.lowestOneBit(channels));
    }

    /** The same with other widths. */
    ArchitectureText with(List<Integer> others) {
        return new ArchitectureText(kind, others, activation, normalization);
    }

    private InputException insteadOf(String received, String what, String expected) {
        return Architecture.wrong(what, expected, received, toString());
    }

    /** The text as it is written shortest. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind);
        if (!widths.isEmpty()) {
            text.append(':').append(widths.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        List<String> words = new ArrayList<>();
        if (!activation.equals(RELU)) {
            words.add(activation);
        }
        if (!normalization.isEmpty()) {
            words.add(normalization);
        }
        return words.isEmpty() ? text.toString() : text + "@" + String.join(",", words);
    }
}
