package dev.rejoin.proptests.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.audit.BlameRun;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Path;
import dev.rejoin.document.SlotKind;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.model.DocumentMirror;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One device that undoes, and others that edit without ever hearing of it. */
final class UndoSchedule {
    private static final UndoOptions EACH = UndoOptions.defaults().withGroupWithin(Duration.ZERO);

    private static final List<RegisterPolicy> SCALARS = List.of(
            RegisterPolicy.LAST_WRITER,
            RegisterPolicy.MULTI_VALUE,
            RegisterPolicy.FIRST_WRITER,
            RegisterPolicy.MAX,
            RegisterPolicy.MIN,
            RegisterPolicy.merge("sum", (a, b) -> Value.of(((Value.Int64) a).value() + ((Value.Int64) b).value())));

    private final Random random;
    private final boolean replaces;
    private final ConflictPolicies policies;
    private final long[] wall = {1_000, 1_000, 1_000, 1_000};
    private final Document me;
    /** Kept up by events alone, those of undo among them. */
    private final DocumentMirror mirror;

    private final List<Document> others = new ArrayList<>();
    private final List<RandomEdits> otherEdits = new ArrayList<>();

    /** A schedule with or without new containers in the place of others. */
    UndoSchedule(long seed, boolean replaces) {
        random = new Random(seed);
        this.replaces = replaces;
        policies = ConflictPolicies.defaults().scalar("**/k1", SCALARS.get(random.nextInt(SCALARS.size())));
        me = open(0);
        mirror = new DocumentMirror(Contents.of(me.root()));
        me.onChange(change -> change.events().forEach(mirror::apply));
        int count = 1 + random.nextInt(3);
        for (int i = 1; i <= count; i++) {
            others.add(open(i));
            otherEdits.add(new RandomEdits(random, false, replaces, 1_000 * i));
        }
    }

    private Document open(int i) {
        return Document.create(
                DocumentId.named("undo"),
                DocumentOptions.defaults()
                        .withPolicies(policies)
                        .withReplica(new ReplicaId((long) random.nextInt(4) << 62 | i + 1))
                        .withClock(() -> wall[i])
                        .withRandom(random));
    }

    private void others(int edits) {
        for (int i = 0; i < edits; i++) {
            int who = random.nextInt(others.size());
            wall[who + 1] += random.nextInt(3);
            RandomEdits by = otherEdits.get(who);
            others.get(who).edit(transaction -> by.edit(transaction.root()));
            if (random.nextInt(3) == 0) {
                give(others.get(who), others.get(random.nextInt(others.size())));
            }
        }
    }

    private static void give(Document from, Document to) {
        to.receive(from.changesSince(to.version()));
    }

    private void receiveAll() {
        others.forEach(other -> give(other, me));
    }

    private void begin() {
        others(random.nextInt(8));
        for (Document from : others) {
            others.forEach(to -> give(from, to));
        }
        receiveAll();
    }

    /** Each depth of the stack reads as it did, however often it is reached. */
    void walkAlone() {
        begin();
        RandomEdits mine = new RandomEdits(random, true, replaces, 0);
        UndoManager undo = me.undoManager(EACH);
        List<String> read = new ArrayList<>();
        read.add(me.toJson());
        int depth = 0;
        List<String> trail = new ArrayList<>();
        for (int step = 0; step < 25; step++) {
            wall[0] += random.nextInt(3);
            int what = random.nextInt(5);
            if (what < 2 && depth > 0) {
                undo.undo();
                depth--;
                trail.add("undo");
            } else if (what < 4 && undo.canRedo()) {
                undo.redo();
                depth++;
                trail.add("redo");
            } else {
                if (me.edit(transaction -> mine.edit(transaction.root())).isEmpty()) {
                    continue;
                }
                if (me.toJson().equals(read.get(depth))) { // nothing to be seen: the next undo would go on
                    undo.clear();
                    read.subList(0, depth).clear();
                    depth = 0;
                    continue;
                }
                depth++;
                while (read.size() > depth) {
                    read.remove(read.size() - 1);
                }
                read.add(me.toJson());
                trail.add("edit to " + me.toJson());
            }
            assertThat(me.toJson()).as("depth %d after %s", depth, trail).isEqualTo(read.get(depth));
            check();
        }
    }

    private void check() {
        assertThat(mirror.content()).isEqualTo(Contents.of(me.root()));
        checkBlame();
        DocumentInvariants.check(me);
    }

    /** Runs adjoin and cover the text, and each lies in the change that it names. */
    private void checkBlame() {
        if (me.root().kindOf("t") != SlotKind.TEXT) {
            return;
        }
        int end = 0;
        for (BlameRun run :
                me.audit(replica -> Optional.empty()).blame(Path.root().key("t"))) {
            assertThat(run.start()).isEqualTo(end);
            OpIdSpan change = run.change().orElseThrow();
            assertThat(change.replica()).isEqualTo(run.inserted().replica());
            assertThat(change.start()).isLessThanOrEqualTo(run.inserted().start());
            assertThat(change.end()).isGreaterThanOrEqualTo(run.inserted().end());
            end = run.end();
        }
        assertThat(end).isEqualTo(me.root().text("t").length());
    }

    void compareWithOthersAlone() {
        begin();
        RandomEdits mine = new RandomEdits(random, true, replaces, 0);
        UndoManager undo = me.undoManager(EACH);
        int steps = 1 + random.nextInt(12);
        List<String> trail = new ArrayList<>();
        trail.add("begin with " + me.toJson());
        for (int step = 0; step < steps; step++) {
            wall[0] += random.nextInt(3);
            switch (random.nextInt(4)) {
                case 0 -> {
                    others(1);
                    trail.add("others to " + others.get(0).toJson());
                }
                case 1 -> give(others.get(random.nextInt(others.size())), me);
                default -> {
                    me.edit(transaction -> mine.edit(transaction.root()));
                    trail.add("edit to " + me.toJson());
                }
            }
        }
        receiveAll();
        trail.add("received " + me.toJson());
        for (int i = random.nextInt(8); i > 0; i--) {
            if (random.nextBoolean()) {
                undo.undo();
                trail.add("undo to " + me.toJson());
            } else {
                undo.redo();
                trail.add("redo to " + me.toJson());
            }
        }
        while (undo.canUndo()) {
            undo.undo();
            trail.add("undo to " + me.toJson());
        }
        Document alone = open(0);
        others.forEach(other -> give(other, alone));
        assertThat(me.toJson()).as(String.join("\n  ", trail)).isEqualTo(alone.toJson());
        check();
        for (Document other : others) {
            give(me, other);
            assertThat(other.stateHash()).isEqualTo(others.get(0).stateHash());
        }
    }
}
