package dev.penumbra.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelServiceTest {
    private static final Shape IMAGE = Shape.image(1, 5, 6);

    @TempDir
    private Path folder;

    private ModelService service;

    @BeforeEach
    void start() throws Exception {
        VaeSpec spec = new VaeSpec(
                Schema.image(IMAGE, List.of()),
                2,
                Architecture.encoder("mlp:4", IMAGE, 4),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder("mlp:4", 2, IMAGE),
                new Bernoulli());
        Path file = folder.resolve("model.penumbra");
        Bundle.write(file, new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), Map.of(), Map.of());
        service = new ModelService(file, 0);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private HttpResponse<byte[]> send(String path, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
        if (body.length > 0) {
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void imagesAreInventedAndEncoded() throws Exception {
        byte[] png = send("/generate?7", new byte[0]).body();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(6);
        assertThat(send("/generate?7", new byte[0]).body()).isEqualTo(png);
        HttpResponse<byte[]> codes = send("/encode", new byte[30]);
        assertThat(new String(codes.body(), StandardCharsets.UTF_8)).contains("\"mean\"", "\"logStd\"");
    }

    @Test
    void badRequestsAreExplained() throws Exception {
        assertThat(send("/generate?x", new byte[0]).statusCode()).isEqualTo(400);
        for (int size : new int[] {29, 31}) {
            HttpResponse<byte[]> refused = send("/encode", new byte[size]);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("30 bytes");
        }
    }

    /** Everything that the service needs beside the JDK: small, and no native code. */
    @Test
    void itIsSmallAndPureJava() throws Exception {
        String[] jars = Files.readString(Path.of("target/dependencies")).strip().split(File.pathSeparator);
        long bytes = 0;
        for (String jar : jars) {
            assertThat(jar).doesNotContain("bytedeco", "pytorch");
            if (Files.isRegularFile(Path.of(jar))) {
                bytes += Files.size(Path.of(jar));
                try (ZipFile zip = new ZipFile(jar)) {
                    assertThat(zip.stream().map(entry -> entry.getName()))
                            .noneMatch(
                                    name -> name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib"));
                }
            }
        }
        // Jackson's three jars are 2.7 MB of it.
        assertThat(bytes).isLessThan(4_000_000);
        assertThat(jars).hasSizeLessThan(8);
    }
}
