package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training says on the way, and at its end. */
class ProgressTest {
    private static final String NUMBER = "(-?[0-9.e+-]+)";

    @TempDir
    Path folder;

    private String train(Object... options) throws IOException {
        StringBuilder rows = new StringBuilder("a,b,c\n");
        float[] x = new Seed(3).gaussians(300);
        for (int i = 0; i < x.length; i += 3) {
            rows.append(x[i])
                    .append(',')
                    .append(x[i + 1])
                    .append(',')
                    .append(x[i + 2])
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("x.csv"), rows);
        Object[] first = {
            "train", file, "--encoder", "mlp:8", "--latent", 2, "--batch", 16, "--run", folder.resolve("run")
        };
        Object[] all =
                Stream.concat(Arrays.stream(first), Arrays.stream(options)).toArray();
        Cli cli = Cli.run(all);
        assertThat(cli.code()).as(cli.toString()).isZero();
        return cli.out();
    }

    private static List<Matcher> epochs(String text, String pattern) {
        List<String> lines =
                text.lines().filter(line -> line.startsWith("epoch ")).toList();
        assertThat(lines).isNotEmpty();
        return lines.stream()
                .map(line -> {
                    Matcher matcher = Pattern.compile(pattern).matcher(line);
                    assertThat(matcher.find()).as(line).isTrue();
                    return matcher;
                })
                .toList();
    }

    /** The loss goes from above 10 to below it on the way. */
    @Test
    void inNatsEveryLineShowsTheLikelihoodAndItsTermsMakeTheLoss() throws IOException {
        String text = train("--beta", 50, "--epochs", 12, "--lr", 3e-3);
        List<Matcher> lines =
                epochs(text, "loss " + NUMBER + " \\(-log p\\(x\\|z\\) " + NUMBER + ", KL " + NUMBER + " x 50\\)");
        for (Matcher line : lines) {
            double loss = Double.parseDouble(line.group(1));
            double sum = Double.parseDouble(line.group(2)) + 50 * Double.parseDouble(line.group(3));
            // Four decimals of the KL times 50, and those of the loss.
            assertThat(sum).isCloseTo(loss, within(0.004));
        }
        assertThat(Double.parseDouble(lines.getFirst().group(1))).isGreaterThan(10);
        assertThat(Double.parseDouble(lines.getLast().group(1))).isLessThan(10);
    }

    @Test
    void atLectureScaleEveryLineShowsTheSquaredError() throws IOException {
        String text = train("--lambda", 0.01, "--epochs", 3);
        for (Matcher line : epochs(text, "loss " + NUMBER + " \\(mse " + NUMBER + ", KL " + NUMBER + " x 0.01\\)")) {
            double sum = Double.parseDouble(line.group(2)) + 0.01 * Double.parseDouble(line.group(3));
            assertThat(sum).isCloseTo(Double.parseDouble(line.group(1)), within(2e-4));
        }
    }

    @Test
    void aModelThatHasCollapsedEndsWithAWarningAndItsRemedy() throws IOException {
        assertThat(train("--beta", 50, "--epochs", 12, "--lr", 3e-3))
                .contains("Warning: posterior collapse", "Try: train for longer");
    }

    @Test
    void manyEpochsAreShownInFiftyLines() throws IOException {
        String text = train("--epochs", 120);
        List<String> lines =
                text.lines().filter(line -> line.startsWith("epoch ")).toList();
        assertThat(lines).hasSizeBetween(40, 51);
        assertThat(lines.getLast()).startsWith("epoch 120/120 ");
    }
}
