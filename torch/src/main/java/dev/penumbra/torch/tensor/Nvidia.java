package dev.penumbra.torch.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What NVIDIA's driver says of this machine; known without LibTorch, in a build for the CPU too.
 *
 * @param driver its version, or null where none is loaded
 * @param gpus   those that answer
 */
public record Nvidia(@Nullable String driver, List<Gpu> gpus) {
    private static final Path VERSION = Path.of("/proc/driver/nvidia/version");
    private static final Pattern IN_VERSION = Pattern.compile("(?m)^NVRM version:.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
    private static final Pattern IN_QUERY = Pattern.compile("(\\d+[.\\d]*), (.+), (\\d+\\.\\d+), (.+)");
    private static final List<String> QUERY =
            List.of("nvidia-smi", "--query-gpu=driver_version,name,compute_cap,memory.total", "--format=csv,noheader");
    private static final int QUERY_SECONDS = 10;
    /** More than any machine's GPUs need. */
    private static final int QUERY_BYTES = 1 << 16;

    /**
     * A GPU.
     *
     * @param capability its compute capability, such as 9.0
     * @param memory     with its unit
     */
    public record Gpu(String name, double capability, String memory) {
        @Override
        public String toString() {
            return name + " (compute capability " + capability + ", " + memory + ")";
        }
    }

    /** Asks {@code nvidia-smi}, which takes a moment where there is a driver; without it, looks for the driver's module. */
    public static Nvidia look() {
        Nvidia answer = parse(query());
        return answer.driver != null ? answer : new Nvidia(loadedDriver(), List.of());
    }

    /** Reads {@code nvidia-smi}'s lines "driver, name, capability, memory"; whatever else it says means that no GPU answers. */
    static Nvidia parse(String lines) {
        String driver = null;
        List<Gpu> gpus = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            Matcher m = IN_QUERY.matcher(line.strip());
            if (m.matches()) {
                driver = m.group(1);
                gpus.add(new Gpu(m.group(2), Double.parseDouble(m.group(3)), m.group(4)));
            }
        }
        return new Nvidia(driver, List.copyOf(gpus));
    }

    /** Finds the version in the text of the kernel module, or null. */
    static @Nullable String version(String module) {
        Matcher m = IN_VERSION.matcher(module);
        return m.find() ? m.group(1) : null;
    }

    private static @Nullable String loadedDriver() {
        try {
            return Files.exists(VERSION) ? version(Files.readString(VERSION)) : null;
        } catch (IOException e) {
            return null; // A container may show the file and forbid it: then there is no driver for us.
        }
    }

    /** What it prints; empty where it is not installed or hangs. */
    private static String query() {
        try {
            Process process = new ProcessBuilder(QUERY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(QUERY_SECONDS, TimeUnit.SECONDS)) {
                    return "";
                }
                return new String(process.getInputStream().readNBytes(QUERY_BYTES), StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return ""; // Not installed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
