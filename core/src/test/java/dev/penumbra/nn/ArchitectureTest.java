package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
    private static final Shape MNIST = Shape.image(1, 28, 28);
    private static final Layer RELU = new Layer.Activation(Layer.Function.RELU);

    @Test
    void mlpIsLinearAndReluForEachWidthAndALinearAtTheEnd() {
        assertThat(Architecture.encoder("mlp:512,256", MNIST, 40))
                .isEqualTo(new Network(
                        MNIST,
                        List.of(new Layer.Linear(512), RELU, new Layer.Linear(256), RELU, new Layer.Linear(40))));
        assertThat(Architecture.decoder("mlp:256,512", 20, MNIST).layers())
                .containsExactly(
                        new Layer.Linear(256),
                        RELU,
                        new Layer.Linear(512),
                        RELU,
                        new Layer.Linear(784),
                        new Layer.Reshape(MNIST));
    }

    @Test
    void convHalvesTheSidesAndItsDecoderDoublesThem() {
        assertThat(Architecture.encoder("conv:32,64", MNIST, 40).layers())
                .containsExactly(
                        new Layer.Conv(32, 4, 2, 1), RELU, new Layer.Conv(64, 4, 2, 1), RELU, new Layer.Linear(40));
        assertThat(Architecture.decoder("conv:64,32", 20, MNIST).layers())
                .containsExactly(
                        new Layer.Linear(64 * 7 * 7),
                        RELU,
                        new Layer.Reshape(Shape.image(64, 7, 7)),
                        new Layer.TransposedConv(32, 4, 2, 1, 0, 0),
                        RELU,
                        new Layer.TransposedConv(1, 4, 2, 1, 0, 0));
    }

    @Test
    void linearHasNoHiddenLayer() {
        assertThat(Architecture.encoder("linear", MNIST, 3).layers()).containsExactly(new Layer.Linear(3));
        assertThat(Architecture.decoder("linear", 3, Shape.of(5)).layers()).containsExactly(new Layer.Linear(5));
    }

    @Test
    void wordsAfterTheAtSayWhatAHiddenLayerIsMadeOf() {
        assertThat(Architecture.encoder("mlp:5@tanh", MNIST, 2).layers())
                .containsExactly(new Layer.Linear(5), new Layer.Activation(Layer.Function.TANH), new Layer.Linear(2));
        assertThat(Architecture.encoder("mlp:300@gated", MNIST, 2).layers())
                .containsExactly(new Layer.Linear(600), new Layer.Glu(), new Layer.Linear(2));
        assertThat(Architecture.encoder("conv:32@batchnorm, silu", MNIST, 2).layers())
                .containsExactly(
                        new Layer.Conv(32, 4, 2, 1),
                        new Layer.BatchNorm(),
                        new Layer.Activation(Layer.Function.SILU),
                        new Layer.Linear(2));
        assertThat(Architecture.encoder("conv:6@gated,groupnorm", MNIST, 2).layers())
                .containsExactly(
                        new Layer.Conv(12, 4, 2, 1), new Layer.GroupNorm(4), new Layer.Glu(), new Layer.Linear(2));
        assertThat(Architecture.decoder("mlp:5@gelu,layernorm", 2, MNIST).layers())
                .containsExactly(
                        new Layer.Linear(5),
                        new Layer.LayerNorm(),
                        new Layer.Activation(Layer.Function.GELU),
                        new Layer.Linear(784),
                        new Layer.Reshape(MNIST));
        assertThat(Architecture.encoder("mlp:512@relu", MNIST, 40))
                .isEqualTo(Architecture.encoder("mlp:512", MNIST, 40));
    }

    @Test
    void groupNormTakesTheMostGroupsThatDivideTheChannels() {
        int[] channels = {32, 8, 24, 12, 6, 3, 1};
        int[] groups = {8, 8, 8, 4, 2, 1, 1};
        for (int i = 0; i < channels.length; i++) {
            assertThat(Architecture.encoder("conv:" + channels[i] + "@groupnorm", MNIST, 2)
                            .layers()
                            .get(1))
                    .isEqualTo(new Layer.GroupNorm(groups[i]));
        }
    }

    @Test
    void resnetHasABlockAfterTheLinearMapOfEachHiddenLayer() {
        assertThat(Architecture.encoder("resnet:16,6@groupnorm", MNIST, 40).layers())
                .containsExactly(
                        new Layer.Conv(16, 4, 2, 1),
                        block(16, new Layer.GroupNorm(8)),
                        new Layer.GroupNorm(8),
                        RELU,
                        new Layer.Conv(6, 4, 2, 1),
                        block(6, new Layer.GroupNorm(2)),
                        new Layer.GroupNorm(2),
                        RELU,
                        new Layer.Linear(40));
        Layer plain = new Layer.Residual(List.of(RELU, new Layer.Conv(6, 3, 1, 1), RELU, new Layer.Conv(6, 3, 1, 1)));
        assertThat(Architecture.decoder("resnet:6,6", 20, MNIST).layers())
                .containsExactly(
                        new Layer.Linear(6 * 7 * 7),
                        new Layer.Reshape(Shape.image(6, 7, 7)),
                        plain,
                        RELU,
                        new Layer.TransposedConv(6, 4, 2, 1, 0, 0),
                        plain,
                        RELU,
                        new Layer.TransposedConv(1, 4, 2, 1, 0, 0));
    }

    private static Layer block(int channels, Layer normalization) {
        Layer conv = new Layer.Conv(channels, 3, 1, 1);
        return new Layer.Residual(List.of(RELU, conv, normalization, RELU, conv));
    }

    @Test
    void everyCombinationOfWordsMakesAnEncoderAndAMirroredDecoder() {
        Shape image = Shape.image(3, 13, 22);
        for (String kind : List.of("mlp:12,9", "conv:12,9", "resnet:12,9")) {
            for (String activation : List.of("", "leaky-relu", "silu", "gelu", "tanh", "softplus", "gated")) {
                for (String normalization : List.of("", "batchnorm", "groupnorm", "layernorm")) {
                    String words = activation.isEmpty() || normalization.isEmpty()
                            ? activation + normalization
                            : activation + "," + normalization;
                    String text = words.isEmpty() ? kind : kind + "@" + words;
                    boolean refused = kind.startsWith("mlp")
                            ? normalization.equals("groupnorm")
                            : kind.startsWith("resnet") && activation.equals("gated");
                    if (!refused) {
                        assertThat(Architecture.encoder(text, image, 4).output())
                                .isEqualTo(Shape.of(4));
                        String mirror = Architecture.mirror(text);
                        assertThat(mirror).isEqualTo(text.replace("12,9", "9,12"));
                        assertThat(Architecture.decoder(mirror, 2, image).output())
                                .isEqualTo(image);
                    }
                }
            }
        }
    }

    @Test
    void theDecoderMeetsEverySizeOfImageExactly() {
        int checked = 0;
        for (int height = 2; height <= 41; height++) {
            for (int width : new int[] {2, 3, 20, 65, 105}) {
                Shape image = Shape.image(3, height, width);
                for (String text : List.of("conv:4", "conv:4,5", "conv:4,5,6")) {
                    int depth = text.split(",").length;
                    if (Math.min(height, width) >> depth >= 1) {
                        Network encoder = Architecture.encoder(text, image, 2);
                        Network decoder = Architecture.decoder(Architecture.mirror(text), 2, image);
                        assertThat(decoder.output()).isEqualTo(image);
                        assertThat(decoder.layers().get(2)).isEqualTo(new Layer.Reshape(encoder.inputOf(2 * depth)));
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(300);
    }

    @Test
    void mirrorReversesTheWidths() {
        assertThat(Architecture.mirror(" MLP: 512, 256 ")).isEqualTo("mlp:256,512");
        assertThat(Architecture.mirror("conv:32,64")).isEqualTo("conv:64,32");
        assertThat(Architecture.mirror("linear")).isEqualTo("linear");
        assertThat(Architecture.mirror("conv: 32,64 @ BatchNorm, silu")).isEqualTo("conv:64,32@silu,batchnorm");
        assertThat(Architecture.mirror("mlp:32,64@relu")).isEqualTo("mlp:64,32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 28 | 28 | mlp:400",
                "1 | 32 | 32 | mlp:400",
                "3 | 32 | 32 | conv:32,64",
                "3 | 64 | 64 | conv:32,64,128",
                "1 | 105 | 105 | conv:32,64,128,256",
                "3 | 256 | 256 | conv:32,64,128,256,256",
                "1 | 4 | 2000 | conv:32,64",
                "1 | 1 | 2000 | mlp:400",
            })
    void theDefaultFollowsTheSizeOfTheImage(int channels, int height, int width, String text) {
        Shape image = Shape.image(channels, height, width);
        assertThat(Architecture.defaultText(image)).isEqualTo(text);
        assertThat(Architecture.decoder(Architecture.mirror(text), 2, image).output())
                .isEqualTo(image);
    }

    @Test
    void theDefaultForVectorsIsOneHiddenLayer() {
        assertThat(Architecture.defaultText(Shape.of(100_000))).isEqualTo("mlp:400");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mlp | mlp:400",
                "mlp: | mlp:400",
                "mlp:0 | mlp:400",
                "mlp:400,-3 | mlp:400",
                "mlp:400,,200 | mlp:400,200",
                "mlp:99999999999 | mlp:400",
                "mlp:4e2 | mlp:400",
                "mlp:65537 | mlp:400",
                "mpl:300,20 | mlp:300,20",
                "cnv:16 | conv:16",
                "conv | conv:32,64",
                "linear:3 | linear",
                "liner | linear",
                "'' | mlp:400",
                "(%$ | mlp:400",
                "mlp:400:200 | mlp:400",
                "rsnet:8 | resnet:8",
                "resnet | resnet:32,64",
                "mlp:400@ | mlp:400",
                "mlp:0@tanh | mlp:400@tanh",
                "mpl:7,8@gated | mlp:7,8@gated",
                "mlp:400@tahn | mlp:400@tanh",
                "mlp:400@batch,geLLu | mlp:400@gelu,batchnorm",
                "mlp:400@swoosh | mlp:400",
                "mlp:400@silu,tanh | mlp:400@silu",
                "mlp:400@gated,tanh | mlp:400@gated",
                "conv:8@batchnorm,layernorm | conv:8@batchnorm",
                "mlp:400@groupnorm,silu | mlp:400@silu,layernorm",
                "resnet:8@gated,batchnorm | resnet:8@batchnorm",
                "linear@tanh | linear",
                "linear@ | linear",
            })
    void whatIsWrongIsAnsweredWithTheCorrectedText(String text, String corrected) {
        assertThatThrownBy(() -> Architecture.encoder(text, MNIST, 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example " + corrected);
        assertThatThrownBy(() -> Architecture.mirror(text)).isInstanceOf(InputException.class);
        assertThat(Architecture.encoder(corrected, MNIST, 2).output()).isEqualTo(Shape.of(2));
    }

    @Test
    void imagesTooSmallForTheConvolutionsAreRefusedWithATextThatFits() {
        Shape small = Shape.image(1, 5, 9);
        assertThatThrownBy(() -> Architecture.encoder("conv:8,16,32", small, 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example conv:8,16");
        assertThatThrownBy(() -> Architecture.decoder("conv:32,16,8", 2, small))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example conv:16,8");
        assertThatThrownBy(() -> Architecture.decoder("resnet:32,16,8@silu", 2, small))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example resnet:16,8@silu");
        assertThatThrownBy(() -> Architecture.encoder("conv:8", Shape.image(1, 1, 9), 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example mlp:400");
        assertThatThrownBy(() -> Architecture.encoder("conv:8", Shape.of(9), 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example mlp:400");
    }

    @Test
    void layersTooLargeForMemoryAreRefused() {
        Shape large = Shape.image(3, 1024, 1024);
        for (String text : List.of("mlp:65536", "conv:65536", "conv:60000@gated", "resnet:65536@layernorm")) {
            assertThatThrownBy(() -> Architecture.encoder(text, large, 2))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("too large");
            assertThatThrownBy(() -> Architecture.decoder(text, 2, large))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("too large");
        }
    }
}
