package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.SweepPoint;
import dev.penumbra.eval.SweepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {
    private final SweepResult result = new SweepResult(
            "<digits>",
            "lambda",
            List.of(
                    new SweepPoint(0, List.of(fold(12, 0.030), fold(13, 0.031))),
                    new SweepPoint(0.001, List.of(fold(6, 0.040), fold(7, 0.044))),
                    new SweepPoint(0.1, List.of(fold(0.5, 0.066), fold(0.7, 0.068)))),
            0.001,
            "It is the largest λ that keeps all & loses little.");

    @TempDir
    Path folder;

    @Test
    void thePageShowsEveryTermTheCurveAndTheReason() throws IOException {
        String html = Fixtures.withoutLibrary(Files.readString(SweepReport.write(folder, result)));
        assertThat(html)
                .contains("The weight of the KL on &lt;digits&gt;")
                .contains("Recommended: λ = 0.001. It is the largest λ that keeps all &amp; loses little.")
                .contains("3 values from 0 to 0.1 were tried, with 2 folds each.")
                .contains("λ = 0 has no place on a logarithmic axis")
                .contains("0.001 (recommended)</th><td>0.042 (0.04 to 0.044)</td><td>6.5 (6 to 7)</td>");
        for (String figure :
                List.of("rate-distortion", "sweep-mse", "sweep-kl", "sweep-mu", "sweep-sigma", "sweep-active")) {
            assertThat(html).contains("data-chart=\"" + figure + "\"");
            assertThat(folder.resolve("images/" + figure + ".png")).isRegularFile();
        }
    }

    @Test
    void theCurveHasAPointForZeroAndTheTermsHaveNone() throws IOException {
        String html = Fixtures.withoutLibrary(Files.readString(SweepReport.write(folder, result)));
        assertThat(html)
                .contains("\"points\":[[0.0305,12.5],[0.042,6.5],[0.067,0.6]],\"labels\":[\"λ = 0\",\"λ = 0.001\",\"λ ="
                        + " 0.1\"]")
                .contains("\"name\":\"mean over"
                        + " folds\",\"look\":\"DOTTED\",\"color\":0,\"points\":[[0.001,0.042],[0.1,0.067]]");
    }

    @Test
    void theJsonFileHoldsTheResult() throws IOException {
        SweepReport.write(folder, result);
        Path file = folder.resolve("sweep.json");
        assertThat(Json.read(Files.readAllBytes(file), SweepResult.class, "sweep.json"))
                .isEqualTo(result);
    }

    private static Evaluation fold(double kl, double mse) {
        return new Evaluation(
                "validation",
                100,
                "grey",
                mse,
                0.001,
                null,
                -80.0,
                0.5,
                -74.0,
                kl,
                mse,
                0.7,
                0.2,
                2,
                List.of(kl / 2, kl / 2),
                0.6,
                null);
    }
}
