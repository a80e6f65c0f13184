package dev.penumbra.cli;

import dev.penumbra.run.Provenance;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether this machine is set up well. */
@Command(name = "doctor", description = "Check this machine: Java, the training engine, its speed, data, fonts.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine();
        console.result("penumbra " + Provenance.version());
        for (Finding f : findings) {
            console.result(String.format("%-5s %-16s %s", f.level(), f.subject(), f.text()));
        }
        console.resultJson(findings);
        return findings.stream().anyMatch(f -> f.level() == Finding.Level.BAD) ? 1 : 0;
    }
}
