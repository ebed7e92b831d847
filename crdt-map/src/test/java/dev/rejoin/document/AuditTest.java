package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rejoin.audit.AuditReport;
import dev.rejoin.audit.AuditedChange;
import dev.rejoin.audit.AuditedEdit;
import dev.rejoin.audit.AuditedEdit.Kind;
import dev.rejoin.audit.BlameRun;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Path NOTES = Path.root().key("notes");
    private static final Path STATUS = Path.root().key("status");

    private long now = 1_767_268_800_000L; // 2026-01-01T12:00:00Z
    private final Document ada = open(1);
    private final Document ben = open(2);

    private Document open(long replica) {
        return Document.create(DocumentId.named("audit"), options(replica));
    }

    private DocumentOptions options(long replica) {
        return DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++);
    }

    private static Audit audit(Document document) {
        Map<ReplicaId, String> names = Map.of(new ReplicaId(1), "Ada", new ReplicaId(2), "Ben");
        return document.audit(replica -> Optional.ofNullable(names.get(replica)));
    }

    private static void exchange(Document a, Document b) {
        a.receive(b.changesSince(a.version()));
        b.receive(a.changesSince(b.version()));
    }

    @Test
    void history_ofAKey_tellsWhoWroteWhatAndWhatItLostTo() {
        ada.edit(tx -> tx.message("order came in").root().put("status", "open").put("other", 1));
        exchange(ada, ben);
        ada.edit(tx -> tx.root().put("status", "waiting"));
        ben.edit(tx -> tx.author("Benjamin").root().put("status", "closed"));
        exchange(ada, ben);
        AuditReport report = audit(ada).history(STATUS);
        assertThat(report.cut()).isEmpty();
        assertThat(report.changes()).extracting(AuditedChange::who).containsExactly("Ada", "Ada", "Benjamin");
        assertThat(report.changes().get(0).message()).contains("order came in");
        OpId open = new OpId(new ReplicaId(1), 0);
        OpId waiting = new OpId(new ReplicaId(1), 2);
        OpId closed = new OpId(new ReplicaId(2), 0);
        assertThat(edits(report))
                .extracting(AuditedEdit::id, AuditedEdit::kind, AuditedEdit::value, AuditedEdit::lostTo)
                .containsExactly(
                        tuple(open, Kind.WROTE, Optional.of(Value.of("open")), Optional.of(closed)),
                        tuple(waiting, Kind.WROTE, Optional.of(Value.of("waiting")), Optional.of(closed)),
                        tuple(closed, Kind.WROTE, Optional.of(Value.of("closed")), Optional.empty()));
        assertThat(audit(ben).history(STATUS)).isEqualTo(report);
    }

    private static List<AuditedEdit> edits(AuditReport report) {
        return report.changes().stream()
                .flatMap(change -> change.edits().stream())
                .toList();
    }

    @Test
    void history_ofAContainer_hasWhatWasDoneBelowItAndToIt() {
        ada.edit(tx -> tx.root().map("site").put("city", "Graz").set("tags").add("new"));
        ada.edit(tx -> tx.root().list("steps").append("wash").append("dry"));
        ada.edit(tx -> tx.root().list("steps").move(0, 1));
        ada.edit(tx -> tx.root().remove("site"));
        assertThat(edits(audit(ada).history(Path.root().key("site"))))
                .extracting(AuditedEdit::kind)
                .containsExactly(Kind.CREATED, Kind.WROTE, Kind.CREATED, Kind.ADDED, Kind.DROPPED);
        assertThat(edits(audit(ada).history(Path.root().key("site").key("city"))))
                .extracting(AuditedEdit::place)
                .containsExactly("/site/city");
        assertThat(edits(audit(ada).history(Path.root().key("steps").index(1))))
                .extracting(AuditedEdit::kind)
                .containsExactly(Kind.INSERTED, Kind.MOVED);
        assertThat(audit(ada).history(Path.root().key("never").key("there")).changes())
                .isEmpty();
        assertThat(edits(audit(ada).history(Path.root()))).hasSize(8);
    }

    @Test
    void since_aVersion_tellsWhatItLacks() {
        ada.edit(tx -> tx.root().put("status", "open"));
        VersionVector seen = ada.version();
        ada.edit(tx -> tx.message("typed").root().text("notes").append("Hi"));
        AuditReport report = audit(ada).since(seen);
        assertThat(report.toString())
                .matches("(?s)2026-01-01T12:00:00\\.\\d+Z\\S* Ada: typed\n  /notes created\n  /notes inserted \"Hi\"");
        assertThat(audit(ada).since(ada.version()).changes()).isEmpty();
    }

    @Test
    void blame_ofRuns_givesAuthorTimeAndChange() {
        ada.edit(tx -> tx.message("begun").root().text("notes").append("one three"));
        exchange(ada, ben);
        ben.edit(tx -> tx.root().text("notes").insert(4, "two "));
        exchange(ada, ben);
        now += 60_000;
        ada.edit(tx -> tx.root().text("notes").append("!"));
        List<BlameRun> runs = audit(ada).blame(NOTES);
        assertThat(runs).extracting(BlameRun::who).containsExactly("Ada", "Ben", "Ada", "Ada");
        assertThat(runs).extracting(BlameRun::start).containsExactly(0, 4, 8, 13);
        assertThat(runs).extracting(BlameRun::end).containsExactly(4, 8, 13, 14);
        assertThat(runs.get(2).message()).contains("begun");
        assertThat(runs.get(0).change()).contains(new OpIdSpan(new ReplicaId(1), 0, 10));
        assertThat(runs.get(3).time().orElseThrow())
                .isGreaterThan(runs.get(1).time().orElseThrow());
        assertThat(audit(ada).blame(NOTES, 5, 9)).extracting(BlameRun::start).containsExactly(5, 8);
        assertThat(audit(ada).blame(NOTES, 2, 2)).isEmpty();
        assertThatThrownBy(() -> audit(ada).blame(NOTES, 2, 99)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> audit(ada).blame(STATUS));
    }

    @Test
    void audit_withoutHistory_saysWhereItIsCut() {
        ada.edit(tx -> tx.root().text("notes").append("one"));
        Document loaded = Document.load(ada.save(SaveOptions.withoutHistory()), options(3));
        AuditReport report = audit(loaded).history(NOTES);
        assertThat(report.changes()).isEmpty();
        assertThat(report.cut()).containsExactly(new OpIdSpan(new ReplicaId(1), 0, 4));
        BlameRun run = audit(loaded).blame(NOTES).get(0);
        assertThat(run.who()).isEqualTo("Ada");
        assertThat(run.time()).isEmpty();
        assertThat(run.change()).isEmpty();
    }

    @Test
    void describe_anExplanation_namesReplicas() {
        ada.edit(tx -> tx.root().put("status", "waiting"));
        ben.edit(tx -> tx.root().put("status", "closed"));
        exchange(ada, ben);
        assertThat(audit(ada).describe(ada.explain(STATUS))).contains("by Ada:0", "by Ben:0");
    }

    @Test
    void noteThatIsTooLong_isRefusedAndNothingChanged() {
        String longest = "x".repeat(1 << 16);
        assertThatThrownBy(() -> ada.edit(tx -> tx.message(longest + "x").root().put("status", 1)))
                .isInstanceOf(LimitExceededException.class);
        assertThat(ada.version()).isEqualTo(VersionVector.EMPTY);
        ben.receive(ada.edit(tx -> tx.message(longest).author(longest).root().put("status", 1))
                .toBytes());
        assertThat(audit(ben)
                        .history(STATUS)
                        .changes()
                        .get(0)
                        .message()
                        .orElseThrow()
                        .length())
                .isEqualTo(longest.length());
    }
}
