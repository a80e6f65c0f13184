package dev.penumbra.cli;

import picocli.CommandLine.Command;

/** Takes a model to other programs. */
@Command(
        name = "export",
        description = "Write a trained model for other programs.",
        subcommands = {ExportOnnxCommand.class})
final class ExportCommand {}
