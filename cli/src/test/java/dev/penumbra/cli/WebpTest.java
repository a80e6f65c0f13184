package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of WebP is found on the command's class path. */
class WebpTest {
    /** Two pixels side by side, without loss: 10, 20, 30 and 200, 100, 50. */
    private static final String PIXELS = "UklGRiIAAABXRUJQVlA4TBYAAAAvAQAAAA9wCqgr+J7CY/6DBxWI6H8A";

    @TempDir
    Path folder;

    @Test
    void webpIsReadWhateverItsName() throws IOException {
        for (String name : new String[] {"a.webp", "b.jpg"}) {
            Files.write(folder.resolve(name), Base64.getDecoder().decode(PIXELS));
            Dataset data = Sources.open(folder.resolve(name).toString(), DataOptions.of(new Seed(1)))
                    .train();
            float[] x = new float[6];
            data.read(0, x, 0);
            assertThat(x).containsExactly(10 / 255f, 200 / 255f, 20 / 255f, 100 / 255f, 30 / 255f, 50 / 255f);
        }
        assertThat(Cli.run("data", "show", folder).code()).isZero();
    }
}
