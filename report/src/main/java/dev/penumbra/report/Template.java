package dev.penumbra.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A resource with placeholders such as {@code {{title}}}. What is put in is not searched for placeholders again. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private final String name;
    private final Map<String, Html> values = new HashMap<>();

    private Template(String name) {
        this.name = name;
    }

    /** The template in the resource {@code name} of this package. */
    static Template of(String name) {
        return new Template(name);
    }

    /** Puts in a text, escaped. */
    Template with(String placeholder, String text) {
        return with(placeholder, Html.text(text));
    }

    /** Puts in markup as it is. */
    Template with(String placeholder, Html html) {
        values.put(placeholder, html);
        return this;
    }

    /** The filled template; {@link IllegalStateException} names a placeholder without a value. */
    Html html() {
        StringBuilder out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(resource(name));
        while (matcher.find()) {
            Html value = values.get(matcher.group(1));
            if (value == null) {
                throw new IllegalStateException(name + " needs a value for " + matcher.group());
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value.markup()));
        }
        return new Html(matcher.appendTail(out).toString());
    }

    /** The text of a resource of this package. */
    static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " of " + Template.class.getPackageName()
                        + " is missing from the class path: the jar is incomplete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }
}
