package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.data.PngWriter;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Compressing a folder of images and taking it apart again. */
class CompressTest {
    private static final Shape IMAGE = Shape.image(1, 6, 7);
    private static final int ITEMS = 12;

    @TempDir
    static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ITEMS; i++) {
            PngWriter.write(images.resolve("set " + i % 2 + "/item" + i + ".png"), IMAGE, pixels(random));
        }
        run = folder.resolve("run");
        Cli cli = Cli.run(
                "train",
                images,
                "--run",
                run,
                "--latent",
                2,
                "--epochs",
                2,
                "--encoder",
                "mlp:8",
                "--likelihood",
                "beta-binomial",
                "--quiet");
        assertThat(cli.code()).as(cli.toString()).isZero();
    }

    private static byte[] pixels(SplittableRandom random) {
        byte[] pixels = new byte[IMAGE.size()];
        random.nextBytes(pixels);
        return pixels;
    }

    private static JsonNode json(Cli cli) {
        assertThat(cli.code()).as(cli.toString()).isZero();
        return Json.read(cli.out().getBytes(StandardCharsets.UTF_8), JsonNode.class, "stdout");
    }

    private static Path compressed(Object... more) {
        Path file = folder.resolve("x" + more.length + ".pnz");
        Object[] args = new Object[5 + more.length];
        System.arraycopy(new Object[] {"compress", images, "--model", run, "--json"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        Object[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "-o";
        all[args.length + 1] = file;
        JsonNode result = json(Cli.run(all));
        assertThat(result.get("items").asInt()).isEqualTo(ITEMS);
        return file;
    }

    @Test
    void everyFileComesBackUnderItsName() throws IOException {
        Path file = compressed();
        Path out = folder.resolve("out");
        assertThat(json(Cli.run("decompress", file, "--model", run, "-o", out, "--json"))
                        .get("items")
                        .asInt())
                .isEqualTo(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            String name = "set " + i % 2 + "/item" + i + ".png";
            int[] before = rgb(images.resolve(name));
            assertThat(rgb(out.resolve(name))).as(name).isEqualTo(before);
        }
    }

    @Test
    void oneItemIsFoundAlone() throws IOException {
        Path file = compressed("--block", 4);
        Path one = folder.resolve("one.png");
        json(Cli.run("decompress", file, "--model", run, "--item", 7, "-o", one, "--json"));
        // In the order of their names: set 0 has items 0, 10, 2, 4, 6, 8, and set 1 begins with 1, 11.
        assertThat(rgb(one)).isEqualTo(rgb(images.resolve("set 1/item11.png")));
        refused(Cli.run("decompress", file, "--model", run, "--item", 12), "no such item", "from 0 to 11");
    }

    private static int[] rgb(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void infoComparesWithOthersAndVerifyDecodesAll() {
        Path file = compressed("--block", 5);
        JsonNode info = json(Cli.run("info", file, "--model", run, "--json"));
        assertThat(info.get("blocks").asInt()).isEqualTo(3);
        assertThat(info.get("othersBytes").get("raw").asInt()).isEqualTo(ITEMS * IMAGE.size());
        for (String other : new String[] {"gzip -9", "bzip2 -9", "xz -9e", "png"}) {
            assertThat(info.get("othersBytes").get(other).asInt()).as(other).isPositive();
        }
        assertThat(json(Cli.run("info", file, "--json")).get("othersBytes").isNull())
                .isTrue();
        assertThat(json(Cli.run("verify", file, "--model", run, "--json"))
                        .get("items")
                        .asInt())
                .isEqualTo(ITEMS);
    }

    @Test
    void withLossItIsSmaller() throws IOException {
        Path small = compressed("--quality", 40);
        assertThat(Files.size(small)).isLessThan(Files.size(compressed()));
        Path array = folder.resolve("small.npy");
        json(Cli.run("decompress", small, "--model", run, "-o", array, "--json"));
        assertThat(Files.size(array)).isEqualTo(128 + ITEMS * IMAGE.size());
    }

    @Test
    void badInputIsExplained() throws IOException {
        Path file = compressed();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Path broken = Files.write(folder.resolve("broken.pnz"), bytes);
        refused(Cli.run("verify", broken, "--model", run), "damaged", "broken.pnz", "get the file again");
        refused(Cli.run("info", images.resolve("set 0/item0.png")), "not a compressed file");
        refused(Cli.run("info", folder.resolve("none.pnz")), "no such file");
        refused(Cli.run("compress", images, "--model", run, "--quality", 0), "from 1 to 100", "--quality");
        refused(Cli.run("compress", "digits:0", "--model", run, "-o", folder.resolve("d.pnz")), "another shape");
        refused(Cli.run("decompress", file, "--model", folder.resolve("no")), "no such file");
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.code()).as(cli.toString()).isEqualTo(1);
        assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    }
}
