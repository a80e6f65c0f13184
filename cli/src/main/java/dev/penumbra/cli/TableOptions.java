package dev.penumbra.cli;

import dev.penumbra.data.TableFormat;
import dev.penumbra.nn.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a text table is read, where a look at it would guess otherwise. */
final class TableOptions {
    @Option(names = "--delimiter", paramLabel = "CHAR", description = "Of a table: one character, tab or blank.")
    @Nullable
    String delimiter;

    @Option(
            names = "--header",
            paramLabel = "yes|no",
            arity = "1",
            converter = YesNo.class,
            description = "Whether the first row of a table names its columns.")
    @Nullable
    Boolean header;

    @Option(names = "--encoding", paramLabel = "NAME", description = "Of a table: UTF-8, windows-1252, Shift_JIS, ...")
    @Nullable
    String encoding;

    @Option(
            names = "--label-column",
            paramLabel = "NAME|none",
            description = "The column of a table that holds the classes; by default label or class.")
    @Nullable
    String labelColumn;

    @Option(
            names = "--decimal",
            paramLabel = ".|,",
            description = "What stands before the fraction of a table's numbers.")
    @Nullable
    String decimal;

    @Option(
            names = "--shape",
            paramLabel = "CxHxW",
            converter = ImageShape.class,
            description = "Rows of a table are images of this shape, such as 1x28x28.")
    @Nullable
    Shape shape;

    /** These options over {@code otherwise}. */
    TableFormat over(TableFormat otherwise) {
        return new TableFormat(delimiter, header, encoding, labelColumn, decimal, shape).over(otherwise);
    }

    static final class YesNo implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String value) {
            return switch (value) {
                case "yes", "true" -> true;
                case "no", "false" -> false;
                default -> throw new TypeConversionException("expected yes or no, got " + value);
            };
        }
    }

    static final class ImageShape implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String value) {
            if (!value.matches("(\\d{1,5}x)?\\d{1,5}x\\d{1,5}")) {
                throw new TypeConversionException("expected channels, height and width such as 1x28x28, got " + value);
            }
            List<Integer> dims =
                    Arrays.stream(value.split("x", -1)).map(Integer::valueOf).toList();
            try {
                return dims.size() == 3 ? new Shape(dims) : Shape.image(1, dims.getFirst(), dims.getLast());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
