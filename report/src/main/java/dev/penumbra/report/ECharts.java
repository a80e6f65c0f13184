package dev.penumbra.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The chart library of the pages, from its jar. */
final class ECharts {
    private static final String PROPERTIES = "META-INF/maven/org.mvnpm/echarts/pom.properties";

    private ECharts() {}

    /** Its minified source, which goes into the page, so that the page needs no network. */
    static Html source() {
        try (InputStream in = open(PROPERTIES)) {
            if (in == null) {
                throw missing(PROPERTIES);
            }
            Properties properties = new Properties();
            properties.load(in);
            return script(
                    "META-INF/resources/_static/echarts/" + properties.getProperty("version") + "/dist/echarts.min.js");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PROPERTIES, e);
        }
    }

    private static Html script(String path) throws IOException {
        try (InputStream in = open(path)) {
            if (in == null) {
                throw missing(path);
            }
            return new Html(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static @Nullable InputStream open(String path) {
        return ECharts.class.getClassLoader().getResourceAsStream(path);
    }

    private static IllegalStateException missing(String path) {
        return new IllegalStateException(
                path + " is missing from the class path: the report needs the jar org.mvnpm:echarts");
    }
}
