package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Printable;
import dev.penumbra.run.Provenance;
import dev.penumbra.torch.tensor.Engine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code penumbra}. */
@Command(
        name = "penumbra",
        mixinStandardHelpOptions = true,
        versionProvider = Penumbra.Version.class,
        description = "Train variational autoencoders, see what they learned, put them to work.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%n",
        footer = {
            "New here? Try: penumbra demo",
            "Exit codes: 0 done, 1 a problem with the input, 2 a mistyped command."
        })
public final class Penumbra {
    private static final List<Class<?>> VERBS = List.of(
            DemoCommand.class,
            TrainCommand.class,
            ResumeCommand.class,
            RegimesCommand.class,
            SweepCommand.class,
            EvaluateCommand.class,
            GenerateCommand.class,
            ReconstructCommand.class,
            InterpolateCommand.class,
            TraverseCommand.class,
            EncodeCommand.class,
            DecodeCommand.class,
            ScoreCommand.class,
            OverlapCommand.class,
            ReportCommand.class,
            CompressCommand.class,
            DecompressCommand.class,
            VerifyCommand.class,
            InfoCommand.class,
            EditCommand.class,
            ExportCommand.class,
            ModelsCommand.class,
            DataCommand.class,
            RunsCommand.class,
            DoctorCommand.class);

    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this text.")
            .build();

    private static final Set<String> TRAINING = Set.of("train", "resume");

    private Penumbra() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        // LibTorch takes as long to load as the command line, the configuration and the data take to be read.
        boolean trains = args.length > 1 && TRAINING.contains(args[0]);
        CompletableFuture<Void> loading = trains ? Engine.loadAhead() : CompletableFuture.completedFuture(null);
        int code = commandLine(verbs(args)).execute(args);
        loading.join();
        System.exit(code);
    }

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        return commandLine(VERBS);
    }

    /** Only the verb that is named, where one is: to describe the options of all takes longer than to load LibTorch. */
    private static List<Class<?>> verbs(String[] args) {
        return VERBS.stream()
                .filter(verb -> args.length > 0
                        && verb.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(VERBS);
    }

    private static CommandLine commandLine(List<Class<?>> verbs) {
        CommandLine all = new CommandLine(new Penumbra());
        verbs.forEach(all::addSubcommand);
        all.getSubcommands().values().forEach(Penumbra::offerHelp);
        return all.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler(Penumbra::explain);
    }

    private static void offerHelp(CommandLine verb) {
        verb.getCommandSpec().addOption(HELP);
        verb.getSubcommands().values().forEach(Penumbra::offerHelp);
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof InputException) {
            command.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        command.getErr()
                .println("This is a fault in Penumbra, not in what you did. Please report it with these lines:");
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        command.getErr().println(Printable.lines(trace.toString()));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version line. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"penumbra " + Provenance.version()};
        }
    }
}
