package dev.penumbra;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** JSON as Penumbra reads and writes it everywhere: strict, indented, the same bytes for the same value. */
public final class Json {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    /** Objects and arrays within one another: a network of thirty residuals within one another has about so many. */
    private static final int MAX_DEPTH = 64;

    /** The longest text that is read at all; most files have a lower bound of their own, checked before they are read. */
    private static final int MAX_BYTES = 1 << 26;

    /**
     * The one mapper. Refuses unknown, repeated and missing fields, null for a primitive, text for a number, fractions for an
     * integer, more than 64 levels, and anything after the end. Fields come in the order of the record's components, map entries in
     * that of their keys.
     */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Its tables of powers take longer than all the numbers in a configuration.
            .disable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(INDENT))
            .build();

    private Json() {}

    /** The indented UTF-8 text of {@code value}, ending with a line feed. */
    public static byte[] write(Object value) {
        return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@code value} in one line of UTF-8 text, ending with a line feed. */
    public static byte[] writeLine(Object value) {
        String text =
                MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value that {@code json} holds.
     *
     * @param where names the source in messages, for example the file
     * @throws InputException with line, column and path of the field where {@code json} is not a {@code T}, or a component of a record
     *                        in it is null without being {@link Nullable}
     */
    public static <T> T read(byte[] json, Class<T> type, String where) {
        requireAtMost(MAX_BYTES, json.length, where);
        return read(reader -> reader.forType(type).readValue(json), json, where);
    }

    /**
     * The value that {@code json} holds, or null where it is not a {@code T}. To find what is wrong and where, as {@link #read(byte[], Class,
     * String)} does, takes many times as long as to read, so this is for many pieces that stand for themselves.
     */
    public static <T> @Nullable T readIf(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readerFor(type).readValue(json);
            if (value != null) {
                requireValues(value, "", json, "");
            }
            return value;
        } catch (JacksonException | InputException damaged) {
            return null;
        }
    }

    /**
     * The value that {@code tree} holds, which was read from {@code json} and may have been added to.
     *
     * @param where names the source in messages, whose lines and columns are those of {@code json}
     * @throws InputException as {@link #read(byte[], Class, String)}
     */
    public static <T> T read(JsonNode tree, Class<T> type, byte[] json, String where) {
        return read(reader -> reader.forType(type).readValue(tree), json, where);
    }

    /** Refuses a text that is longer than {@code most} bytes before memory is taken for what it holds. */
    public static void requireAtMost(long most, long bytes, String where) {
        if (bytes > most) {
            throw new InputException(
                    "The JSON is too large",
                    "at most " + most + " bytes",
                    bytes + " bytes",
                    where,
                    "give a file that Penumbra wrote, or one that says the same in fewer words");
        }
    }

    private static <T> T read(Function<ObjectReader, @Nullable T> how, byte[] json, String where) {
        T value;
        try {
            value = how.apply(MAPPER.reader());
        } catch (JacksonException e) {
            throw explained(rootCause(e, how), json, where);
        }
        if (value == null) {
            throw new InputException(
                    "The JSON holds no value.", "a JSON object", "null", where, "give an object: { ... }");
        }
        requireValues(value, "", json, where);
        return value;
    }

    /** Jackson gives null to whatever can be null in Java; only what says that it may be is meant to be. */
    private static void requireValues(Object value, String pointer, byte[] json, String where) {
        if (value instanceof Collection<?> items) {
            int i = 0;
            for (Object item : items) {
                requireValues(item, pointer + "/" + i++, json, where);
            }
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object held = held(component, value);
                String inner = pointer + "/" + component.getName();
                if (held != null) {
                    requireValues(held, inner, json, where);
                } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw noValue(inner, json, where);
                }
            }
        }
    }

    private static @Nullable Object held(RecordComponent component, Object of) {
        Method accessor = component.getAccessor();
        try {
            return accessor.trySetAccessible() ? accessor.invoke(of) : "";
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record does not tell its " + component.getName(), e);
        }
    }

    /**
     * The refusal of a null.
     *
     * @param pointer to the field that has it (RFC 6901)
     */
    public static InputException noValue(String pointer, byte[] json, String where) {
        String field =
                pointer.substring(1).replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
        return new InputException(
                "A field has no value.",
                "a value",
                "null",
                where + line(locate(pointer, json)) + ", field " + field,
                "give " + field + " a value, or leave it out where there is a default");
    }

    /** A misspelt field is also a missing one, which Jackson sees first; the spelling is what the user wants to hear of. */
    private static <T> JacksonException rootCause(JacksonException e, Function<ObjectReader, @Nullable T> how) {
        if (isMissing(e)) {
            try {
                @Nullable
                T unused =
                        how.apply(MAPPER.reader().without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES));
            } catch (UnrecognizedPropertyException unknown) {
                return unknown;
            } catch (JacksonException consequence) {
                return e;
            }
        }
        return e;
    }

    private static boolean isMissing(JacksonException e) {
        return e instanceof MismatchedInputException
                && Objects.toString(e.getOriginalMessage()).startsWith("Missing creator property");
    }

    private static InputException explained(JacksonException e, byte[] json, String where) {
        String path = path(e.getPath());
        String place = where + position(e, json) + (path.isEmpty() ? "" : ", field " + path);
        if (e instanceof UnrecognizedPropertyException unknown) {
            return unknownField(unknown, place);
        }
        if (e instanceof InvalidTypeIdException unknown) {
            return new InputException(
                    "The kind of a value is missing or unknown.",
                    "one of the kinds that the remedy names",
                    String.valueOf(unknown.getTypeId()),
                    place,
                    firstLine(unknown.getOriginalMessage()),
                    e);
        }
        if (e.getCause() instanceof InputException mistake) {
            return mistake.in(place);
        }
        if (e instanceof ValueInstantiationException invalid && invalid.getCause() != null) {
            String type = invalid.getType().getRawClass().getSimpleName();
            boolean missing = invalid.getCause() instanceof NullPointerException;
            return new InputException(
                    missing ? "A field is missing or null." : "A value is not allowed.",
                    missing ? "all fields of " + type : "a valid " + type,
                    missing
                            ? "one without a value"
                            : Objects.toString(invalid.getCause().getMessage()),
                    place,
                    missing ? "give every field a value" : "correct the value",
                    e);
        }
        if (isMissing(e)) {
            return new InputException("A field is missing.", path, "nothing", place, "add the field " + path, e);
        }
        boolean broken = e instanceof StreamReadException;
        return new InputException(
                broken ? "The JSON cannot be parsed." : "A field has the wrong form.",
                broken ? "one well-formed JSON value" : "a value of the field's type",
                firstLine(e.getOriginalMessage()),
                place,
                broken ? "correct the text at that position" : "correct the value",
                e);
    }

    private static InputException unknownField(UnrecognizedPropertyException e, String place) {
        String name = e.getPropertyName();
        List<String> known =
                e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
        return new InputException(
                "Unknown field \"" + name + "\".",
                known.isEmpty() ? "no field" : "one of " + String.join(", ", known),
                name,
                place,
                known.isEmpty() ? "remove it" : Spelling.remedy(name, known),
                e);
    }

    private static String position(JacksonException e, byte[] json) {
        TokenStreamLocation at = e.getLocation();
        if (at == null || at.getLineNr() < 1) {
            at = locate(pointer(e.getPath()), json);
        }
        return line(at);
    }

    private static String line(TokenStreamLocation at) {
        return at.getLineNr() < 1 ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Where the field at {@code pointer} stands: Jackson forgets the place of what it had to buffer. */
    private static TokenStreamLocation locate(String pointer, byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.streamReadContext().pathAsPointer().toString().equals(pointer)) {
                    return parser.currentTokenLocation();
                }
            }
            return TokenStreamLocation.NA;
        } catch (JacksonException broken) {
            return broken.getLocation() == null ? TokenStreamLocation.NA : broken.getLocation();
        }
    }

    /** The path as a JSON pointer (RFC 6901), for example {@code /encoder/layers/2/kernel}. */
    private static String pointer(List<JacksonException.Reference> path) {
        return path.stream()
                .map(r -> r.getPropertyName() == null
                        ? "/" + r.getIndex()
                        : "/" + r.getPropertyName().replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** For example {@code encoder.layers[2].kernel}. */
    private static String path(List<JacksonException.Reference> path) {
        return path.stream()
                .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : "." + r.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String firstLine(String message) {
        // What Jackson says to programmers about itself is no help to who wrote the file.
        return Objects.toString(message)
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(
                        " \\((set `?DeserializationFeature|start marker at \\[Source: [^\\]]*\\]|set"
                                + " `?StreamReadConstraints)[^)]*\\)",
                        "");
    }
}
