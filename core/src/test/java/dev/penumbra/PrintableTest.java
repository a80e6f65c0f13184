package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatATerminalWouldObeyIsShown() {
        assertThat(Printable.line("a\u001b[2Jb\u009bc\u007fd\re\u202ef"))
                .isEqualTo("a\\u001b[2Jb\\u009bc\\u007fd\\u000de\\u202ef");
        assertThat(Printable.line("two\nlines\tof it")).isEqualTo("two\\u000alines\\u0009of it");
        assertThat(Printable.lines("two\nlines\u0007")).isEqualTo("two\nlines\\u0007");
    }

    @Test
    void lettersOfAnyScriptStayAsTheyAre() {
        String text = "naïve Größe 漢字 \u05d0\u05d1 \ud83d\ude00 \\u0041";
        assertThat(Printable.line(text)).isSameAs(text);
    }

    @Test
    void noMessageOfAMistakeHoldsAControlCharacter() {
        InputException e = new InputException("a\u001b", "b\u009b", "c\nremedy: d", "e\u0007", "f\u0000");
        assertThat(e).hasMessage("""
            a\\u001b
              expected: b\\u009b
              received: c\\u000aremedy: d
              where:    e\\u0007
              remedy:   f\\u0000\
            """);
        assertThat(e.in("g\u001b").getMessage()).doesNotContain("\u001b").contains("g\\u001b, e\\u0007");
    }

    @Test
    void aPathInACommandIsOneWordAndNoOption() {
        assertThat(Printable.argument(Path.of("runs/größe-2"))).isEqualTo("runs/größe-2");
        assertThat(Printable.argument(Path.of("my run"))).isEqualTo("'my run'");
        assertThat(Printable.argument(Path.of("it's $HOME"))).isEqualTo("'it'\\''s $HOME'");
        assertThat(Printable.argument(Path.of("-x"))).isEqualTo("./-x");
    }
}
