package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime on the files against the exact runtime on the model. */
class OnnxExportTest {
    @TempDir
    private Path folder;

    private float[] run(OnnxExport.Exported network, float[] x, int batch) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] dims = LongStream.concat(
                        LongStream.of(batch), network.input().stream().mapToLong(Integer::longValue))
                .toArray();
        try (OrtSession session =
                        environment.createSession(folder.resolve(network.file()).toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), dims);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            OnnxTensor output = (OnnxTensor) result.get("output").orElseThrow();
            assertThat(output.getInfo().getShape()).containsExactly(batch, network.output());
            float[] values = new float[batch * network.output()];
            output.getFloatBuffer().get(values);
            return values;
        }
    }

    /** Sums of some hundred 32-bit products in another order. */
    private static void assertClose(float[] received, float[] expected, int from, int stride, int count) {
        for (int i = 0; i < expected.length; i++) {
            float y = received[i / count * stride + from + i % count];
            assertThat(Math.abs(y - expected[i])).isLessThanOrEqualTo(1e-4f * (1 + Math.abs(expected[i])));
        }
    }

    @Test
    void encoderAndDecoderGiveWhatTheModelGives() throws Exception {
        Model model = Models.of(new PosteriorFamily.Gaussian(), "conv:4,8", Shape.image(1, 8, 8), 3, new Bernoulli());
        OnnxExport export = OnnxExport.write(folder.resolve("."), model);
        Inference exact = Inference.exact(model, 1);
        float[] x = new Seed(3).gaussians(2 * 64);
        assertThat(export.networks().getFirst().input()).containsExactly(1, 8, 8);
        float[] code = run(export.networks().getFirst(), x, 2);
        assertClose(code, exact.encode(x, 2).mean(), 0, 6, 3);
        assertClose(code, exact.encode(x, 2).logStd(), 3, 6, 3);
        float[] z = new Seed(4).gaussians(6);
        assertClose(run(export.networks().getLast(), z, 2), exact.decode(z, 2), 0, 64, 64);
        assertThat(Json.MAPPER
                        .readTree(Files.readAllBytes(folder.resolve(OnnxExport.DESCRIPTION)))
                        .at("/schema/scaling/scale/0")
                        .asDouble())
                .isEqualTo(255);
    }

    @Test
    void aConditionalModelReadsTheClassBehindTheValues() throws Exception {
        Shape table = Shape.of(3);
        VaeSpec spec = new VaeSpec(
                new Schema(table, Scaling.NONE, List.of("a", "b", "c"), List.of("no", "yes")),
                2,
                2,
                Architecture.encoder("mlp:7", VaeSpec.input(table, 2), 4),
                new PosteriorFamily.Gaussian(),
                new Prior.Normal(),
                Architecture.decoder("mlp:7", 4, table),
                new Gaussian(1));
        Model model = new Model(spec, Weights.initial(spec.parameters(), new Seed(1)));
        OnnxExport export = OnnxExport.write(folder, model);
        assertThat(export.networks().getFirst().reads()).contains("2 values");
        Inference exact = Inference.exact(model, 1);
        float[] code = run(export.networks().getFirst(), new float[] {1, -2, 0.5f, 0, 1}, 1);
        assertClose(
                code, exact.encode(new float[] {1, -2, 0.5f}, new int[] {1}, 1).mean(), 0, 4, 2);
        float[] decoded = run(export.networks().getLast(), new float[] {0.3f, -1, 1, 0}, 1);
        assertClose(decoded, exact.decode(new float[] {0.3f, -1}, new int[] {0}, 1), 0, 3, 3);
    }

    @Test
    void aLadderIsRefusedWithTheReason() throws IOException {
        LadderSpec spec = Ladders.of(Schema.image(Shape.image(1, 8, 8), List.of()), 2, 8, 2, new Bernoulli());
        Model ladder = new Model(spec, Weights.initial(spec.parameters(), new Seed(1)));
        assertThatThrownBy(() -> OnnxExport.write(folder, ladder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ladder");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
