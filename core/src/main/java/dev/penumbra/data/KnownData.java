package dev.penumbra.data;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data sets that Penumbra knows by name. */
public final class KnownData {
    private static final URI MNIST = URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/");
    private static final URI FASHION = URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    private static final String BINARIZED_MNIST = "binarized-mnist";
    private static final String TRAIN = "train-images-idx3-ubyte";
    private static final String TEST = "t10k-images-idx3-ubyte";

    private static final List<Known> SETS = List.of(
            new Known(
                    "digits",
                    "12,000 generated drawings of handwritten digits, 28x28, with known factors",
                    (o, e, w, p) -> Digits.source(o.seed())),
            new Known(
                    "sprites",
                    "737,280 generated shapes, 64x64, binary: the factors of dSprites, drawn when read",
                    (o, e, w, p) -> Sprites.source()),
            new Known("moons", "4,000 generated points of two half circles", (o, e, w, p) -> PointSets.moons(o.seed())),
            new Known("rings", "4,000 generated points of two circles", (o, e, w, p) -> PointSets.rings(o.seed())),
            new Known("mnist", "70,000 handwritten digits, 28x28, grey; downloaded where missing", mnist()::open),
            new Known(
                    "fashion-mnist",
                    "70,000 articles of clothing, 28x28, grey; downloaded where missing",
                    fashionMnist()::open),
            new Known(
                    BINARIZED_MNIST,
                    "70,000 handwritten digits, 28x28, pixels 0 or 1 (Larochelle & Murray 2011)",
                    binarizedMnist()::open),
            new Known("freyfaces", "1,965 grey images of one face, 28x20", freyFaces()::open));

    /**
     * A data set with a name.
     *
     * @param name        what to open it by
     * @param description one line
     */
    public record Entry(String name, String description) {}

    private interface Opener {
        Source open(
                DataOptions options, Map<String, String> environment, Workspace workspace, DownloadProgress progress);
    }

    private record Known(String name, String description, Opener opener) {}

    private KnownData() {}

    /**
     * What a model sees of the values of {@code source}, in words for results. A set that comes binarized says so itself: drawing its
     * pixels again changes nothing.
     *
     * @param source a known name or a path
     */
    public static String protocol(String source, Pixels pixels) {
        return source.equals(BINARIZED_MNIST) && pixels != Pixels.DEQUANTIZED
                ? "fixed binarization (Larochelle & Murray 2011)"
                : pixels.title;
    }

    /** All of them. */
    public static List<Entry> list() {
        return SETS.stream().map(s -> new Entry(s.name, s.description)).toList();
    }

    /** Opens the set called {@code name}; null when there is none. */
    static @Nullable Source open(
            String name,
            DataOptions options,
            Map<String, String> environment,
            Workspace workspace,
            DownloadProgress progress) {
        for (Known set : SETS) {
            if (set.name.equals(name)) {
                return set.opener.open(options, environment, workspace, progress);
            }
        }
        return null;
    }

    private static KnownFiles mnist() {
        return new KnownFiles(
                "mnist",
                TRAIN,
                null,
                TEST,
                List.of(),
                Values.Type.PIXEL,
                List.of(
                        mnist(TRAIN, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                        mnist(
                                "train-labels-idx1-ubyte",
                                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                        mnist(TEST, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                        mnist(
                                "t10k-labels-idx1-ubyte",
                                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
                "get it from " + MNIST);
    }

    /** The gzip containers in circulation differ, so what they contain is verified. */
    private static Download mnist(String file, String sha256) {
        return new Download(MNIST, file + ".gz", new Checksum("SHA-256", sha256, true));
    }

    private static KnownFiles fashionMnist() {
        return new KnownFiles(
                "fashion-mnist",
                TRAIN,
                null,
                TEST,
                List.of(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot"),
                Values.Type.PIXEL,
                List.of(
                        fashion(TRAIN, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                        fashion("train-labels-idx1-ubyte", "25c81989df183df01b3e8a0aad5dffbe"),
                        fashion(TEST, "bef4ecab320f06d8554ea6380940ec79"),
                        fashion("t10k-labels-idx1-ubyte", "bb300cfdad3c16e7a12a480ee83cd310")),
                "get it from " + FASHION);
    }

    /** Its README publishes MD5 sums of the gzip files. */
    private static Download fashion(String file, String md5) {
        return new Download(FASHION, file + ".gz", new Checksum("MD5", md5, false));
    }

    private static KnownFiles binarizedMnist() {
        return new KnownFiles(
                BINARIZED_MNIST,
                "binarized_mnist_train-images-idx3-ubyte",
                "binarized_mnist_valid-images-idx3-ubyte",
                "binarized_mnist_test-images-idx3-ubyte",
                List.of(),
                Values.Type.TRUTH,
                List.of(),
                "convert the files binarized_mnist_{train,valid,test}.amat of Larochelle & Murray to idx");
    }

    private static KnownFiles freyFaces() {
        return new KnownFiles(
                "freyfaces",
                "freyfaces-1965x28x20-idx3-ubyte",
                null,
                null,
                List.of(),
                Values.Type.PIXEL,
                List.of(),
                "convert frey_rawface.mat of Roweis to idx");
    }
}
