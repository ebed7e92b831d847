package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Moving list elements, alone and apart; what is read, told, kept and taken back. */
class ListMoveTest {
    private static final DocumentId ID = DocumentId.named("moves");

    private long now = 1000;
    private final Document one = document(1);
    private final Document two = document(2);

    private Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private static Change edit(Document document, Consumer<ListEditor> body) {
        Change change = document.edit(tx -> body.accept(tx.root().list("l")));
        document.checkInvariants();
        return change;
    }

    private static String read(Document document) {
        String live = letters(document.root().list("l"));
        assertThat(letters(document.view().root().list("l"))).isEqualTo(live);
        return live;
    }

    private static String letters(ListReader list) {
        return list.values().stream().map(value -> ((Value.Str) value).value()).collect(Collectors.joining());
    }

    private void letters(String all) {
        edit(one, list -> all.chars().forEach(letter -> list.append(Character.toString(letter))));
        exchange();
    }

    private void exchange() {
        two.receive(one.changesSince(two.version()));
        one.receive(two.changesSince(one.version()));
        one.checkInvariants();
        two.checkInvariants();
        assertThat(two.save()).isEqualTo(one.save());
        assertThat(two.stateHash()).isEqualTo(one.stateHash());
        assertThat(read(two)).isEqualTo(read(one));
    }

    @Test
    void move_everyPairOfIndices_isRemoveAndInsert() {
        letters("abcd");
        for (int from = 0; from < 4; from++) {
            for (int to = 0; to < 4; to++) {
                StringBuilder expected = new StringBuilder(read(one));
                char letter = expected.charAt(from);
                expected.deleteCharAt(from).insert(to, letter);
                int start = from;
                int end = to;
                assertThat(edit(one, list -> list.move(start, end)).isEmpty()).isEqualTo(from == to);
                assertThat(read(one)).isEqualTo(expected.toString());
            }
        }
        exchange();
        assertThatThrownBy(() -> edit(one, list -> list.move(0, 4))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> edit(one, list -> list.move(-1, 0))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void move_failsLater_isTakenBack() {
        letters("abc");
        edit(one, list -> list.move(0, 2));
        byte[] before = one.save();
        assertThatThrownBy(() -> edit(one, list -> {
                    list.move(2, 0)
                            .move(1, 2)
                            .insert(1, "x")
                            .move(1, 3)
                            .remove(0)
                            .move(0, 1);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        one.checkInvariants();
        assertThat(one.save()).isEqualTo(before);
        assertThat(read(one)).isEqualTo("bca");
        edit(one, list -> list.move(2, 0));
        exchange();
        assertThat(read(one)).isEqualTo("abc");
    }

    @Test
    void view_beforeAMove_readsAsItWas() {
        letters("abc");
        DocumentView first = one.view();
        edit(one, list -> list.move(0, 2));
        DocumentView second = one.view();
        edit(one, list -> list.move(0, 1).remove(2));
        assertThat(letters(first.root().list("l"))).isEqualTo("abc");
        assertThat(letters(second.root().list("l"))).isEqualTo("bca");
        assertThat(read(one)).isEqualTo("cb");
        assertThat(second.root().list("l").getString(2)).hasValue("a");
    }

    @Test
    void events_tellIndicesBeforeAndAfter_andOnlyWhatCanBeSeen() {
        letters("abcd");
        List<DocumentEvent> events = new ArrayList<>();
        two.onChange(change -> events.addAll(change.events()));
        edit(one, list -> list.move(0, 2).move(3, 0));
        two.receive(one.changesSince(two.version()));
        assertThat(events)
                .containsExactly(
                        new DocumentEvent.ElementMoved(Path.root().key("l"), 0, 2),
                        new DocumentEvent.ElementMoved(Path.root().key("l"), 3, 0));
        events.clear();
        Change early = edit(one, list -> list.move(0, 1)); // dbca to bdca
        edit(two, list -> list.move(0, 3)); // later: dbca to bcad
        two.receive(early.toBytes());
        assertThat(events)
                .containsExactly(new DocumentEvent.ElementMoved(Path.root().key("l"), 0, 3));
        exchange();
        assertThat(read(one)).isEqualTo("bcad");
    }

    @Test
    void anchor_onAMovedElement_goesAlong() {
        letters("abcd");
        Anchor after = one.root().list("l").anchorAt(1, AnchorBias.AFTER);
        Anchor before = one.root().list("l").anchorAt(0, AnchorBias.BEFORE);
        edit(one, list -> list.move(0, 2));
        for (ListReader list : List.of(one.root().list("l"), one.view().root().list("l"))) {
            assertThat(list.indexOf(after)).hasValue(3);
            assertThat(list.indexOf(before)).hasValue(2);
        }
        assertThat(one.root().list("l").anchorAt(3, AnchorBias.AFTER)).isEqualTo(after);
        edit(one, list -> list.remove(2));
        assertThat(one.root().list("l").indexOf(after)).hasValue(2);
    }

    @Test
    void snapshot_withMovedElements_opensAndGoesOn() {
        letters("abcdef");
        edit(one, list -> list.move(0, 3).move(5, 1).remove(2).insertMap(2).put("x", 1));
        edit(one, list -> list.move(2, 0).set(1, "B"));
        edit(two, list -> list.move(4, 0).remove(3));
        exchange();
        for (SaveOptions options : List.of(SaveOptions.withoutHistory(), SaveOptions.withHistory())) {
            byte[] saved = one.save(options);
            Document loaded = Document.load(saved, DocumentOptions.defaults().withClock(() -> now++));
            loaded.checkInvariants();
            assertThat(loaded.toJson()).isEqualTo(one.toJson());
            assertThat(loaded.save(options)).isEqualTo(saved);
            Change later = edit(one, list -> list.move(0, 3));
            assertThat(loaded.receive(later.toBytes()).isComplete()).isTrue();
            assertThat(loaded.toJson()).isEqualTo(one.toJson());
            edit(loaded, list -> list.move(1, 0).insert(0, "z"));
            one.receive(loaded.changesSince(one.version()));
            assertThat(loaded.toJson()).isEqualTo(one.toJson());
            assertThat(loaded.save(options)).isEqualTo(one.save(options));
        }
    }

    @Test
    void insert_besideAMovedElement_beginsARunOfItsOwn() {
        letters("abc");
        edit(one, list -> list.move(0, 2).append("x").append("y"));
        edit(one, list -> list.append("z"));
        exchange();
        assertThat(read(one)).isEqualTo("bcaxyz");
    }

    @Test
    void moveOfMovedWithinOneChange_andTwoInsertsBetween_areEqualEverywhere() {
        letters("ab");
        edit(one, list -> list.append("c").move(2, 0).move(0, 1).insert(1, "d").move(1, 3));
        edit(two, list -> list.move(1, 0).insert(1, "e").move(1, 2));
        exchange();
        assertThat(read(one)).hasSize(5);
    }

    @Test
    void remove_afterAMoveThatWasTakenBack_isOneOperation() {
        letters("abcd");
        assertThatThrownBy(() -> edit(one, list -> {
                    list.move(1, 0);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(edit(one, list -> list.remove(0, 2)).span().length()).isEqualTo(1);
        exchange();
        assertThat(read(two)).isEqualTo("cd");
    }
}
