package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textIsEscapedForElementsAndQuotedAttributes() {
        assertThat(Html.text("<b title=\"x\" id='y'>&amp;</b> λ 𝑥").markup())
                .isEqualTo("&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt; λ 𝑥");
    }

    @Test
    void tablesEscapeEveryCell() {
        String table = Html.table("a<b", List.of("<i>", "n"), List.of(List.of("<script>", "$1")))
                .markup();
        assertThat(table)
                .contains(
                        "a&lt;b",
                        "<th scope=\"col\">&lt;i&gt;</th>",
                        "<th scope=\"row\">&lt;script&gt;</th><td>$1</td>")
                .doesNotContain("<script>");
    }

    @Test
    void aPlaceholderInAValueIsText() {
        String html = Template.of("content.html")
                .with("id", "x")
                .with("title", "{{id}} $0 \\")
                .html()
                .markup();
        assertThat(html).isEqualTo("<li><a href=\"#x\">{{id}} $0 \\</a></li>\n");
    }

    @Test
    void aPlaceholderWithoutAValueIsNamed() {
        assertThatThrownBy(() -> Template.of("content.html").with("id", "x").html())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("content.html needs a value for {{title}}");
    }

    @Test
    void numbersHaveFourSignificantDigits() {
        assertThat(List.of(
                        Numbers.text(0.0),
                        Numbers.text(-414.06),
                        Numbers.text(0.0570349),
                        Numbers.text(12345.6),
                        Numbers.text(1e-5),
                        Numbers.text(-2.34567e9),
                        Numbers.text(1.0),
                        Numbers.text(Double.NEGATIVE_INFINITY),
                        Numbers.text(null)))
                .containsExactly("0", "−414.1", "0.05703", "12350", "1e−5", "−2.346e9", "1", "−∞", "–");
    }
}
