package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.TextEditor;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Keystrokes that history joins: whoever received them one by one, joined, or partly so, has the same bytes; and a
 * joined form of which a prefix is known gives its rest.
 */
class JoinedHistoryProperties {
    /** One transaction: what is typed after how many milliseconds. */
    record Keystroke(Kind kind, int pause) {
        enum Kind {
            TYPE,
            BACKSPACE,
            DELETE_AHEAD,
            MOVE_HOME,
            OTHER_CONTAINER
        }
    }

    private record Typed(Document author, List<Change> changes, List<VersionVector> versions) {}

    @Provide
    Arbitrary<List<Keystroke>> typing() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(12, Keystroke.Kind.TYPE),
                                Tuple.of(3, Keystroke.Kind.BACKSPACE),
                                Tuple.of(1, Keystroke.Kind.DELETE_AHEAD),
                                Tuple.of(1, Keystroke.Kind.MOVE_HOME),
                                Tuple.of(1, Keystroke.Kind.OTHER_CONTAINER)),
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.integers().between(0, 300)),
                                Tuple.of(1, Arbitraries.integers().between(9_000, 40_000))))
                .as(Keystroke::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 200)
    void receive_joinedOrOneByOne_givesEqualBytes(@ForAll("typing") List<Keystroke> keystrokes) {
        Typed typed = type(keystrokes);
        Fingerprint expected = Fingerprint.of(typed.author());
        Document oneByOne = receiver(2);
        typed.changes().forEach(change -> oneByOne.receive(change.toBytes()));
        assertThat(Fingerprint.of(oneByOne)).isEqualTo(expected);
        Document joined = receiver(3);
        joined.receive(typed.author().changesSince(VersionVector.EMPTY));
        assertThat(Fingerprint.of(joined)).isEqualTo(expected);
        Document backwards = receiver(4);
        List<Change> reversed = new ArrayList<>(typed.changes());
        Collections.reverse(reversed);
        reversed.forEach(change -> backwards.receive(change.toBytes()));
        assertThat(Fingerprint.of(backwards)).isEqualTo(expected);
        for (Document document : List.of(oneByOne, joined, backwards)) {
            assertThat(document.changesSince(VersionVector.EMPTY))
                    .isEqualTo(typed.author().changesSince(VersionVector.EMPTY));
        }
    }

    /** Every split: one replica knows j changes, another one k, and the first is sent what the second lacks. */
    @Property(tries = 60)
    void receive_joinedFormOfWhichAPrefixIsKnown_appliesTheRest(@ForAll("typing") List<Keystroke> keystrokes) {
        Typed typed = type(keystrokes);
        Fingerprint expected = Fingerprint.of(typed.author());
        int count = typed.changes().size();
        for (int asked = 0; asked <= count; asked++) {
            byte[] batch = typed.author().changesSince(typed.versions().get(asked));
            for (int known = 0; known <= count; known++) {
                Document document = receiver(2);
                typed.changes().subList(0, known).forEach(change -> document.receive(change.toBytes()));
                ReceiveResult result = document.receive(batch);
                assertThat(result.rejected()).isEmpty();
                if (known >= asked) {
                    assertThat(result.isComplete()).isTrue();
                } else if (asked < count) {
                    assertThat(result.applied()).isEmpty();
                    // What comes later in the batch waits for more, and that may be on its way too.
                    OpIdSpan missing = missing(
                            typed, typed.versions().get(known), typed.versions().get(asked));
                    assertThat(result.missing()).startsWith(missing).allMatch(span -> span.start() == missing.start());
                    document.receive(typed.author().changesSince(document.version()));
                }
                if (asked < count || known == count) {
                    assertThat(Fingerprint.of(document)).isEqualTo(expected);
                    assertThat(document.backlog().waiting()).isEmpty();
                }
            }
        }
    }

    /** The same through replicas that joined different prefixes, in any order. */
    @Property(tries = 100)
    void receive_manyOverlappingJoinedForms_givesEqualBytes(
            @ForAll("typing") List<Keystroke> keystrokes, @ForAll Random random) {
        Typed typed = type(keystrokes);
        int count = typed.changes().size();
        List<byte[]> forms = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Document partial = receiver(10 + i);
            typed.changes().subList(0, random.nextInt(count + 1)).forEach(change -> partial.receive(change.toBytes()));
            forms.add(partial.changesSince(typed.versions().get(random.nextInt(count + 1))));
        }
        forms.add(typed.author().changesSince(VersionVector.EMPTY));
        Collections.shuffle(forms, random);
        Document document = receiver(2);
        forms.forEach(form -> assertThat(document.receive(form).rejected()).isEmpty());
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(typed.author()));
        assertThat(document.backlog().waiting()).isEmpty();
    }

    /** Later edits by others, who saw only a prefix, find the same elements. */
    @Property(tries = 100)
    void edit_afterAPrefixIsKnown_mergesLikeAnyOther(
            @ForAll("typing") List<Keystroke> keystrokes, @ForAll Random random) {
        Typed typed = type(keystrokes);
        Document other = receiver(2);
        typed.changes()
                .subList(0, random.nextInt(typed.changes().size() + 1))
                .forEach(change -> other.receive(change.toBytes()));
        Change change = other.edit(transaction -> {
            TextEditor text = transaction.root().text("t");
            int at = random.nextInt(text.length() + 1);
            text.insert(at, "XY").delete(0, Math.min(1, text.length()));
        });
        Document byBatch = receiver(3);
        byBatch.receive(typed.author().changesSince(VersionVector.EMPTY));
        byBatch.receive(change.toBytes());
        Document byChanges = receiver(4);
        byChanges.receive(change.toBytes());
        typed.changes().forEach(typedChange -> byChanges.receive(typedChange.toBytes()));
        Replicas.exchange(typed.author(), other);
        assertThat(Fingerprint.of(byBatch)).isEqualTo(Fingerprint.of(typed.author()));
        assertThat(Fingerprint.of(byChanges)).isEqualTo(Fingerprint.of(typed.author()));
        assertThat(Fingerprint.of(other)).isEqualTo(Fingerprint.of(typed.author()));
    }

    private static OpIdSpan missing(Typed typed, VersionVector known, VersionVector asked) {
        return new OpIdSpan(
                typed.author().replica(),
                known.get(typed.author().replica()),
                asked.get(typed.author().replica()));
    }

    private static Typed type(List<Keystroke> keystrokes) {
        ManualPhysicalClock clock = new ManualPhysicalClock();
        Document author = create(1, clock);
        List<Change> changes = new ArrayList<>();
        List<VersionVector> versions = new ArrayList<>();
        versions.add(author.version());
        int[] caret = {0};
        for (Keystroke keystroke : keystrokes) {
            clock.advance(keystroke.pause());
            Change change = author.edit(transaction -> {
                TextEditor text = transaction.root().text("t");
                switch (keystroke.kind()) {
                    case TYPE -> text.insert(caret[0]++, String.valueOf((char) ('a' + changes.size())));
                    case BACKSPACE -> {
                        if (caret[0] > 0) {
                            text.delete(--caret[0], caret[0] + 1);
                        }
                    }
                    case DELETE_AHEAD -> text.delete(caret[0], Math.min(text.length(), caret[0] + 1));
                    case MOVE_HOME -> caret[0] = 0;
                    case OTHER_CONTAINER -> transaction.root().counter("c").increment();
                }
            });
            if (!change.isEmpty()) {
                changes.add(change);
                versions.add(author.version());
            }
        }
        return new Typed(author, changes, versions);
    }

    /** A document that takes any time. */
    private static Document receiver(long replica) {
        return create(replica, new ManualPhysicalClock(ManualPhysicalClock.START + 3_600_000));
    }

    private static Document create(long replica, ManualPhysicalClock clock) {
        return Document.create(
                SimulatedWorld.DOCUMENT_ID,
                Replicas.options(clock).withReplica(new ReplicaId(replica)).withoutMaxDrift());
    }
}
