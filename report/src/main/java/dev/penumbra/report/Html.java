package dev.penumbra.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Markup that is safe to put into a page. Text from outside becomes Html by {@link #text} alone, or as a value of a
 * {@link Template}, which does the same.
 *
 * @param markup of elements and escaped text
 */
record Html(String markup) {
    static final Html NONE = new Html("");

    /** {@code text} as it reads, good in elements and in quoted attributes. */
    static Html text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
            }
        });
        return new Html(out.toString());
    }

    static Html paragraph(String text) {
        return text(text).in("p");
    }

    /** This inside an element without attributes. */
    Html in(String element) {
        return new Html("<" + element + ">" + markup + "</" + element + ">");
    }

    static Html join(List<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
    }

    /**
     * A table whose first column names its rows.
     *
     * @param caption what it holds, with units
     * @param head    the columns' names
     * @param rows    as many texts each as there are columns
     */
    static Html table(String caption, List<String> head, List<List<String>> rows) {
        return table("plain", caption, head, rows);
    }

    /** The same, whose cells are sentences: they wrap. */
    static Html wordTable(String caption, List<String> head, List<List<String>> rows) {
        return table("words", caption, head, rows);
    }

    private static Html table(String kind, String caption, List<String> head, List<List<String>> rows) {
        String th = head.stream()
                .map(h -> "<th scope=\"col\">" + text(h).markup() + "</th>")
                .collect(Collectors.joining());
        String body = rows.stream().map(Html::row).collect(Collectors.joining("\n"));
        return Template.of("table.html")
                .with("kind", kind)
                .with("caption", caption)
                .with("head", new Html(th))
                .with("body", new Html(body))
                .html();
    }

    private static String row(List<String> cells) {
        String first = "<th scope=\"row\">" + text(cells.getFirst()).markup() + "</th>";
        return cells.stream()
                .skip(1)
                .map(c -> "<td>" + text(c).markup() + "</td>")
                .collect(Collectors.joining("", "<tr>" + first, "</tr>"));
    }
}
