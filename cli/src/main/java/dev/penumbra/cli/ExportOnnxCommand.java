package dev.penumbra.cli;

import dev.penumbra.model.OnnxExport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Encoder and decoder for runtimes in other languages. */
@Command(
        name = "onnx",
        description = "Write the encoder and the decoder as ONNX models, and say what they read and return.")
final class ExportOnnxCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where to (default onnx).")
    Path folder = Path.of("onnx");

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        OnnxExport export =
                OnnxExport.write(folder.toAbsolutePath(), model.bundle().model());
        for (OnnxExport.Exported network : export.networks()) {
            String input = network.input().stream().map(String::valueOf).collect(Collectors.joining(", "));
            console.result(folder.resolve(network.file()) + "\n  input [batch, " + input + "]: " + network.reads()
                    + "\n  output [batch, " + network.output() + "]: " + network.returns());
        }
        console.result(folder.resolve(OnnxExport.DESCRIPTION) + ": scaling, classes, likelihood");
        console.resultJson(export);
        return 0;
    }
}
