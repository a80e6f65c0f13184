package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.penumbra.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written, as ONNX Runtime runs it, against the exact runtime on the same weights. */
class OnnxWriterTest {
    private static final Shape IMAGE = Shape.image(4, 7, 6);

    static Stream<Network> everyLayer() {
        List<Network> networks = new ArrayList<>();
        for (Layer.Function function : Layer.Function.values()) {
            networks.add(new Network(Shape.of(9), List.of(new Layer.Activation(function))));
        }
        for (Layer layer : List.of(
                new Layer.Linear(5),
                new Layer.Conv(3, 4, 2, 1),
                new Layer.TransposedConv(3, 4, 2, 1, 1, 0),
                new Layer.Glu(),
                new Layer.Reshape(Shape.of(2, 84)),
                new Layer.BatchNorm(),
                new Layer.GroupNorm(2),
                new Layer.LayerNorm(),
                new Layer.Residual(
                        List.of(new Layer.Conv(4, 3, 1, 1), new Layer.Residual(List.of(new Layer.LayerNorm())))),
                new MaskedLinear(6, 3, MaskedLinear.Role.INPUT),
                new MaskedLinear(6, 3, MaskedLinear.Role.OUTPUT))) {
            networks.add(new Network(IMAGE, List.of(layer)));
        }
        networks.add(new Network(Shape.of(8), List.of(new Layer.BatchNorm(), new Layer.LayerNorm(), new Layer.Glu())));
        networks.add(new Network(IMAGE, List.of()));
        for (String text : List.of("mlp:12@gated,layernorm", "conv:8,6@silu,batchnorm", "resnet:8,6@gelu,groupnorm")) {
            networks.add(Architecture.encoder(text, IMAGE, 5));
            networks.add(Architecture.decoder(Architecture.mirror(text), 5, IMAGE));
        }
        return networks.stream();
    }

    /** The two sum at most some hundred products in another order: 1e-5 is some hundred ulps. */
    @ParameterizedTest
    @MethodSource("everyLayer")
    void onnxRuntimeGivesTheNumbersOfTheExactRuntime(Network network) throws IOException, OrtException {
        Weights weights = ExactNormTest.random(network);
        ExactNetwork exact = new ExactNetwork(network, weights, "n");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(write(network, weights))) {
            for (int batch : new int[] {1, 3}) {
                float[] x = new Seed(5).gaussians(batch * network.input().size());
                float[] expected = exact.run(x, batch, 1);
                long[] dims = LongStream.concat(
                                LongStream.of(batch),
                                network.input().dims().stream().mapToLong(Integer::longValue))
                        .toArray();
                try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), dims);
                        OrtSession.Result result = session.run(Map.of("input", input))) {
                    OnnxTensor output = (OnnxTensor) result.get("output").orElseThrow();
                    assertThat(output.getInfo().getShape())
                            .containsExactly(batch, network.output().size());
                    FloatBuffer received = output.getFloatBuffer();
                    for (float value : expected) {
                        float y = received.get();
                        assertThat(Math.abs(y - value))
                                .as("%s and %s", y, value)
                                .isLessThanOrEqualTo(1e-5f * (1 + Math.abs(value)));
                    }
                }
            }
        }
    }

    private static byte[] write(Network network, Weights weights) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OnnxWriter.write(bytes, network, weights, "n");
        return bytes.toByteArray();
    }

    @Test
    void theSameNetworkGivesTheSameBytes() throws IOException {
        Network network = Architecture.encoder("resnet:8", IMAGE, 5);
        Weights weights = ExactNormTest.random(network);
        assertThat(write(network, weights)).isEqualTo(write(network, weights));
    }

    @Test
    void missingWeightsAreRefused() {
        Network network = Architecture.encoder("mlp:8", IMAGE, 5);
        Weights weights = ExactNormTest.random(Architecture.encoder("mlp:7", IMAGE, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(network, weights))
                .withMessageContaining("n.0.weight");
    }

    /** The examples of the encoding's specification: 150 is 96 01, "testing" in field 2 is 12 07 and its letters. */
    @Test
    void fieldsAreEncodedAsTheSpecificationSays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Protobuf()
                .add(1, 150)
                .add(2, "testing")
                .add(3, new Protobuf().add(1, 150))
                .add(4, 1f)
                .add(5, 0)
                .writeTo(bytes);
        assertThat(bytes.toByteArray())
                .containsExactly(
                        0x08, 0x96, 0x01, //
                        0x12, 0x07, 't', 'e', 's', 't', 'i', 'n', 'g', //
                        0x1a, 0x03, 0x08, 0x96, 0x01, //
                        0x25, 0x00, 0x00, 0x80, 0x3f, //
                        0x28, 0x00);
    }
}
