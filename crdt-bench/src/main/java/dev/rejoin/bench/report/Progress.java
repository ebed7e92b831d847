package dev.rejoin.bench.report;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error that says how far a job is; nothing where standard error is no terminal. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int INTERVAL_MILLIS = 200;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Progress that nobody sees.
     *
     * @return without a bar
     */
    public static Progress none() {
        return new Progress(null);
    }

    /**
     * Progress for the person at the terminal, if there is one.
     *
     * @param title what the job is
     * @param steps how many steps it has
     * @return with a bar only on a terminal
     */
    public static Progress of(String title, long steps) {
        if (!Terminal.ERR.isTerminal()) {
            return none();
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .clearDisplayOnFinish()
                .build());
    }

    /**
     * Says what is being done now.
     *
     * @param part of the job
     */
    public void part(String part) {
        if (bar != null) {
            bar.setExtraMessage(" " + part);
        }
    }

    /** One step is done. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
