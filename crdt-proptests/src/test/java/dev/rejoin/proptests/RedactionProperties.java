package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.audit.Redaction;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What was redacted is nowhere any more, and everything else merges as ever. */
class RedactionProperties {
    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final Map<String, OpIdSpan> secrets = new TreeMap<>();

    private void write(Document author, Random random) {
        clock.advance(random.nextInt(10) == 0 ? 40_000 : random.nextInt(300));
        String secret = "<" + secrets.size() + "-" + Long.toString(random.nextLong() >>> 1, 36) + ">";
        Change change = author.edit(tx -> {
            MapEditor map = random.nextInt(3) == 0 ? tx.root().map("m" + random.nextInt(2)) : tx.root();
            if (random.nextInt(3) == 0) {
                tx.author(secret);
            }
            switch (random.nextInt(6)) {
                case 0 -> map.text("t").append(secret);
                case 1 -> map.text("t").insert(0, secret);
                case 2 -> map.list("l").append(secret);
                case 3 -> {
                    int size = map.list("l").size();
                    if (size == 0) {
                        map.list("l").append(secret);
                    } else {
                        map.list("l").set(random.nextInt(size), secret);
                    }
                }
                default -> map.put("k" + random.nextInt(2), secret);
            }
        });
        secrets.put(secret, change.span());
    }

    private void disturb(Document author, Random random) {
        author.edit(tx -> {
            switch (random.nextInt(5)) {
                case 0 -> tx.root().remove("m" + random.nextInt(2));
                case 1 -> tx.root().remove("k" + random.nextInt(2));
                case 2 -> {
                    int length = tx.root().text("t").length();
                    if (length > 0) {
                        int start = random.nextInt(length);
                        tx.root().text("t").delete(start, Math.min(length, start + 30));
                    }
                }
                case 3 -> {
                    int size = tx.root().list("l").size();
                    if (size > 0) {
                        tx.root().list("l").remove(random.nextInt(size));
                    }
                }
                default -> tx.root().set("s").add("x" + random.nextInt(3));
            }
        });
    }

    @Property(tries = 200)
    void redact_isConvergentAndLeavesNoBytes(@ForAll long seed) {
        Random random = new Random(seed);
        secrets.clear();
        List<Document> all = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            all.add(Replicas.create(i, clock));
        }
        List<String> redacted = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (Document each : all) {
                for (int i = 0; i < 3; i++) {
                    write(each, random);
                    if (random.nextBoolean()) {
                        disturb(each, random);
                    }
                }
            }
            for (Document each : all) {
                redactSome(each, random, redacted);
            }
            if (random.nextBoolean()) {
                Replicas.exchange(all.toArray(Document[]::new));
            }
        }
        Document late = Replicas.create(4, clock);
        Document half = Document.load(
                all.get(0).save(SaveOptions.withoutHistory()),
                Replicas.options(clock).withReplica(new ReplicaId(5)));
        Replicas.exchange(all.toArray(Document[]::new));
        late.receive(all.get(1).changesSince(VersionVector.EMPTY));
        half.receive(all.get(2).changesSince(half.version()));
        Document loaded =
                Document.load(all.get(2).save(), Replicas.options(clock).withReplica(new ReplicaId(6)));
        all.addAll(List.of(late, loaded));
        for (Document each : all) {
            assertThat(each.stateHash()).isEqualTo(all.get(0).stateHash());
            assertThat(each.timeline().leftOut())
                    .isEqualTo(all.get(0).timeline().leftOut());
            assertThat(each.save()).isEqualTo(all.get(0).save());
            assertThat(each.redactions()).isEqualTo(all.get(0).redactions());
            DocumentInvariants.check(each);
        }
        all.add(half);
        assertThat(half.stateHash()).isEqualTo(all.get(0).stateHash());
        for (Document each : all) {
            assertHasNot(redacted, each, half);
        }
        for (Document each : all) {
            write(each, random);
        }
        Replicas.exchange(all.subList(0, 5).toArray(Document[]::new));
        for (Document each : all.subList(0, 5)) {
            assertThat(each.stateHash()).isEqualTo(all.get(0).stateHash());
        }
    }

    private void redactSome(Document document, Random random, List<String> redacted) {
        List<OpIdSpan> spans = new ArrayList<>();
        List<String> chosen = new ArrayList<>();
        secrets.forEach((secret, span) -> {
            if (random.nextInt(8) == 0 && document.version().get(span.replica()) >= span.end()) {
                spans.add(span);
                chosen.add(secret);
            }
        });
        if (!spans.isEmpty()) {
            document.redact(spans, "a judge said so");
            redacted.addAll(chosen);
        }
    }

    private static void assertHasNot(List<String> redacted, Document document, Document withoutHistory) {
        String saved = new String(document.save(), StandardCharsets.ISO_8859_1);
        String checkpoint = new String(document.checkpoint(), StandardCharsets.ISO_8859_1);
        String sent = document == withoutHistory
                ? ""
                : new String(document.changesSince(VersionVector.EMPTY), StandardCharsets.ISO_8859_1);
        for (String secret : redacted) {
            assertThat(saved).doesNotContain(secret);
            assertThat(checkpoint).doesNotContain(secret);
            assertThat(sent).doesNotContain(secret);
        }
    }

    @Example
    void redact_isListed_andThePastReadsAsAGap() {
        Document document = Replicas.create(1, clock);
        document.edit(tx -> tx.root().text("t").append("keep "));
        Change secret = document.edit(tx -> {
            tx.author("Ada");
            tx.root().text("t").append("secret");
            tx.root().put("k", "secret").put("k", "secret too");
        });
        VersionVector then = document.version();
        Change redaction = document.redact(List.of(secret.span()), "a judge said so");
        assertThat(document.toJson()).isEqualTo("{\"t\":\"keep \"}");
        assertThat(document.redactions())
                .containsExactly(new Redaction(
                        OpId.of(1, redaction.span().end() - 1), List.of(secret.span()), "a judge said so"));
        assertThat(document.timeline().at(then).toJson())
                .isEqualTo("{\"k\":null,\"t\":\"keep \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\"}");
        Document other = Replicas.copyOf(document, 2);
        assertThat(other.redactions()).isEqualTo(document.redactions());
        assertThat(Document.load(document.save(SaveOptions.withoutHistory()), Replicas.options(clock))
                        .redactions())
                .isEqualTo(document.redactions());
    }

    @Example
    void redact_ofWhatCannotBeRedacted_isRefusedAndChangesNothing() {
        Document document = Replicas.create(1, clock);
        Change added = document.edit(tx -> tx.root().set("s").add("x"));
        byte[] before = document.save();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> document.redact(List.of(added.span()), "why"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> document.redact(List.of(new OpIdSpan(new ReplicaId(1), 0, 9)), "why"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> document.redact(List.of(), "why"));
        assertThat(document.save()).isEqualTo(before);
    }

    @Example
    void undo_ofWhatWasRedacted_bringsNothingBack() {
        Document document = Replicas.create(1, clock);
        var undo = document.undoManager(UndoOptions.defaults());
        Change secret = document.edit(tx -> tx.root().text("t").append("secret").append("!"));
        document.edit(tx -> tx.root().remove("t"));
        document.redact(List.of(secret.span()), "why");
        assertThat(undo.canUndo()).isFalse();
        assertThat(new String(document.save(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }
}
