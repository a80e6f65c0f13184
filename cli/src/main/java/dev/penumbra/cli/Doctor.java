package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.cli.Finding.Level;
import dev.penumbra.report.Fonts;
import dev.penumbra.torch.tensor.CudaCheck;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.EngineCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at what Penumbra needs on this machine. */
final class Doctor {
    /** A core with AVX2 reaches several times this with MKL; a spinning thread pool or a slow library does not. */
    private static final double SLOW_GFLOPS_PER_CORE = 15;

    private Doctor() {}

    static List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(memory());
        findings.addAll(engine());
        findings.add(fonts());
        return findings;
    }

    private static Finding java() {
        Runtime.Version version = Runtime.version();
        boolean corrupts = version.feature() == 25 && version.interim() == 0 && version.update() < 3;
        String text = version + " at " + System.getProperty("java.home");
        return corrupts
                ? new Finding(
                        Level.BAD, "java", text + ": can corrupt arrays (JDK-8377811); install 25.0.3 or later, or 21")
                : new Finding(Level.OK, "java", text);
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new Finding(
                heap < 512 ? Level.WARN : Level.OK,
                "memory",
                heap + " MiB of heap; data beyond a quarter of it stays on disk");
    }

    private static List<Finding> engine() {
        List<Path> foreign = Engine.foreignLibraries();
        if (!foreign.isEmpty()) {
            return List.of(new Finding(
                    Level.BAD,
                    "engine",
                    "another LibTorch is installed and would crash the process: " + foreign + "; remove that package"));
        }
        try {
            EngineCheck check = EngineCheck.run();
            int cores = Runtime.getRuntime().availableProcessors();
            boolean slow = check.gflops() < SLOW_GFLOPS_PER_CORE * Math.min(cores, 2);
            return List.of(
                    new Finding(Level.OK, "engine", Engine.description() + ", " + check.threads() + " threads"),
                    new Finding(
                            slow ? Level.WARN : Level.OK,
                            "speed",
                            String.format(
                                    Locale.ROOT,
                                    "%.0f GFLOP/s in a 128x784x400 product%s",
                                    check.gflops(),
                                    slow ? ": the fast path is not in use, or other work keeps the cores busy" : "")),
                    gpu(CudaCheck.run()));
        } catch (InputException e) {
            return List.of(new Finding(Level.BAD, "engine", String.valueOf(e.getMessage())));
        }
    }

    /** A GPU that lies idle is worth a warning; none is not. */
    static Finding gpu(CudaCheck check) {
        String remedy = check.remedy();
        return remedy == null
                ? new Finding(Level.OK, "gpu", check.found())
                : new Finding(Level.WARN, "gpu", check.found() + "; " + remedy);
    }

    private static Finding fonts() {
        String problem = Fonts.problem();
        return problem == null
                ? new Finding(Level.OK, "fonts", "found; charts are written as PNG too")
                : new Finding(
                        Level.WARN,
                        "fonts",
                        problem + ": charts are not written as PNG; install fontconfig and a font");
    }
}
