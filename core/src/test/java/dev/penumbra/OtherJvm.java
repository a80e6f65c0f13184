package dev.penumbra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Another Java that runs a program of the tests. */
public final class OtherJvm {
    private OtherJvm() {}

    /** What {@code main} prints with the JVM's option {@code mode}, without white space at its ends. */
    public static String output(String mode, Class<?> main) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process = new ProcessBuilder(
                        List.of(java, mode, "-cp", System.getProperty("java.class.path"), main.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
