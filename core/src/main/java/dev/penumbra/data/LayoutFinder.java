package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
import dev.penumbra.data.TableLayout.Header;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the layout of a table from its first rows, and what is said of it. docs/formats.md states the rules. */
final class LayoutFinder {
    /** Names of columns that hold the classes, the surest first; of the last only values that look like classes. */
    private static final List<String> LABEL_NAMES = List.of("label", "class", LayoutFinder.TARGET);

    static final String TARGET = "target";
    private static final Pattern INDEX = Pattern.compile("|Unnamed: \\d+(\\.\\d+)?");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_].*");
    private static final int NAMED = 5;

    private final TableSample sample;
    private final String text;
    private final TableFormat format;
    /** The columns that a model reads; empty for all. */
    private final List<String> wanted;

    private final boolean applied;
    private final @Nullable Shape shape;
    private final String where;
    private final List<String> first;
    private final List<List<String>> body;
    private final List<String> notes = new ArrayList<>();

    private LayoutFinder(TableSample sample, String text, TableFormat format, @Nullable Schema reader, String where) {
        this.sample = sample;
        this.text = text;
        this.format = format;
        this.wanted = reader == null ? List.of() : reader.columns();
        this.applied = reader != null;
        this.shape =
                format.shape() == null && reader != null && reader.shape().isImage() ? reader.shape() : format.shape();
        this.where = where;
        List<List<String>> rows =
                sample.rows().stream().map(TableRows.Row::cells).toList();
        List<String> top = rows.isEmpty() ? List.of() : rows.getFirst();
        boolean trailing = top.size() > 1 && top.getLast().isEmpty() && !hasLast(rows, top.size());
        this.first = trailing ? top.subList(0, top.size() - 1) : top;
        this.body = rows.stream()
                .skip(1)
                .map(r -> r.size() == first.size() + 1 && r.getLast().isEmpty() ? r.subList(0, first.size()) : r)
                .toList();
    }

    private static boolean hasLast(List<List<String>> rows, int width) {
        return rows.stream().anyMatch(r -> r.size() == width && !r.getLast().isEmpty());
    }

    /**
     * The layout of the table that {@code text} begins.
     *
     * @param reader of the model that reads the table, or null
     */
    static TableLayout find(
            TableSample sample, String text, TableFormat format, @Nullable Schema reader, String where) {
        return new LayoutFinder(sample, text, format, reader, where).layout();
    }

    private TableLayout layout() {
        List<String> comment = comment();
        Header header = header(comment);
        List<String> found = switch (header) {
            case ROW, NUMBERS ->
                isShort() ? Stream.concat(Stream.of(""), first.stream()).toList() : first;
            case COMMENT -> comment;
            case NONE ->
                IntStream.rangeClosed(1, first.size())
                        .mapToObj(i -> "column " + i)
                        .toList();
        };
        boolean index = header != Header.NONE
                && found.size() > 1
                && INDEX.matcher(found.getFirst()).matches()
                && !wanted.contains(found.getFirst());
        if (index) {
            notes.add("left out: column 1"
                    + (found.getFirst().isEmpty() ? " without a name" : " '" + found.getFirst() + "'") + " (an index)");
        }
        List<String> names = unique(found);
        int label = label(names, header);
        List<Integer> features = features(names, header, label, index ? 0 : -1);
        boolean comma = comma();
        hints(header, names, comma);
        Shape image = shape != null
                ? shaped(shape, features.size())
                : PixelNames.image(features.stream().map(names::get).toList());
        if (image == null
                && features.size() > 3
                && PixelNames.areCounted(features.stream().map(names::get).toList())) {
            notes.add("for images of these pixels give --shape");
        }
        return new TableLayout(
                sample.delimiter(),
                sample.comments(),
                comma,
                header,
                names,
                features,
                label,
                image,
                List.copyOf(notes));
    }

    /** The cells of the comment before the first row. */
    private List<String> comment() {
        String comment = sample.comment();
        List<String> cells = new ArrayList<>();
        if (comment != null) {
            try {
                TableRows.forEach(new StringReader(comment.strip()), sample.delimiter(), false, row -> {
                    cells.addAll(row.cells());
                    return false;
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cells;
    }

    private Header header(List<String> comment) {
        if (format.header() != null) {
            return format.header() ? Header.ROW : Header.NONE;
        }
        if (first.isEmpty()) {
            return Header.NONE;
        }
        if (!wanted.isEmpty() && first.containsAll(wanted)) {
            return Header.ROW;
        }
        boolean words = first.stream().noneMatch(LayoutFinder::isNumeric)
                || first.stream().anyMatch(LayoutFinder::isLabelName);
        if (!words && comment.size() == first.size() && !comment.stream().allMatch(Cells::isNumber)) {
            return Header.COMMENT;
        }
        return words || hasNamesAboveNumbers() ? Header.ROW : isOfNumbers() ? Header.NUMBERS : Header.NONE;
    }

    /** Whether words stand above columns of numbers, and beside them whole numbers, such as years. */
    private boolean hasNamesAboveNumbers() {
        List<Integer> words = IntStream.range(0, first.size())
                .filter(i -> WORD.matcher(first.get(i)).matches() && !Cells.isMissing(first.get(i)))
                .boxed()
                .toList();
        boolean others = IntStream.range(0, first.size())
                .filter(i -> !words.contains(i))
                .allMatch(i -> first.get(i).isEmpty() || Cells.isInteger(first.get(i)));
        return !words.isEmpty()
                && others
                && !body.isEmpty()
                && words.stream()
                        .allMatch(i -> body.stream().allMatch(r -> r.size() > i && Cells.looksLikeNumber(r.get(i))));
    }

    private boolean isOfNumbers() {
        boolean index = first.size() > 1 && first.getFirst().isEmpty();
        int from = index ? 1 : 0;
        List<String> row = first.subList(from, first.size());
        List<List<String>> below = body.stream()
                .filter(r -> r.size() == first.size())
                .map(r -> r.subList(from, r.size()).stream().map(this::pointed).toList())
                .toList();
        return row.stream().allMatch(Cells::isNumber) && (isQuotedAlone() || NumberHeader.is(row, below));
    }

    /** Whether all cells of the first row stand in quotes, and not all of the second. */
    private boolean isQuotedAlone() {
        Pattern quoted = Pattern.compile(
                "\\s*\"[^\"]*\"(" + Pattern.quote(String.valueOf(sample.delimiter())) + "+\"[^\"]*\")*+\\s*");
        List<String> lines = text.lines().filter(l -> !l.isBlank()).limit(2).toList();
        return lines.size() == 2
                && quoted.matcher(lines.getFirst()).matches()
                && !quoted.matcher(lines.getLast()).matches();
    }

    /** R's tables name all columns but the first, which counts the rows. */
    private boolean isShort() {
        return !body.isEmpty()
                && body.stream()
                        .allMatch(r ->
                                r.size() == first.size() + 1 && !r.getLast().isEmpty());
    }

    private List<String> unique(List<String> found) {
        List<String> names = new ArrayList<>();
        Set<String> used = new HashSet<>();
        List<String> repeated = new ArrayList<>();
        // How often each name was there, for a table may have a million columns of one name.
        Map<String, Integer> times = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            String name = found.get(i).isEmpty() ? "column " + (i + 1) : found.get(i);
            String free = name;
            while (!used.add(free)) {
                free = name + "." + times.merge(name, 1, Integer::sum);
            }
            if (!free.equals(name)) {
                repeated.add(free);
            }
            names.add(free);
        }
        if (!repeated.isEmpty()) {
            notes.add("names that occur twice became " + named(repeated));
        }
        return names;
    }

    private int label(List<String> names, Header header) {
        String asked = format.labelColumn();
        if (asked == null) {
            return header == Header.NONE
                    ? TableLayout.NO_LABELS
                    : LABEL_NAMES.stream()
                            .mapToInt(l -> indexOf(names, l))
                            .filter(i -> i >= 0 && !wanted.contains(names.get(i)))
                            .findFirst()
                            .orElse(TableLayout.NO_LABELS);
        }
        int exact = names.indexOf(asked);
        int column = exact >= 0 ? exact : indexOf(names, asked);
        if (column >= 0 || asked.equals(TableFormat.NO_LABELS)) {
            return column;
        }
        if (header == Header.NONE && asked.matches("[1-9]\\d{0,6}") && Integer.parseInt(asked) <= names.size()) {
            return Integer.parseInt(asked) - 1;
        }
        if (applied) {
            notes.add("no column '" + asked + "' for the classes");
            return TableLayout.NO_LABELS;
        }
        throw new InputException(
                "The table has no column of this name for the classes.",
                "one of " + named(names) + ", or " + TableFormat.NO_LABELS,
                asked,
                where,
                Spelling.remedy(asked, names));
    }

    private static int indexOf(List<String> names, String name) {
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).equalsIgnoreCase(name))
                .findFirst()
                .orElse(-1);
    }

    private List<Integer> features(List<String> names, Header header, int label, int index) {
        List<Integer> all = IntStream.range(0, names.size())
                .filter(i -> i != label && i != index)
                .boxed()
                .toList();
        if (wanted.isEmpty() || header == Header.NONE) {
            return all;
        }
        List<String> missing = wanted.stream().filter(w -> !names.contains(w)).toList();
        if (!missing.isEmpty()) {
            throw new InputException(
                    "The table lacks columns that the model reads.",
                    named(wanted),
                    named(names) + "; without " + named(missing),
                    where,
                    "give the columns the names that they had in training");
        }
        List<String> left =
                all.stream().map(names::get).filter(n -> !wanted.contains(n)).toList();
        if (!left.isEmpty()) {
            notes.add("left out: " + named(left) + ", which the model does not read");
        }
        return wanted.stream().map(names::indexOf).toList();
    }

    private boolean comma() {
        if (format.decimal() != null) {
            return format.decimal().equals(",");
        }
        List<String> cells = body.stream().flatMap(List::stream).toList();
        return sample.delimiter() != ','
                && Stream.concat(first.stream(), cells.stream()).anyMatch(Cells::hasDecimalComma)
                && cells.stream().noneMatch(c -> Cells.isNumber(c) && c.indexOf('.') >= 0);
    }

    /** What a guess may have missed. */
    private void hints(Header header, List<String> names, boolean comma) {
        if (comma) {
            notes.add("decimal commas");
        }
        if (header == Header.NONE && sample.delimiter() == ',' && names.size() == 2 && format.delimiter() == null) {
            boolean padded = body.stream()
                    .allMatch(r -> r.size() == 2
                            && r.stream().allMatch(c -> c.matches("[+-]?\\d+"))
                            && !r.get(1).startsWith("-"));
            if (padded) {
                notes.add("one column with decimal commas? then --decimal ,");
            }
        }
        List<String> dotted = IntStream.range(0, names.size())
                .filter(i -> !comma && Cells.mayHaveThousands(column(i)))
                .mapToObj(names::get)
                .toList();
        if (!dotted.isEmpty()) {
            notes.add("1.000 in " + named(dotted) + " is read as 1: remove the dots where they separate thousands");
        }
        boolean rising = header == Header.NONE
                && first.size() > 2
                && first.stream().allMatch(first.size() > 3 ? Cells::isNumber : Cells::isInteger)
                && IntStream.range(1, first.size())
                        .allMatch(i -> Double.parseDouble(first.get(i)) > Double.parseDouble(first.get(i - 1)));
        if (rising && format.header() == null) {
            notes.add("is the first row the header? then --header yes");
        }
    }

    private List<String> column(int i) {
        return body.stream()
                .filter(row -> i < row.size())
                .map(row -> row.get(i))
                .toList();
    }

    private Shape shaped(Shape shape, int values) {
        if (shape.size() != values) {
            throw new InputException(
                    "The rows of the table are no images of this shape.",
                    shape.size() + " values for " + shape,
                    values + " values",
                    where,
                    "give the --shape of the images that rows are, or leave columns out that are no pixels");
        }
        return shape;
    }

    private String pointed(String cell) {
        return Cells.hasComma(cell) && sample.delimiter() != ',' ? cell.replace(',', '.') : cell;
    }

    private static boolean isLabelName(String cell) {
        return LABEL_NAMES.contains(cell.toLowerCase(Locale.ROOT));
    }

    private static boolean isNumeric(String cell) {
        return cell.equalsIgnoreCase("nan") || Cells.isNumber(cell) || Cells.hasComma(cell);
    }

    private static String named(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
