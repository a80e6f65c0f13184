package dev.penumbra;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
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

    /**
     * The one mapper. Refuses unknown, repeated and missing fields, null for a primitive, text for a number, fractions for an
     * integer, and anything after the end. Fields come in the order of the record's components, map entries in that of their keys.
     */
    public static final JsonMapper MAPPER = JsonMapper.builder()
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
     * @throws InputException with line, column and path of the field where {@code json} is not a {@code T}
     */
    public static <T> T read(byte[] json, Class<T> type, String where) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw explained(rootCause(e, json, type), json, where);
        }
        if (value == null) {
            throw new InputException(
                    "The JSON holds no value.", "a JSON object", "null", where, "give an object: { ... }");
        }
        return value;
    }

    /** A misspelt field is also a missing one, which Jackson sees first; the spelling is what the user wants to hear of. */
    private static JacksonException rootCause(JacksonException e, byte[] json, Class<?> type) {
        if (isMissing(e)) {
            try {
                MAPPER.readerFor(type)
                        .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                        .readValue(json);
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
        return Objects.toString(message).lines().findFirst().orElse("");
    }
}
