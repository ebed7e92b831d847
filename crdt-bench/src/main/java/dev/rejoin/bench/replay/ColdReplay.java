package dev.rejoin.bench.replay;

import dev.rejoin.bench.report.Measure;
import dev.rejoin.bench.report.TraceReport;
import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The first run of a row in a JVM that has not done anything with the engine before, by the wall clock. Only one row of
 * one trace can be that; where more are asked for, each has a JVM of its own.
 */
final class ColdReplay {
    /** What can be measured cold. */
    static final Set<Row> ROWS = EnumSet.of(Row.LOCAL, Row.GAP_BUFFER, Row.LIVE, Row.LOAD);

    private final Path file;
    private final EditingTrace trace;
    private final boolean fileTimes;
    private final List<String> findings = new ArrayList<>();

    ColdReplay(Path file, EditingTrace trace, boolean fileTimes) {
        this.file = file;
        this.trace = trace;
        this.fileTimes = fileTimes;
    }

    /** What was wrong, one line each. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** What a row needs and only a session can give; made by another process, which the engine may warm up. */
    enum Provision {
        /** The snapshot that the load row starts from. */
        SNAPSHOT,
        /** A concurrent trace as patches that follow each other. */
        FLAT_SCRIPT,
        /** A concurrent trace in the indices of its authors. */
        AUTHORS_SCRIPT;

        byte[] make(EditingTrace trace, boolean fileTimes) throws IOException {
            Workload workload = Workload.of(trace, fileTimes);
            Scripts scripts = workload.scripts();
            if (this == SNAPSHOT) {
                Session session = workload.session(scripts.authors());
                Recording recording = session.run();
                session.complete(recording);
                return recording.document().save(SaveOptions.withoutHistory());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            (this == FLAT_SCRIPT ? scripts.flat() : scripts.authors()).writeTo(new DataOutputStream(bytes));
            return bytes.toByteArray();
        }
    }

    /** Runs a row in this process. */
    TraceReport here(Row row) throws IOException, InterruptedException {
        TraceReport report = emptyReport();
        Verdict verdict = new Verdict(trace.endContent());
        switch (row) {
            case LOCAL -> runLocal(report, verdict);
            case GAP_BUFFER -> runGapBuffer(report, verdict);
            case LIVE -> runLive(report, verdict);
            case LOAD -> runLoad(report, verdict);
            default -> throw new IllegalArgumentException("not a cold row: " + row);
        }
        report.put(Measure.END_TEXT_MATCHES, verdict.endTextMatches());
        report.put(Measure.CONVERGED, verdict.converged());
        findings.addAll(verdict.findings());
        return report;
    }

    /** Runs each row in a process of its own. */
    TraceReport inChildren(Set<Row> rows) throws IOException, InterruptedException {
        TraceReport report = emptyReport();
        boolean endTextMatches = true;
        boolean converged = true;
        for (Row row : rows) {
            ChildJvm.Result child = ChildJvm.run(arguments("--cold", "--json", "--rows", row.toString()));
            for (Measure measure : Measure.values()) {
                child.number(measure.key()).ifPresent(value -> report.put(measure, value));
            }
            endTextMatches &= child.flag(Measure.END_TEXT_MATCHES.key());
            converged &= child.flag(Measure.CONVERGED.key());
            child.errors().forEach(error -> findings.add(error.replace(trace.name() + ": ", "")));
        }
        report.put(Measure.END_TEXT_MATCHES, endTextMatches);
        report.put(Measure.CONVERGED, converged);
        return report;
    }

    private TraceReport emptyReport() {
        TraceReport report = new TraceReport(trace.name());
        report.put(Measure.EDITS, trace.patches());
        report.put(Measure.TRANSACTIONS, trace.transactions());
        return report;
    }

    private void runLocal(TraceReport report, Verdict verdict) throws IOException, InterruptedException {
        LocalReplay replay = Workload.of(trace, fileTimes).local(flatScript());
        report.put(Measure.LOCAL_MILLIS, Timing.once(replay::run, document -> {
            verdict.new Group().check("local", document);
            report.put(Measure.SPANS, document.countSpans());
        }));
    }

    private void runGapBuffer(TraceReport report, Verdict verdict) throws IOException, InterruptedException {
        GapBufferReplay replay = new GapBufferReplay(trace.startContent(), flatScript());
        report.put(
                Measure.GAP_BUFFER_MILLIS,
                Timing.once(replay::run, buffer -> verdict.text("the gap buffer", buffer.toString())));
    }

    private void runLive(TraceReport report, Verdict verdict) throws IOException, InterruptedException {
        PatchScript script = trace.isConcurrent() ? provided(Provision.AUTHORS_SCRIPT) : PatchScript.of(trace);
        Session session = Workload.of(trace, fileTimes).session(script);
        report.put(Measure.LIVE_MILLIS, Timing.once(session::run, recording -> {
            session.complete(recording);
            Verdict.Group group = verdict.new Group();
            for (Document document : recording.documents()) {
                group.check("live replica", document);
            }
            report.put(Measure.SPANS, recording.document().countSpans());
        }));
    }

    private void runLoad(TraceReport report, Verdict verdict) throws IOException, InterruptedException {
        byte[] snapshot = provision(Provision.SNAPSHOT);
        Workload workload = Workload.of(trace, fileTimes);
        report.put(Measure.LOAD_MILLIS, Timing.once(() -> LoadedText.of(workload, snapshot), loaded -> {
            verdict.text("loaded replica", loaded.text());
            verdict.new Group().checkState("loaded replica", loaded.document(), snapshot);
        }));
    }

    private PatchScript flatScript() throws IOException, InterruptedException {
        return trace.isConcurrent() ? provided(Provision.FLAT_SCRIPT) : PatchScript.of(trace);
    }

    private PatchScript provided(Provision kind) throws IOException, InterruptedException {
        return PatchScript.readFrom(new DataInputStream(new ByteArrayInputStream(provision(kind))));
    }

    private byte[] provision(Provision kind) throws IOException, InterruptedException {
        Path provided = Files.createTempFile("crdt-bench-", ".tmp");
        try {
            ChildJvm.run(arguments("--provide", kind.name(), "--provide-to", provided.toString()));
            return Files.readAllBytes(provided);
        } finally {
            Files.delete(provided);
        }
    }

    private List<String> arguments(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(options));
        if (fileTimes) {
            arguments.add("--file-times");
        }
        arguments.addAll(List.of("--", file.toString()));
        return arguments;
    }
}
