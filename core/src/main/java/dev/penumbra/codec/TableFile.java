package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes items as the rows of a CSV table: commas, a header where the columns have names, numbers in as few digits as tell them apart. */
record TableFile(Original original, List<String> columns) {
    /** @param source gives the items, in order */
    void write(Path out, Consumer<Decompressor.Sink> source) {
        AtomicFiles.write(out, stream -> {
            header(stream);
            source.accept(item -> stream.write(row(item)));
        });
    }

    void writeOne(Path out, Item item) {
        AtomicFiles.write(out, stream -> {
            header(stream);
            stream.write(row(item));
        });
    }

    private void header(OutputStream stream) throws IOException {
        // A table without a header has columns that are called by their place.
        boolean named =
                IntStream.range(0, columns.size()).anyMatch(i -> !columns.get(i).equals("column " + (i + 1)));
        if (named) {
            stream.write(line(columns.stream().map(TableFile::quoted).collect(Collectors.joining(","))));
        }
    }

    private byte[] row(Item item) {
        return line(
                Arrays.stream(original.numbers(item.x())).mapToObj(this::text).collect(Collectors.joining(",")));
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private String text(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number == 0 && 1 / number < 0 ? "-0" : String.valueOf((long) number);
        }
        return original.array().elementBytes() == Float.BYTES ? String.valueOf((float) number) : String.valueOf(number);
    }
}
