package dev.rejoin.bench.replay;

import dev.rejoin.bench.report.Footprint;
import dev.rejoin.bench.report.Measure;
import dev.rejoin.bench.report.Progress;
import dev.rejoin.bench.report.TraceReport;
import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Replays one trace in every chosen way and reports what it took. */
final class TraceReplay {
    /** Random causal orders in which a concurrent trace is received. */
    private static final int SHUFFLED_ORDERS = 5;

    private final EditingTrace trace;
    private final ReplaySettings settings;
    private final Workload workload;
    private final Scripts scripts;
    private final Session session;
    private final Progress progress;
    private final Timing timing;
    private final TraceReport report;
    private final Verdict verdict;
    private final Verdict.Group local;
    private final Verdict.Group live;
    private @Nullable Recording recording;

    TraceReplay(EditingTrace trace, ReplaySettings settings, Progress progress) {
        this.trace = trace;
        this.settings = settings;
        this.progress = progress;
        timing = new Timing(settings.runs(), settings.warmUpMillis(), progress);
        report = new TraceReport(trace.name());
        verdict = new Verdict(trace.endContent());
        local = verdict.new Group();
        live = verdict.new Group();
        progress.part("preparing");
        workload = Workload.of(trace, settings.fileTimes());
        scripts = workload.scripts();
        session = workload.session(scripts.authors());
    }

    /** How many steps of progress one trace is. */
    static long steps(ReplaySettings settings) {
        return settings.rows().stream()
                .filter(Row::isTimed)
                .mapToLong(row -> Timing.steps(settings.runs()))
                .sum();
    }

    /** What was wrong, one line each. */
    List<String> findings() {
        return verdict.findings();
    }

    /** Runs the chosen rows. */
    TraceReport run() {
        report.put(Measure.EDITS, trace.patches());
        report.put(Measure.TRANSACTIONS, trace.transactions());
        if (settings.has(Row.LOCAL)) {
            runLocal();
        }
        if (settings.has(Row.GAP_BUFFER)) {
            runGapBuffer();
        }
        if (settings.has(Row.LIVE)) {
            runLive();
        }
        if (settings.has(Row.REMOTE)) {
            runRemote();
        }
        if (settings.has(Row.BATCH)) {
            runBatch();
        }
        if (settings.has(Row.HISTORY)) {
            measureHistory();
        }
        if (settings.has(Row.SNAPSHOT)) {
            measureSnapshot();
        }
        if (settings.has(Row.ENCODE)) {
            runEncode();
        }
        if (settings.has(Row.DECODE)) {
            runDecode();
        }
        if (settings.has(Row.LOAD)) {
            runLoad();
        }
        if (settings.has(Row.PAST)) {
            PastReplay replay = new PastReplay(recording().document());
            report.put(Measure.PAST_MILLIS, timing.median("past", replay::read, length -> {}) / PastReplay.VERSIONS);
        }
        if (settings.has(Row.DIFFERENCE)) {
            PastReplay replay = new PastReplay(recording().document());
            double millis = timing.median("difference", replay::compare, events -> {});
            report.put(Measure.DIFFERENCE_MILLIS, millis / PastReplay.VERSIONS);
        }
        if (settings.has(Row.HEAP)) {
            measureHeap();
        }
        if (settings.has(Row.PRUNED)) {
            measurePruned();
        }
        if (settings.has(Row.ORDERS) && trace.isConcurrent()) {
            checkOrders();
        }
        if (!trace.isConcurrent()) {
            // One author in both rows. Of a concurrent trace the local row has one author where the live row has all.
            local.checkState(live);
        }
        report.put(Measure.END_TEXT_MATCHES, verdict.endTextMatches());
        report.put(Measure.CONVERGED, verdict.converged());
        return report;
    }

    private void runLocal() {
        LocalReplay replay = workload.local(scripts.flat());
        double millis = timing.median("local", replay::run, document -> {
            local.check("local", document);
            report.put(Measure.SPANS, document.countSpans());
        });
        report.put(Measure.LOCAL_MILLIS, millis);
        Document receiver = workload.replicas().emptyReader(workload.clockAtEnd());
        receiver.receive(replay.run().changesSince(VersionVector.EMPTY));
        local.check("receiver of the local row", receiver);
    }

    private void runGapBuffer() {
        GapBufferReplay replay = new GapBufferReplay(trace.startContent(), scripts.flat());
        double millis =
                timing.median("gap buffer", replay::run, buffer -> verdict.text("the gap buffer", buffer.toString()));
        report.put(Measure.GAP_BUFFER_MILLIS, millis);
    }

    private void runLive() {
        report.put(Measure.LIVE_MILLIS, timing.median("live", session::run, this::keep));
    }

    /** Checks a recording and keeps it for the rows that follow. */
    private Recording keep(Recording made) {
        session.complete(made);
        for (int writer = 0; writer < made.documents().size(); writer++) {
            live.check("live replica " + writer, made.documents().get(writer));
        }
        report.put(Measure.SPANS, made.document().countSpans());
        recording = made;
        return made;
    }

    /** The recording of the live row, or a new one where that row was not run. */
    private Recording recording() {
        return recording != null ? recording : keep(session.run());
    }

    private void runRemote() {
        RemoteReplay replay = new RemoteReplay(workload.replicas(), recording(), workload.endMillis());
        report.put(
                Measure.REMOTE_MILLIS,
                timing.median("remote", replay::run, document -> live.check("remote replica", document)));
    }

    private void runBatch() {
        byte[] history = recording().document().changesSince(VersionVector.EMPTY, BatchOptions.plain());
        double millis = timing.median(
                "batch",
                () -> {
                    Document document = workload.replicas().emptyReader(workload.clockAtEnd());
                    document.receive(history);
                    return document;
                },
                document -> live.check("batch replica", document));
        report.put(Measure.BATCH_MILLIS, millis);
    }

    private void measureHistory() {
        progress.part("history");
        Document document = recording().document();
        byte[] deflated = document.changesSince(VersionVector.EMPTY, BatchOptions.compressed());
        report.put(Measure.MESSAGE_BYTES, recording().meanMessageBytes());
        SessionReplay sessionReplay = new SessionReplay(workload.replicas(), recording(), workload.endMillis());
        live.check("other end of a session", sessionReplay.run());
        report.put(Measure.SESSION_BYTES, sessionReplay.meanBytes());
        report.put(Measure.HISTORY_BYTES, document.changesSince(VersionVector.EMPTY, BatchOptions.plain()).length);
        report.put(Measure.HISTORY_DEFLATED_BYTES, deflated.length);
        byte[] liveText = document.changesSince(
                VersionVector.EMPTY, BatchOptions.compressed().withoutDeletedText());
        report.put(Measure.HISTORY_LIVE_TEXT_DEFLATED_BYTES, liveText.length);
        Document reader = workload.replicas().emptyReader(workload.clockAtEnd());
        reader.receive(liveText);
        verdict.text("receiver of the history without deleted text", Replicas.text(reader));
        live.checkState(
                "receiver of the history without deleted text", reader, document.save(SaveOptions.withoutHistory()));
        Document receiver = workload.replicas().emptyReader(workload.clockAtEnd());
        receiver.receive(deflated);
        live.check("receiver of the deflated history", receiver);
    }

    private void measureSnapshot() {
        progress.part("snapshot");
        Document document = recording().document();
        byte[] deflated = document.save(SaveOptions.withoutHistory().compressed());
        byte[] plain = document.save(SaveOptions.withoutHistory());
        report.put(Measure.SNAPSHOT_BYTES, plain.length);
        report.put(Measure.SNAPSHOT_DEFLATED_BYTES, deflated.length);
        live.checkState("replica of the deflated snapshot", workload.load(deflated), plain);
    }

    private void runEncode() {
        Document document = recording().document();
        report.put(
                Measure.ENCODE_MILLIS,
                timing.median(
                        "encode",
                        () -> document.changesSince(VersionVector.EMPTY, BatchOptions.plain()),
                        history -> {}));
    }

    private void runDecode() {
        byte[] history = recording().document().changesSince(VersionVector.EMPTY, BatchOptions.plain());
        HistoryDecoder decoder = new HistoryDecoder(recording().document().id(), history);
        report.put(Measure.DECODE_MILLIS, timing.median("decode", decoder::run, batch -> {}));
    }

    private void runLoad() {
        byte[] snapshot = recording().document().save(SaveOptions.withoutHistory());
        double millis = timing.median("load", () -> LoadedText.of(workload, snapshot), loaded -> {
            verdict.text("loaded replica", loaded.text());
            live.checkState("loaded replica", loaded.document(), snapshot);
        });
        report.put(Measure.LOAD_MILLIS, millis);
    }

    private void measureHeap() {
        progress.part("heap");
        Recording fresh = session.run();
        session.complete(fresh);
        report.put(Measure.HEAP_BYTES, Footprint.deepBytes(fresh.document()));
    }

    private void measurePruned() {
        progress.part("pruned");
        PrunedDocument pruned = PrunedDocument.of(workload, recording().document());
        verdict.text("pruned replica", Replicas.text(pruned.pruned()));
        report.put(Measure.PRUNED_SPANS, pruned.pruned().countSpans());
        report.put(Measure.PRUNED_BYTES, pruned.pruned().save().length);
        report.put(Measure.NEW_BYTES, pruned.fresh().save(SaveOptions.withoutHistory()).length);
        report.put(Measure.PRUNED_HEAP_BYTES, Footprint.deepBytes(pruned.pruned()));
        report.put(Measure.NEW_HEAP_BYTES, Footprint.deepBytes(pruned.fresh()));
    }

    private void checkOrders() {
        RemoteReplay replay = new RemoteReplay(workload.replicas(), recording(), workload.endMillis());
        for (int seed = 1; seed <= SHUFFLED_ORDERS; seed++) {
            progress.part("order " + seed);
            int[] order = workload.plan().shuffledOrder(new Random(seed));
            live.check("replica of shuffled order " + seed, replay.run(order));
        }
    }
}
