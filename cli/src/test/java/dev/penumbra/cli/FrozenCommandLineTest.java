package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Scripts depend on these words: verbs and options may be added, never renamed or taken away. */
class FrozenCommandLineTest {
    private static final String TRAIN =
            "--data-dir --run --config --model --latent --encoder --decoder --likelihood --lambda"
                    + " --beta --warmup --epochs --batch --optimizer --lr --seed --device --threads --json --quiet"
                    + " --validation --test --normal";

    @Test
    void theVerbsAreThere() {
        assertThat(Penumbra.commandLine().getSubcommands().keySet())
                .contains(
                        "demo",
                        "train",
                        "resume",
                        "regimes",
                        "sweep",
                        "evaluate",
                        "report",
                        "generate",
                        "reconstruct",
                        "interpolate",
                        "traverse",
                        "encode",
                        "decode",
                        "score",
                        "overlap",
                        "export",
                        "compress",
                        "decompress",
                        "verify",
                        "info",
                        "models",
                        "data",
                        "runs",
                        "doctor");
        assertThat(verb("data").getSubcommands().keySet()).contains("list", "show");
        assertThat(verb("runs").getSubcommands().keySet()).contains("ls", "diff");
        assertThat(verb("edit").getSubcommands().keySet()).contains("learn", "apply");
        assertThat(verb("export").getSubcommands().keySet()).contains("onnx");
    }

    @Test
    void trainHasItsOptions() {
        assertThat(options("train")).containsAll(Set.of(TRAIN.split(" ")));
        assertThat(options("regimes")).containsAll(Set.of(TRAIN.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "demo, --run",
        "sweep, --lambda --folds --latent --epochs --run --data-dir",
        "evaluate, --split --samples --examples --checkpoint --scores --threads --device --json",
        "resume, --epochs --json --quiet",
        "report, --json",
        "compress, --model --quality --block --threads --output -o --data-dir --pixels --seed --json --quiet",
        "decompress, --model --item --threads --output -o --json --quiet",
        "verify, --model --threads --json --quiet",
        "info, --model --json --quiet",
        "generate, --count --from --data --temperature --sample --label --output -o --seed --data-dir --pixels --json"
                + " --quiet",
        "reconstruct, --count --errors --label -o --seed --data-dir --pixels --json --quiet",
        "interpolate, --steps --spherical --label -o --data-dir --pixels --json --quiet",
        "traverse, --data --steps --each --label -o --data-dir --pixels --json --quiet",
        "encode, --samples --label -o --seed --data-dir --pixels --json --quiet",
        "decode, --label -o --json --quiet",
        "score, --method --samples --normal --count --maps --label -o --seed --data-dir --pixels --json --quiet",
        "overlap, --label -o --data-dir --pixels --json --quiet"
    })
    void verbsHaveTheirOptions(String verb, String options) {
        assertThat(options(verb)).containsAll(Set.of(options.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"train", "regimes", "sweep", "encode", "score", "reconstruct", "generate", "compress", "overlap"
            })
    void verbsThatOpenDataSayHowTablesAreRead(String verb) {
        assertThat(options(verb))
                .contains("--delimiter", "--header", "--encoding", "--label-column", "--decimal", "--shape");
    }

    @Test
    void valuesKeepTheirNames() {
        CommandLine.ParseResult parsed = Penumbra.commandLine()
                .parseArgs(
                        ("train mnist --model ae --likelihood gaussian-learned --optimizer adamw --device cpu --beta 2"
                                        + " --lr 1e-4 --warmup 1.5 --seed 7 --threads 2 --latent 3 --epochs 4 --batch 5")
                                .split(" "));
        TrainCommand train = (TrainCommand) parsed.subcommand().commandSpec().userObject();
        assertThat(train.options.optimizer).isEqualTo(TrainOptions.OptimizerName.ADAMW);
        assertThat(train.options.warmup).isEqualTo(1.5);
    }

    @Test
    void lambdaAndBetaExcludeEachOther() {
        Cli cli = Cli.run("train", "moons", "--lambda", "1", "--beta", "1");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("--lambda", "--beta", "mutually exclusive");
    }

    private static CommandLine verb(String name) {
        return Objects.requireNonNull(Penumbra.commandLine().getSubcommands().get(name));
    }

    private static Set<String> options(String verb) {
        Set<String> names = new TreeSet<>();
        verb(verb).getCommandSpec().options().forEach(o -> names.addAll(Set.of(o.names())));
        return names;
    }
}
