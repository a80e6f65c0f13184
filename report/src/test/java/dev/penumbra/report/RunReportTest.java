package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.Splits;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.ModelConfig.Kind;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final Loss LOSS = new Loss.Lecture(0.01);
    private static final Likelihood GAUSSIAN = new Gaussian(0.5);
    private static final String HOSTILE = "</script><script>alert('x')</script>";

    @TempDir
    Path folder;

    @Test
    void everySectionIsThereInItsOrder() throws IOException {
        String html = report(Kind.VAE, Fixtures.images(1, "left", "right"), 2);
        List<Integer> places = Stream.of(
                        "<h1>Variational autoencoder of spots, 2 latent dimensions</h1>",
                        "Trained for 3 epochs on 60 examples of spots",
                        "id=\"numbers\"",
                        "id=\"health\"",
                        "posterior collapse",
                        "id=\"training\"",
                        "id=\"latent\"",
                        "data-chart=\"means\"",
                        "data-chart=\"sigmas\"",
                        "data-chart=\"kl-per-dimension\"",
                        "id=\"plane\"",
                        "id=\"reconstructions\"",
                        "id=\"samples\"",
                        "id=\"between\"",
                        "Bhattacharyya",
                        "id=\"architecture\"",
                        "id=\"settings\"",
                        "training.optimizer.learningRate",
                        "25.0.3 (Test)",
                        "id=\"reproduce\"",
                        "penumbra train --config")
                .map(html::indexOf)
                .toList();
        assertThat(places).doesNotContain(-1).isSorted();
    }

    @Test
    void nothingIsLoadedFromOutside() throws IOException {
        String html = report(Kind.VAE, Fixtures.images(1, "left", "right"), 2);
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(//", "src=\"//");
        assertThat(Pattern.compile("src=\"([^\"]{0,10})")
                        .matcher(html)
                        .results()
                        .map(m -> m.group(1)))
                .isNotEmpty()
                .allMatch("data:image"::equals);
    }

    @Test
    void everyFigureIsAlsoAPngThatIsLinked() throws IOException {
        String html = report(Kind.VAE, Fixtures.images(1, "left", "right"), 2);
        List<String> links = Pattern.compile("class=\"png\" href=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(links).hasSize(html.split("<figure id=").length - 1).contains("images/means.png");
        for (String link : links) {
            assertThat(image(link).getWidth()).as(link).isPositive();
        }
        // 10 columns of 8 pixels enlarged 10 times with gutters of 4; originals and reconstructions in two rows each.
        BufferedImage reconstructions = image("images/reconstructions.png");
        assertThat(reconstructions.getWidth()).isEqualTo(10 * 80 + 9 * 4);
        assertThat(reconstructions.getHeight()).isEqualTo(4 * 80 + 3 * 4);
        // 15 columns and rows of 8 pixels enlarged 7 times.
        assertThat(image("images/latent-plane.png").getWidth()).isEqualTo(15 * 56);
    }

    @Test
    void namesFromDataCanDoNoHarm() throws IOException {
        String html = report(Kind.VAE, Fixtures.table(List.of(HOSTILE, "b", "c"), HOSTILE, "</td>{{title}}"), 2);
        assertThat(html).doesNotContain(HOSTILE, "<script>alert");
        assertThat(html).contains("&lt;/script&gt;&lt;script&gt;", "\\u003c/script>\\u003cscript>alert(");
        assertThat(html.split("</script>")).hasSize(6);
    }

    @Test
    void aBasicAutoencoderHasPointsOnly() throws IOException {
        String html = report(Kind.AE, Fixtures.images(1, "left", "right"), 2);
        assertThat(html)
                .contains("there is no σ and no KL to show", "its gaps show here", "which cannot overlap")
                .doesNotContain("data-chart=\"sigmas\"", "data-chart=\"kl-per-dimension\"", "NaN");
    }

    @Test
    void moreThanTwoDimensionsAreShownByPrincipalComponents() throws IOException {
        assertThat(report(Kind.VAE, Fixtures.images(1, "left", "right"), 4))
                .contains("the plane of the first two principal components", "first principal component of μ");
    }

    @Test
    void colourImagesAreShownInColour() throws IOException {
        report(Kind.VAE, Fixtures.images(3, "left", "right"), 3);
        BufferedImage image = image("images/reconstructions.png");
        boolean coloured = false;
        for (int x = 0; x < image.getWidth(); x++) {
            int rgb = image.getRGB(x, 40);
            coloured |= (rgb >> 16 & 0xff) != (rgb & 0xff);
        }
        assertThat(coloured).isTrue();
    }

    @Test
    void pointsInThePlaneAreShownAsPoints() throws IOException {
        assertThat(report(Kind.VAE, Fixtures.points(), 1))
                .contains("data-chart=\"reconstructions\"", "data-chart=\"samples\"", "data-chart=\"latent-plane\"")
                .contains("east (raw units)", "There is one latent dimension")
                .doesNotContain("<img");
    }

    @Test
    void tablesAreComparedColumnByColumnInRawUnits() throws IOException {
        Splits splits = Fixtures.table(List.of("height", "width", "depth"));
        String html = report(Kind.VAE, splits, 2);
        float[] x = new float[3];
        Fixtures.test(splits)
                .data()
                .read(
                        Shown.of(model(Kind.VAE, splits, 2), Fixtures.test(splits), 1)
                                .view()
                                .indices()[0],
                        x,
                        0);
        assertThat(html)
                .contains("mean, data", "std, sampled", "<th scope=\"col\">height</th>")
                .contains("<th scope=\"row\">original 1</th><td>" + Numbers.text(100.0 + 2.0 * x[0]) + "</td>");
    }

    @Test
    void aRunWithoutMetricsSaysSo() throws IOException {
        assertThat(report(Kind.VAE, Fixtures.points(), 2, List.of()))
                .contains("No metrics of the training were recorded.", "A model of 60 examples");
    }

    @Test
    void withoutFontsChartsAreLeftOutAsPngAndThePageSaysWhy() throws IOException {
        Page page = new Page(folder, "no fonts <here>");
        Chart chart = Chart.Histogram.of(Chart.Axis.of("x"), Chart.Axis.of("y"), new double[] {1}, 0, 2, 2);
        page.section("one", "One", page.chart("only", "Only", "Reading.", chart));
        String html = Fixtures.withoutLibrary(Files.readString(page.write("page.html", "Title", "Summary")));
        assertThat(html)
                .contains("data-chart=\"only\"", "not written as PNG files: no fonts &lt;here&gt;")
                .doesNotContain("class=\"png\"");
        assertThat(folder.resolve("images")).doesNotExist();
    }

    private String report(Kind kind, Splits splits, int latent) throws IOException {
        return report(kind, splits, latent, Fixtures.metrics(3, 20, kind == Kind.VAE));
    }

    private String report(Kind kind, Splits splits, int latent, List<Metrics> metrics) throws IOException {
        Inference inference = model(kind, splits, latent);
        RunConfig config = RunConfig.of("spots", latent)
                .withModel(ModelConfig.vae(latent).withKind(kind))
                .withLoss(kind == Kind.VAE ? LOSS : new Loss.Lecture(0));
        Path file = RunReport.write(
                        new RunDirectory(folder),
                        config,
                        Fixtures.PROVENANCE,
                        metrics,
                        inference,
                        splits,
                        Fixtures.evaluations(inference, splits, config.loss()))
                .page();
        assertThat(file).isEqualTo(folder.resolve("report.html"));
        return Fixtures.withoutLibrary(Files.readString(file));
    }

    private static Inference model(Kind kind, Splits splits, int latent) {
        return LinearModel.of(splits.train(), kind, latent, 0.2, GAUSSIAN);
    }

    private BufferedImage image(String link) throws IOException {
        return Objects.requireNonNull(ImageIO.read(folder.resolve(link).toFile()));
    }
}
