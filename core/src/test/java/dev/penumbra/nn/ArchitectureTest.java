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
        assertThatThrownBy(() -> Architecture.encoder("conv:8", Shape.image(1, 1, 9), 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example mlp:400");
        assertThatThrownBy(() -> Architecture.encoder("conv:8", Shape.of(9), 2))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("for example mlp:400");
    }

    @Test
    void layersTooLargeForMemoryAreRefused() {
        assertThatThrownBy(() -> Architecture.encoder("mlp:65536", Shape.image(3, 1024, 1024), 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too large");
    }
}
