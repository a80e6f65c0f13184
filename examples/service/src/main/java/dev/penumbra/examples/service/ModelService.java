package dev.penumbra.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.PngWriter;
import dev.penumbra.latent.Latent;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A web service around a trained model of images, on this machine's own address. It needs {@code core} and nothing native.
 *
 * <pre>
 * GET  /generate?SEED   a new image, PNG
 * POST /encode          the image's bytes, [channels, height, width]; answers mean and logStd as JSON
 * </pre>
 */
public final class ModelService implements AutoCloseable {
    private final Inference inference;
    private final Shape shape;
    private final HttpServer server;

    /** Starts serving {@code model}; port 0 takes a free one. */
    public ModelService(Path model, int port) throws IOException {
        inference = Inference.exact(Bundle.read(model).model(), 1);
        shape = inference.model().spec().schema().shape();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/generate", this::generate);
        server.createContext("/encode", this::encode);
        server.start();
    }

    /** Arguments: the model's file and a port. */
    public static void main(String[] args) throws IOException {
        var service = new ModelService(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println("http://localhost:" + service.port() + "/generate?1");
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void generate(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (query == null || !query.matches("\\d{1,18}")) {
            answer(exchange, 400, "text/plain", "Expected a seed: /generate?1".getBytes(StandardCharsets.UTF_8));
            return;
        }
        float[] x = Latent.generate(inference, 1, new Seed(Long.parseLong(query)));
        answer(exchange, 200, "image/png", PngWriter.png(shape, PngWriter.pixels(x)));
    }

    private void encode(HttpExchange exchange) throws IOException {
        byte[] pixels = exchange.getRequestBody().readNBytes(shape.size() + 1);
        if (pixels.length != shape.size()) {
            String expected = "Expected " + shape.size() + " bytes, one for each pixel of " + shape;
            answer(exchange, 400, "text/plain", expected.getBytes(StandardCharsets.UTF_8));
            return;
        }
        float[] x = new float[pixels.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (pixels[i] & 0xff) / 255f;
        }
        var posterior = inference.encode(x, 1);
        byte[] json = Json.write(Map.of("mean", posterior.mean(), "logStd", posterior.logStd()));
        answer(exchange, 200, "application/json", json);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
