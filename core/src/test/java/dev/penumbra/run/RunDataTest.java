package dev.penumbra.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.Scaling;
import dev.penumbra.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataTest {
    @TempDir
    private Path folder;

    @Test
    void countsAreReadAsTheyAreAndOtherNumbersStandardized() throws IOException {
        StringBuilder table = new StringBuilder("a,b\n");
        for (int i = 0; i < 50; i++) {
            table.append(i).append(',').append(3 * i).append('\n');
        }
        Path file = Files.writeString(folder.resolve("counts.csv"), table);
        RunConfig plain = RunConfig.of(file.toString(), 2);
        RunConfig counts = plain.withModel(plain.model().withLikelihood("negative-binomial"));
        assertThat(RunData.open(plain).train().schema().scaling()).isNotEqualTo(Scaling.NONE);
        Splits splits = RunData.open(counts);
        assertThat(splits.train().schema().scaling()).isEqualTo(Scaling.NONE);
        float[] example = new float[2];
        splits.test().read(0, example, 0);
        assertThat(example[1]).isEqualTo(3 * example[0]);
        RunConfig fold = counts.withData(counts.data().withFold(0, 2));
        assertThat(RunData.open(fold).train().schema().scaling()).isEqualTo(Scaling.NONE);
    }
}
