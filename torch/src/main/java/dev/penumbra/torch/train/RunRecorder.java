package dev.penumbra.torch.train;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.RunDirectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps a run's metrics and checkpoints on disk. Before a checkpoint is written, all metrics up to its step are, so that a
 * resumed run finds every line that it will not write again.
 */
final class RunRecorder implements Consumer<TrainingEvent>, AutoCloseable {
    private static final long FLUSH_NANOS = 1_000_000_000L;

    /** Steps that are written of a run, about: more would be in no one's picture, and the file would grow without an end. */
    private static final int MOST_STEPS = 20_000;

    private final RunDirectory run;
    private final Checkpoint checkpoint;
    private final List<String> notes;
    private final long stride;
    private final long checkpointNanos;
    private final FileChannel channel;
    private final OutputStream metrics;
    private long lastCheckpoint = System.nanoTime();
    private long lastFlush = System.nanoTime();

    /**
     * A recorder that goes on after {@code step}: later metrics, and a line that a kill cut off, are dropped.
     *
     * @param steps             in all
     * @param checkpointSeconds time between checkpoints
     */
    RunRecorder(RunDirectory run, Checkpoint checkpoint, long step, long steps, int checkpointSeconds) {
        this.run = run;
        this.checkpoint = checkpoint;
        this.stride = stride(steps);
        this.checkpointNanos = checkpointSeconds * 1_000_000_000L;
        this.notes = MetricsFile.truncate(run, step, stride).notes();
        try {
            this.channel = FileChannel.open(
                    run.metrics(), StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failure(e);
        }
        this.metrics = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** What could not be kept of earlier metrics. */
    List<String> notes() {
        return notes;
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.StepDone done -> {
                if (done.metrics().step() % stride == 0) {
                    write(done.metrics());
                }
            }
            case TrainingEvent.EpochDone done -> write(done.metrics());
            case TrainingEvent.SafePoint point -> {
                long now = System.nanoTime();
                if (point.last() || now - lastCheckpoint >= checkpointNanos) {
                    flush(true);
                    checkpoint.write(point.state().get());
                    lastCheckpoint = System.nanoTime();
                } else if (now - lastFlush >= FLUSH_NANOS) {
                    flush(false);
                    lastFlush = now;
                }
            }
            case TrainingEvent.Opened opened -> {}
            case TrainingEvent.Started started -> {}
            case TrainingEvent.Ended ended -> {}
        }
    }

    /** Of a run of so many steps, every how many is written. */
    static long stride(long steps) {
        return Math.max(1, Math.ceilDiv(steps, MOST_STEPS));
    }

    private void write(Metrics line) {
        try {
            metrics.write(Json.writeLine(line));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void flush(boolean toDisk) {
        run.requireThere();
        try {
            metrics.flush();
            if (toDisk) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private InputException failure(IOException e) {
        return run.unwritten(AtomicFiles.failure(run.metrics(), e));
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
