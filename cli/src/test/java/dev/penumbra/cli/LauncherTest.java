package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's decision to build, beside a Maven and a JDK that only say how they were called. */
class LauncherTest {
    @TempDir
    Path home;

    @BeforeEach
    void sources() throws IOException {
        Files.copy(Path.of("..", "penumbra"), home.resolve("penumbra"));
        Files.createFile(home.resolve("pom.xml"));
        for (String module : List.of("core", "torch", "report", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        Files.createDirectories(home.resolve("jdk/bin"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"21.0.9\"\n");
        script("jdk/bin/java", "true");
        script("bin/mvn", """
                [ ! -e broken ] || exit 1
                mkdir -p cli/target
                case "$*" in
                  *-Pgpu,cuda*) echo "built for gpu" >>built; echo a-gpu.jar:cuda-redist.jar >cli/target/dependencies ;;
                  *-Pgpu*) echo "built for system" >>built; echo a-gpu.jar >cli/target/dependencies ;;
                  *) echo "built for cpu" >>built; echo a.jar >cli/target/dependencies ;;
                esac
                """);
    }

    private void script(String name, String body) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Starts the launcher with a value of PENUMBRA_GPU, and returns its exit code. */
    private int start(@Nullable String gpu) throws IOException, InterruptedException {
        ProcessBuilder launcher =
                new ProcessBuilder("bash", home.resolve("penumbra").toString(), "doctor");
        launcher.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        launcher.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        launcher.environment().remove("PENUMBRA_GPU");
        if (gpu != null) {
            launcher.environment().put("PENUMBRA_GPU", gpu);
        }
        Process process = launcher.redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile())
                .start();
        return process.waitFor();
    }

    private List<String> built() throws IOException {
        return Files.readAllLines(home.resolve("built"), StandardCharsets.UTF_8);
    }

    @Test
    void theBuildStaysWhatWasAskedForLast() throws IOException, InterruptedException {
        start(null);
        start(null);
        start("0");
        assertThat(built()).containsExactly("built for cpu");
        start("1");
        start("1");
        start(null);
        assertThat(built()).containsExactly("built for cpu", "built for gpu");
        start("0");
        start(null);
        assertThat(built()).containsExactly("built for cpu", "built for gpu", "built for cpu");
        start("system");
        start(null);
        start("1");
        assertThat(built().subList(3, 5)).containsExactly("built for system", "built for gpu");
    }

    @Test
    void aFailedBuildLeavesTheChoiceAndIsTriedAgain() throws IOException, InterruptedException {
        start("1");
        Files.createFile(home.resolve("broken"));
        assertThat(start("0")).isEqualTo(1);
        assertThat(start(null)).isEqualTo(1);
        Files.delete(home.resolve("broken"));
        assertThat(start(null)).isZero();
        assertThat(built()).containsExactly("built for gpu", "built for gpu");
    }

    @Test
    void anotherValueIsRefused() throws IOException, InterruptedException {
        assertThat(start("yes")).isEqualTo(1);
        assertThat(home.resolve("said")).content().contains("expected: 1", "received: yes");
    }
}
