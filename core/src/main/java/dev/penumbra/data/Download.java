package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A file on the web with a known checksum. What was fetched before a cut stays as {@code FILE.part} and is continued; the file
 * gets its name only after its checksum was right.
 *
 * @param base     the folder on the web, with a slash at its end
 * @param file     name there and here
 * @param checksum what it must be
 */
record Download(URI base, String file, Checksum checksum) {
    /**
     * How much patience a download has.
     *
     * @param maxBytes of the file, and of what it contains
     * @param attempts how often to try
     * @param timeout  without any byte before an attempt fails
     * @param pause    before the second attempt; doubles with every one
     */
    record Patience(long maxBytes, int attempts, Duration timeout, Duration pause) {
        static final Patience STANDARD = new Patience(1L << 28, 4, Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    /** Fetches the file into {@code folder} unless it is there. */
    void to(Path folder, DownloadProgress progress) {
        to(folder, progress, Patience.STANDARD);
    }

    void to(Path folder, DownloadProgress progress, Patience patience) {
        Path target = folder.resolve(file);
        if (Files.isRegularFile(target)) {
            return;
        }
        Path part = folder.resolve(file + ".part");
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience.timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            Files.createDirectories(folder);
            fetch(client, part, progress, patience);
            verify(part, patience);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InputException(
                    "The download failed.",
                    file,
                    e instanceof ConnectException ? "no connection" : e.toString(),
                    base.resolve(file).toString(),
                    "check the connection and try again, what is here is continued; or put the file into " + folder,
                    e);
        }
    }

    private void fetch(HttpClient client, Path part, DownloadProgress progress, Patience patience) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                fetchOnce(client, part, progress, patience);
                return;
            } catch (IOException e) {
                if (attempt == patience.attempts) {
                    throw e;
                }
                sleep(patience.pause.multipliedBy(1L << (attempt - 1)));
            }
        }
    }

    private void fetchOnce(HttpClient client, Path part, DownloadProgress progress, Patience patience)
            throws IOException {
        long here = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(file)).timeout(patience.timeout);
        if (here > 0) {
            request.header("Range", "bytes=" + here + "-");
        }
        HttpResponse<InputStream> response = send(client, request.build());
        try (InputStream body = response.body();
                Watchdog watchdog = new Watchdog(body, patience.timeout)) {
            int status = response.statusCode();
            boolean continues = status == 206 && continuesAt(response, here);
            if (status == 416 || (status == 206 && !continues)) {
                Files.delete(part);
                throw new IOException("the server cannot continue at byte " + here);
            }
            if (status != 200 && status != 206) {
                throw refused(status);
            }
            long from = continues ? here : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            long total = length < 0 ? -1 : from + length;
            StandardOpenOption mode = continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
                copy(body, out, from, total, progress, patience, watchdog);
            } catch (InputException e) {
                Files.delete(part);
                throw e;
            }
        }
    }

    private void copy(
            InputStream in,
            OutputStream out,
            long from,
            long total,
            DownloadProgress progress,
            Patience patience,
            Watchdog watchdog)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = from;
        int n = 0;
        while (n >= 0) {
            if (Math.max(bytes, total) > patience.maxBytes) {
                throw new InputException(
                        "The server sends more than the file can be.",
                        "at most " + patience.maxBytes + " bytes",
                        Math.max(bytes, total) + " bytes or more",
                        base.resolve(file).toString(),
                        "check the network: something else answers in the place of this server");
            }
            progress.at(file, bytes, total);
            n = in.read(buffer);
            watchdog.alive();
            if (n > 0) {
                out.write(buffer, 0, n);
                bytes += n;
            }
        }
        if (bytes < total) {
            throw new EOFException("the connection ended after " + bytes + " of " + total + " bytes");
        }
    }

    private static boolean continuesAt(HttpResponse<?> response, long here) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + here + "-"))
                .isPresent();
    }

    /** The server's errors may pass and are tried again; a client's error stays. */
    private RuntimeException refused(int status) throws IOException {
        if (status >= 500 || status == 429) {
            throw new IOException("the server answered " + status);
        }
        return new InputException(
                "The server does not give the file.",
                "status 200",
                "status " + status,
                base.resolve(file).toString(),
                "get the file elsewhere and put it into the data folder");
    }

    private void verify(Path part, Patience patience) throws IOException {
        String actual;
        try {
            actual = checksum.of(part, patience.maxBytes);
        } catch (EOFException e) {
            actual = "a gzip file that ends too early";
        }
        if (!actual.equals(checksum.hex())) {
            Files.delete(part);
            throw new InputException(
                    "The downloaded file is not what it should be; it was deleted.",
                    checksum.algorithm() + " " + checksum.hex(),
                    actual,
                    base.resolve(file).toString(),
                    "try again; if it stays, the server or the network changes the file");
        }
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static UncheckedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException e = new InterruptedIOException("the download was interrupted");
        e.initCause(cause);
        return new UncheckedIOException(e);
    }
}
