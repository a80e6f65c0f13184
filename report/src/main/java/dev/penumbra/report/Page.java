package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import dev.penumbra.Json;
import dev.penumbra.data.PngWriter;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;

/**
 * One self-contained HTML page as it grows. Every figure is drawn twice: in the page, and as {@code images/<id>.png} beside it;
 * those of charts are drawn by other threads while the page goes on.
 */
final class Page {
    /** The folder of the pictures, beside the page. */
    static final String IMAGES = "images";

    private final Path folder;
    private final Map<String, Chart> charts = new LinkedHashMap<>();
    private final List<CompletableFuture<Void>> drawn = new ArrayList<>();
    private final List<Html> sections = new ArrayList<>();
    private final List<Html> contents = new ArrayList<>();
    private final @Nullable String problem;

    /** A page that will be written to {@code folder}. */
    Page(Path folder) {
        this(folder, ChartImage.problem());
    }

    /**
     * The same where it is known whether charts can be drawn as PNG.
     *
     * @param problem why they cannot, which the page then says; null where they can
     */
    Page(Path folder, @Nullable String problem) {
        this.folder = folder;
        this.problem = problem;
    }

    /** A chart. */
    Html chart(String id, String title, String reading, Chart chart) {
        charts.put(id, chart.drawable());
        if (problem == null) {
            Path file = folder.resolve(IMAGES).resolve(id + ".png");
            drawn.add(CompletableFuture.runAsync(() -> Pictures.write(file, ChartImage.draw(chart))));
        }
        Html drawing = Template.of("chart.html")
                .with("id", id)
                .with("label", title + ". " + reading)
                .html();
        return figure(id, title, reading, drawing, problem == null);
    }

    /** A picture, described to those who do not see it by {@code alt}. */
    Html picture(String id, String title, String reading, String alt, BufferedImage image) {
        byte[] png = PngWriter.png(image);
        AtomicFiles.write(folder.resolve(IMAGES).resolve(id + ".png"), out -> out.write(png));
        Html drawing = Template.of("picture.html")
                .with("uri", dataUri(png))
                .with("alt", alt)
                .with("width", String.valueOf(image.getWidth()))
                .with("height", String.valueOf(image.getHeight()))
                .html();
        return figure(id, title, reading, drawing, true);
    }

    private static Html figure(String id, String title, String reading, Html drawing, boolean hasPng) {
        String link = IMAGES + "/" + id + ".png";
        return Template.of("figure.html")
                .with("id", id)
                .with("title", title)
                .with("reading", reading)
                .with("drawing", drawing)
                .with(
                        "link",
                        hasPng ? Template.of("link.html").with("href", link).html() : Html.NONE)
                .html();
    }

    /** A part of the page under its own heading. */
    void section(String id, String title, Html... parts) {
        sections.add(Template.of("section.html")
                .with("id", id)
                .with("title", title)
                .with("content", Html.join(List.of(parts)))
                .html());
        contents.add(
                Template.of("content.html").with("id", id).with("title", title).html());
    }

    /** Figures beside each other where there is room. */
    static Html beside(Html... figures) {
        return beside(List.of(figures));
    }

    static Html beside(List<Html> figures) {
        return Template.of("beside.html").with("figures", Html.join(figures)).html();
    }

    /**
     * Writes the page.
     *
     * @param name    of the file in the folder
     * @param title   of the page
     * @param summary one sentence under it
     * @return the file
     */
    Path write(String name, String title, String summary) {
        String data = Json.MAPPER
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .forType(new TypeReference<Map<String, Chart>>() {})
                .writeValueAsString(charts)
                // Nothing in the data can end the script element that holds it.
                .replace("<", "\\u003c");
        Html note = problem == null
                ? Html.NONE
                : Html.paragraph("The charts were not written as PNG files: " + problem
                        + ". Install fontconfig and a font (for example fonts-dejavu-core) and write the"
                        + " report again.");
        byte[] html = Template.of("page.html")
                .with("title", title)
                .with("summary", summary)
                .with("note", note)
                .with("contents", Html.join(contents))
                .with("sections", Html.join(sections))
                .with("style", new Html(Palette.css() + Template.resource("page.css")))
                .with("data", new Html(data))
                .with("echarts", ECharts.source())
                .with("theme", new Html(Template.resource("theme.js")))
                .with("charts", new Html(Template.resource("charts.js")))
                .with("page", new Html(Template.resource("page.js")))
                .html()
                .markup()
                .getBytes(StandardCharsets.UTF_8);
        drawn.forEach(Page::result);
        Path file = folder.resolve(name);
        AtomicFiles.write(file, out -> out.write(html));
        return file;
    }

    /** What came of it, when it is done; its failure as if it had happened here. */
    static <T extends @Nullable Object> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** {@code png} as an address that needs no file. */
    static String dataUri(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
