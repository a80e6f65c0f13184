package dev.penumbra.cli;

import picocli.CommandLine.Command;

/** Changes one named feature of an input. */
@Command(
        name = "edit",
        description = "Change a named feature of an input: learn its direction in latent space, then move along it.",
        subcommands = {EditLearnCommand.class, EditApplyCommand.class})
final class EditCommand {}
