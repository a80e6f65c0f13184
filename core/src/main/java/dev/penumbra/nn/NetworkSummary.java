package dev.penumbra.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a network is made of, layer by layer.
 *
 * @param input        shape of one example
 * @param rows         one for each layer, in order
 * @param parameters   numbers that are learned, in all
 * @param multiplyAdds multiplications of one example, in all
 */
public record NetworkSummary(Shape input, List<Row> rows, long parameters, long multiplyAdds) {
    /**
     * One layer. Those within a residual follow it.
     *
     * @param layer        its kind and settings in words; after a + where it is within a residual
     * @param output       shape of its output
     * @param parameters   numbers that it learns
     * @param multiplyAdds its multiplications of one example
     */
    public record Row(String layer, Shape output, long parameters, long multiplyAdds) {}

    public NetworkSummary {
        rows = List.copyOf(rows);
    }

    /** The summary of {@code network}. */
    public static NetworkSummary of(Network network) {
        List<Row> rows = new ArrayList<>();
        for (Network.Step step : network.steps()) {
            long parameters = step.layer().parameters(step.input()).stream()
                    .filter(Parameter::trained)
                    .mapToLong(Parameter::size)
                    .sum();
            long depth = step.path().chars().filter(c -> c == '.').count();
            String name = "+ ".repeat(Math.toIntExact(depth)) + describe(step.layer());
            rows.add(new Row(name, step.output(), parameters, step.layer().multiplyAdds(step.input())));
        }
        return new NetworkSummary(
                network.input(),
                rows,
                rows.stream().mapToLong(Row::parameters).sum(),
                rows.stream().mapToLong(Row::multiplyAdds).sum());
    }

    /** A table in plain text, each line ended by a line feed. */
    public String text() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"layer", "output", "parameters", "multiply-adds"});
        lines.add(new String[] {"input", input.toString(), "", ""});
        for (Row row : rows) {
            lines.add(new String[] {row.layer, row.output.toString(), grouped(row.parameters), grouped(row.multiplyAdds)
            });
        }
        lines.add(new String[] {"total", "", grouped(parameters), grouped(multiplyAdds)});
        int[] widths = new int[4];
        for (String[] line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        String format = "%%-%ds  %%-%ds  %%%ds  %%%ds\n".formatted(widths[0], widths[1], widths[2], widths[3]);
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            text.append(format.formatted((Object[]) line));
        }
        return text.toString();
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String describe(Layer layer) {
        return switch (layer) {
            case Layer.Linear linear -> "Linear to " + linear.units();
            case Layer.Conv conv ->
                "Conv " + conv.channels() + " of " + window(conv.kernel(), conv.stride(), conv.padding());
            case Layer.TransposedConv conv ->
                "TransposedConv " + conv.channels() + " of " + window(conv.kernel(), conv.stride(), conv.padding());
            case Layer.Activation activation -> activation.function().name().toLowerCase(Locale.ROOT);
            case Layer.Glu glu -> "Glu";
            case Layer.Reshape reshape -> "Reshape";
            case Layer.Residual residual -> "Residual";
            case Layer.BatchNorm norm -> "BatchNorm";
            case Layer.GroupNorm norm -> "GroupNorm of " + norm.groups();
            case Layer.LayerNorm norm -> "LayerNorm";
            case MaskedLinear linear ->
                "MaskedLinear to " + linear.units() + ", "
                        + linear.role().name().toLowerCase(Locale.ROOT) + " of " + linear.dims();
        };
    }

    private static String window(int kernel, int stride, int padding) {
        return kernel + "x" + kernel + ", stride " + stride + ", padding " + padding;
    }
}
