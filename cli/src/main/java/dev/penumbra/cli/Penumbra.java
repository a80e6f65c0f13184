package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.run.Provenance;
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
        },
        subcommands = {
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
            ModelsCommand.class,
            DataCommand.class,
            RunsCommand.class,
            DoctorCommand.class
        })
public final class Penumbra {
    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this text.")
            .build();

    private Penumbra() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Penumbra());
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

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof InputException) {
            command.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        command.getErr()
                .println("This is a fault in Penumbra, not in what you did. Please report it with these lines:");
        throw e;
    }

    /** The version line. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"penumbra " + Provenance.version()};
        }
    }
}
