package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final Download.Patience PATIENCE =
            new Download.Patience(1 << 20, 4, Duration.ofSeconds(20), Duration.ofMillis(1));

    @TempDir
    Path folder;

    private final byte[] content = Bytes.counting(100_000);
    private final byte[] file = Bytes.gzip(content);
    /** The Range headers of all requests, "" for none. */
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange, int request) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Download serve(Answer answer) {
        server.createContext("/", exchange -> {
            ranges.add(exchange.getRequestHeaders()
                    .getOrDefault("Range", List.of(""))
                    .getFirst());
            try (exchange) {
                answer.to(exchange, ranges.size());
            }
        });
        return download(server.getAddress().getPort());
    }

    private Download download(int port) {
        URI base = URI.create("http://127.0.0.1:" + port + "/");
        return new Download(base, "a.gz", new Checksum("SHA-256", hash("SHA-256", content), true));
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Promises everything from {@code from} on and cuts the connection after {@code count} bytes. */
    private void cut(HttpExchange exchange, int status, int from, int count) throws IOException {
        exchange.sendResponseHeaders(status, file.length - from);
        exchange.getResponseBody().write(file, from, count);
        exchange.getResponseBody().flush();
    }

    private void requireDone() throws IOException {
        assertThat(Files.readAllBytes(folder.resolve("a.gz"))).isEqualTo(file);
        assertThat(folder.resolve("a.gz.part")).doesNotExist();
    }

    private void requireNothing() {
        assertThat(folder.resolve("a.gz")).doesNotExist();
        assertThat(folder.resolve("a.gz.part")).doesNotExist();
    }

    @Test
    void aFileArrivesWithProgress() throws IOException {
        List<Long> progress = new ArrayList<>();
        serve((exchange, n) -> send(exchange, 200, file))
                .to(folder, (f, bytes, total) -> progress.add(bytes), PATIENCE);
        requireDone();
        assertThat(progress.getFirst()).isEqualTo(0);
        assertThat(progress.getLast()).isEqualTo(file.length);
    }

    @Test
    void aCutConnectionIsResumed() throws IOException {
        Download download = serve((exchange, n) -> {
            if (n == 1) {
                cut(exchange, 200, 0, 200);
                return;
            }
            int from = Integer.parseInt(ranges.get(n - 1).replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            send(exchange, 206, Arrays.copyOfRange(file, from, file.length));
        });
        download.to(folder, DownloadProgress.NONE, PATIENCE);
        requireDone();
        assertThat(ranges).containsExactly("", "bytes=200-");
    }

    @Test
    void aServerThatIgnoresRangeStartsAgain() throws IOException {
        Files.write(folder.resolve("a.gz.part"), new byte[] {1, 2, 3});
        serve((exchange, n) -> send(exchange, 200, file)).to(folder, DownloadProgress.NONE, PATIENCE);
        requireDone();
        assertThat(ranges).containsExactly("bytes=3-");
    }

    @Test
    void aRangeThatDoesNotFitStartsAgain() throws IOException {
        Files.write(folder.resolve("a.gz.part"), new byte[file.length + 5]);
        serve((exchange, n) -> send(exchange, n == 1 ? 416 : 200, n == 1 ? new byte[0] : file))
                .to(folder, DownloadProgress.NONE, PATIENCE);
        requireDone();
        assertThat(ranges.getLast()).isEmpty();
    }

    @Test
    void aMissingFileIsNotTriedAgain() {
        Download download = serve((exchange, n) -> send(exchange, 404, new byte[0]));
        assertThatThrownBy(() -> download.to(folder, DownloadProgress.NONE, PATIENCE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("404")
                .hasMessageContaining("a.gz");
        assertThat(ranges).hasSize(1);
        requireNothing();
    }

    @Test
    void aServerErrorIsTriedAgain() throws IOException {
        serve((exchange, n) -> send(exchange, n < 3 ? 500 : 200, n < 3 ? new byte[0] : file))
                .to(folder, DownloadProgress.NONE, PATIENCE);
        requireDone();
        assertThat(ranges).hasSize(3);
    }

    @Test
    void aServerErrorThatStaysIsReported() {
        Download download = serve((exchange, n) -> send(exchange, 503, new byte[0]));
        assertThatThrownBy(() -> download.to(folder, DownloadProgress.NONE, PATIENCE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("503");
        assertThat(ranges).hasSize(PATIENCE.attempts());
    }

    @Test
    void aWrongChecksumKeepsNothing() {
        for (byte[] wrong : List.of(Bytes.gzip(new byte[10]), new byte[] {1, 2, 3}, Arrays.copyOf(file, 100))) {
            try {
                server.removeContext("/");
            } catch (IllegalArgumentException e) {
                assertThat(ranges).as("only the first round has no context").isEmpty();
            }
            Download download = serve((exchange, n) -> send(exchange, 200, wrong));
            assertThatThrownBy(() -> download.to(folder, DownloadProgress.NONE, PATIENCE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("deleted");
            requireNothing();
        }
    }

    @Test
    void theChecksumOfTheFileItselfIsCheckedToo() throws IOException {
        Download right = serve((exchange, n) -> send(exchange, 200, file));
        Download md5 = new Download(right.base(), "a.gz", new Checksum("MD5", hash("MD5", file), false));
        md5.to(folder, DownloadProgress.NONE, PATIENCE);
        requireDone();
    }

    @Test
    void anEndlessBodyIsCutOff() {
        Download download = serve((exchange, n) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1 << 16];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(piece);
            }
        });
        assertThatThrownBy(() -> download.to(folder, DownloadProgress.NONE, PATIENCE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most " + PATIENCE.maxBytes());
        requireNothing();
    }

    @Test
    void aBodyThatStopsWithoutAnEndIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        Download download = serve((exchange, n) -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file, 0, 50);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        // Long enough for the headers to arrive on a busy machine.
        Download.Patience once = new Download.Patience(1 << 20, 1, Duration.ofSeconds(2), Duration.ofMillis(1));
        assertThatThrownBy(() -> download.to(folder, DownloadProgress.NONE, once))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("download failed");
        over.countDown();
        assertThat(folder.resolve("a.gz.part")).hasSize(50);
    }

    @Test
    void noConnectionIsReportedWithARemedy() {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThatThrownBy(() -> download(port).to(folder, DownloadProgress.NONE, PATIENCE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no connection")
                .hasMessageContaining("put the file into " + folder);
        requireNothing();
    }

    @Test
    void aFileThatIsThereIsNotFetched() throws IOException {
        Files.write(folder.resolve("a.gz"), file);
        serve((exchange, n) -> send(exchange, 500, new byte[0])).to(folder, DownloadProgress.NONE, PATIENCE);
        assertThat(ranges).isEmpty();
    }

    @Test
    void aKnownSetThatIsMissingIsDownloadedToTheCacheOnce() throws IOException {
        Map<String, byte[]> files = Map.of(
                "train-images-idx3-ubyte.gz", Bytes.gzip(Bytes.idx(8, new int[] {2, 1, 2}, Bytes.counting(4))),
                "train-labels-idx1-ubyte.gz", Bytes.gzip(Bytes.idx(8, new int[] {2}, new byte[] {1, 0})));
        URI base = serve((exchange, n) -> send(
                        exchange,
                        200,
                        Objects.requireNonNull(
                                files.get(exchange.getRequestURI().getPath().substring(1)))))
                .base();
        List<Download> downloads = files.entrySet().stream()
                .map(f -> new Download(base, f.getKey(), new Checksum("MD5", hash("MD5", f.getValue()), false)))
                .toList();
        KnownFiles tiny = new KnownFiles(
                "tiny",
                "train-images-idx3-ubyte",
                null,
                null,
                List.of("off", "on"),
                Values.Type.PIXEL,
                downloads,
                "get it");
        for (int round = 0; round < 2; round++) {
            Dataset data = tiny.open(
                            DataOptions.of(new Seed(1)),
                            Map.of(),
                            new Workspace(1 << 20, folder),
                            DownloadProgress.NONE)
                    .train();
            assertThat(data.schema().classes()).containsExactly("off", "on");
            assertThat(data.label(0)).isEqualTo(1);
        }
        assertThat(ranges).hasSize(2);
        assertThat(folder.resolve("tiny/train-images-idx3-ubyte.gz")).exists();
    }
}
