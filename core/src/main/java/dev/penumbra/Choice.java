package dev.penumbra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * One of several things by name, with settings, as people write it on the command line and in a configuration: {@code elbo},
 * {@code vamp:500}, {@code iwae:k=5}, {@code info:lambda=10,scale=2}.
 *
 * @param text     as it was written
 * @param where    the option or field that it was given to, for messages
 * @param name     what is before the colon, in lower case
 * @param settings what is after it, in order; a value without a key, as in {@code vamp:500}, has the key {@link #UNNAMED}
 */
public record Choice(String text, String where, String name, SequencedMap<String, String> settings) {
    /** The key of a value that is written without one. */
    public static final String UNNAMED = "";

    /**
     * Reads a choice.
     *
     * @param names all that may be chosen
     * @throws InputException where the name is none of {@code names}, or a setting is written twice
     */
    public static Choice parse(String text, String where, List<String> names) {
        String[] parts = text.strip().split(":", 2);
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!names.contains(name)) {
            throw new InputException(
                    "There is no such choice",
                    "one of " + String.join(", ", names),
                    text,
                    where,
                    Spelling.remedy(name, names));
        }
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        if (parts.length > 1) {
            for (String setting : parts[1].split(",", -1)) {
                String[] pair = setting.split("=", 2);
                String key = pair.length > 1 ? pair[0].strip() : UNNAMED;
                if (settings.put(key, pair[pair.length - 1].strip()) != null) {
                    throw new InputException(
                            "A setting is given twice", "each setting once", text, where, "remove one of them");
                }
            }
        }
        return new Choice(text, where, name, settings);
    }

    /** This choice, after a check that it has no settings but {@code keys}; {@link InputException} names one that it has. */
    public Choice allowing(String... keys) {
        List<String> allowed = List.of(keys);
        for (String key : settings.keySet()) {
            if (!allowed.contains(key)) {
                String example = name;
                for (String k : allowed) {
                    example += (example.equals(name) ? ":" : ",") + (k.isEmpty() ? "N" : k + "=X");
                }
                throw new InputException(
                        "A setting that " + name + " does not have", example, text, where, "remove it");
            }
        }
        return this;
    }

    /** The whole number called {@code key}, or {@code otherwise}; {@link InputException} outside {@code low..high}. */
    public int whole(String key, int otherwise, int low, int high) {
        double number = number(key, otherwise, low, high);
        if (number != Math.rint(number)) {
            throw outOfRange(key, "a whole number in " + low + ".." + high);
        }
        return (int) number;
    }

    /** The number called {@code key}, or {@code otherwise}; {@link InputException} outside {@code low..high}. */
    public double number(String key, double otherwise, double low, double high) {
        String value = settings.get(key);
        if (value == null) {
            return otherwise;
        }
        OptionalDouble number = parsed(value);
        if (number.isEmpty() || !(number.getAsDouble() >= low && number.getAsDouble() <= high)) {
            throw outOfRange(key, "a number in " + low + ".." + high);
        }
        return number.getAsDouble();
    }

    private static OptionalDouble parsed(String value) {
        try {
            return OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private InputException outOfRange(String key, String expected) {
        String what = key.isEmpty() ? "The setting of " + name : "The setting " + key + " of " + name;
        return new InputException(what + " is out of range", expected, text, where, "change it to one in that range");
    }

    @Override
    public String toString() {
        return text;
    }
}
