package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.InvalidOperationException;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that no honest replica can issue. */
class CheckerTest {
    private static final long HONEST = 11;
    private static final long FORGER = 22;
    private static final MapOp.Put PUT = new MapOp.Put("k", new RegisterOp.Write(Value.of(1), Dots.EMPTY));

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("checker"), ContainerType.MAP);
    private final DocumentState state = new DocumentState(context, TreeShape.TINY, 1);
    private final int honest = context.replicas().intern(HONEST);
    private final int forger = context.replicas().intern(FORGER);
    private final ContainerTable containers = context.containers();
    private int text;
    private int list;
    private int counter;

    /** A text of three characters (seqs 3 to 5), a list of two values (6, 7), a counter near its limit (8). */
    @BeforeEach
    void applyHonestChange() {
        text = containers.intern(ContainerTable.ROOT, "text", ContainerType.TEXT);
        list = containers.intern(ContainerTable.ROOT, "list", ContainerType.LIST);
        counter = containers.intern(ContainerTable.ROOT, "counter", ContainerType.COUNTER);
        context.writableText().append(honest, 3, "abc", 0, 3);
        context.writableElements().append(honest, 6, Value.of(1));
        context.writableElements().append(honest, 7, Value.of(2));
        Consumer<OpSink> change = sink -> {
            sink.operation(text, 0, MapOp.Create.PLAIN);
            sink.operation(list, 1, MapOp.Create.PLAIN);
            sink.operation(counter, 2, MapOp.Create.PLAIN);
            sink.insert(text, true, 3, 3, ElementId.NONE, false, false);
            sink.insert(list, false, 6, 2, ElementId.NONE, false, false);
            sink.operation(counter, 8, new CounterOp.Increment(Long.MAX_VALUE - 5));
        };
        change.accept(state.checker(honest, 1000));
        state.begin(honest, 1000, false);
        change.accept(state.applier());
        state.end(0, 9);
        state.checkInvariants();
    }

    private void refused(Consumer<OpSink> change) {
        assertThatThrownBy(() -> change.accept(state.checker(forger, 2000)))
                .isInstanceOf(InvalidOperationException.class);
        state.checkInvariants();
    }

    private void accepted(Consumer<OpSink> change) {
        assertThatCode(() -> change.accept(state.checker(forger, 2000))).doesNotThrowAnyException();
    }

    private static long id(int replica, long seq) {
        return ElementId.of(replica, seq);
    }

    @Test
    void insert_parentThatIsNoElement_isRefused() {
        refused(sink -> sink.insert(text, true, 0, 1, id(honest, 0), false, false));
        refused(sink -> sink.insert(text, true, 0, 1, id(honest, 99), false, false));
        refused(sink -> sink.insert(text, true, 0, 1, id(honest, 6), false, false));
        refused(sink -> sink.insert(-1, true, 0, 1, id(honest, 6), false, false));
        refused(sink -> sink.insert(list, true, 0, 1, ElementId.NONE, false, false));
        refused(sink -> sink.insert(-1, true, 0, 1, ElementId.NONE, false, false));
        refused(sink -> sink.insert(text, true, 0, 0, ElementId.NONE, false, false));
        accepted(sink -> sink.insert(-1, true, 0, 1, id(honest, 4), true, false));
    }

    @Test
    void insert_priorityBelowTheParents_isRefused() {
        assertThatThrownBy(() -> state.checker(forger, 999).insert(text, true, 0, 1, id(honest, 4), false, false))
                .isInstanceOf(InvalidOperationException.class);
        assertThatCode(() -> state.checker(forger, 1000).insert(text, true, 0, 1, id(honest, 4), false, false))
                .doesNotThrowAnyException(); // the larger replica decides
    }

    @Test
    void insert_continuationOfAnothersRun_isRefused() {
        refused(sink -> sink.insert(text, true, 6, 1, id(honest, 5), false, true));
        accepted(sink -> {
            sink.insert(text, true, 0, 2, id(honest, 5), false, false);
            sink.insert(text, true, 2, 1, id(forger, 1), false, true);
            sink.delete(3, id(forger, 0), 3, 0);
        });
        refused(sink -> {
            sink.insert(text, true, 0, 2, id(honest, 5), false, false);
            sink.insert(text, true, 3, 1, id(forger, 1), false, true);
        });
    }

    /** One sequence that was in order says nothing of another, nor of elements of another kind. */
    @Test
    void insert_afterAnAcceptedOne_isCheckedLikeTheFirst() {
        int never = containers.intern(ContainerTable.ROOT, "never", ContainerType.TEXT, id(forger, 50));
        Consumer<OpSink> good = sink -> sink.insert(text, true, 0, 1, ElementId.NONE, false, false);
        accepted(good.andThen(sink -> sink.insert(text, true, 1, 1, ElementId.NONE, false, false)));
        accepted(good.andThen(sink -> sink.insert(list, false, 1, 1, ElementId.NONE, false, false)));
        refused(good.andThen(sink -> sink.insert(never, true, 1, 1, ElementId.NONE, false, false)));
        refused(good.andThen(sink -> sink.insert(text, false, 1, 1, ElementId.NONE, false, false)));
        refused(good.andThen(sink -> sink.insert(list, true, 1, 1, ElementId.NONE, false, false)));
    }

    /** What a later version may let stand in a container of its own is not for this one to say. */
    @Test
    void operation_onContainerOfALaterType_isAccepted() {
        int later = containers.intern(ContainerTable.ROOT, "later", ContainerType.LOG + 1);
        RegisterOp.Write write = new RegisterOp.Write(Value.of(1), Dots.EMPTY);
        accepted(sink -> {
            sink.operation(later, 0, MapOp.Create.PLAIN);
            sink.operation(later, 1, write);
        });
        for (int type = ContainerType.MAP; type <= ContainerType.LOG; type++) {
            int known = containers.intern(ContainerTable.ROOT, "known", type);
            refused(sink -> {
                sink.operation(known, 0, MapOp.Create.PLAIN);
                sink.operation(known, 1, write);
            });
        }
    }

    @Test
    void delete_idsThatAreNoElements_isRefused() {
        refused(sink -> sink.delete(0, id(honest, 2), 1, 0));
        refused(sink -> sink.delete(0, id(honest, 4), 3, 0)); // runs over into the list
        refused(sink -> sink.delete(0, id(honest, 4), 3, -1));
        accepted(sink -> sink.delete(0, id(honest, 5), 3, -1));
        accepted(sink -> sink.delete(0, id(honest, 3), 3, 1));
    }

    @Test
    void operation_onAnotherType_isRefused() {
        refused(sink -> sink.operation(text, 0, PUT));
        refused(sink -> sink.operation(ContainerTable.ROOT, 0, new CounterOp.Increment(1)));
        refused(sink -> sink.operation(list, 0, new SetOp.Add(Value.of(1), Dots.EMPTY)));
        refused(sink -> sink.operation(ContainerTable.ROOT, 0, new RegisterOp.Write(Value.of(1), Dots.EMPTY)));
        accepted(sink -> sink.operation(ContainerTable.ROOT, 0, PUT));
    }

    @Test
    void operation_onContainerThatWasNeverCreated_isRefusedIfAnOperationMustHaveMadeIt() {
        int anew = containers.intern(ContainerTable.ROOT, "new", ContainerType.MAP, id(forger, 0));
        int below = containers.intern(anew, "below", ContainerType.MAP);
        refused(sink -> sink.operation(anew, 1, PUT));
        refused(sink -> sink.operation(anew, 1, new MapOp.Hide(VersionVector.EMPTY)));
        refused(sink -> sink.operation(anew, 1, new MapOp.Clear(VersionVector.EMPTY)));
        refused(sink -> sink.operation(below, 1, MapOp.Create.PLAIN));
        accepted(sink -> {
            sink.operation(anew, 0, MapOp.Create.PLAIN);
            sink.operation(anew, 1, PUT);
            sink.operation(below, 2, MapOp.Create.PLAIN);
        });
        refused(sink -> sink.operation(anew, 1, PUT)); // the accepted change was only checked
    }

    @Test
    void operation_onContainerThatIsNamedByKeysAlone_needsNoCreation() {
        int map = containers.intern(ContainerTable.ROOT, "new", ContainerType.MAP);
        int below = containers.intern(map, "below", ContainerType.TEXT);
        int inElement = containers.intern(list, id(honest, 7), ContainerType.MAP);
        accepted(sink -> {
            sink.operation(map, 0, PUT);
            sink.operation(map, 1, new MapOp.Hide(VersionVector.EMPTY));
            sink.operation(map, 2, new MapOp.Clear(VersionVector.EMPTY));
            sink.insert(below, true, 3, 1, ElementId.NONE, false, false);
            sink.operation(inElement, 4, PUT);
        });
        int inText = containers.intern(text, "k", ContainerType.MAP);
        int inMap = containers.intern(ContainerTable.ROOT, id(honest, 6), ContainerType.MAP);
        int elsewhere = containers.intern(list, id(honest, 3), ContainerType.MAP);
        int deep = map;
        for (int depth = 0; depth < FormatLimits.MAX_DEPTH; depth++) {
            deep = containers.intern(deep, "d", ContainerType.MAP);
        }
        for (int wrong : new int[] {inText, inMap, elsewhere, deep}) {
            refused(sink -> sink.operation(wrong, 0, PUT));
        }
    }

    @Test
    void create_whereNoContainerCanStand_isRefused() {
        int inText = containers.intern(text, "k", ContainerType.MAP);
        int inMap = containers.intern(ContainerTable.ROOT, id(honest, 6), ContainerType.MAP);
        int elsewhere = containers.intern(list, id(honest, 3), ContainerType.MAP);
        int inElement = containers.intern(list, id(honest, 7), ContainerType.MAP);
        for (int wrong : new int[] {ContainerTable.ROOT, inText, inMap, elsewhere}) {
            refused(sink -> sink.operation(wrong, 0, MapOp.Create.PLAIN));
        }
        accepted(sink -> sink.operation(inElement, 0, MapOp.Create.PLAIN));
    }

    @Test
    void setElement_ofAnotherList_isRefused() {
        RegisterOp.Write write = new RegisterOp.Write(Value.of(1), Dots.EMPTY);
        refused(sink -> sink.operation(list, 0, new MapOp.SetElement(OpId.of(HONEST, 3), write)));
        refused(sink -> sink.operation(list, 0, new MapOp.SetElement(OpId.of(33, 6), write)));
        accepted(sink -> sink.operation(list, 0, new MapOp.SetElement(OpId.of(HONEST, 6), write)));
    }

    @Test
    void moveElement_ofAnotherList_besideAnother_orOlderThanIts_isRefused() {
        OpId first = OpId.of(HONEST, 6);
        OpId second = OpId.of(HONEST, 7);
        refused(sink -> sink.operation(list, 0, new MapOp.MoveElement(OpId.of(HONEST, 3), second, false)));
        refused(sink -> sink.operation(list, 0, new MapOp.MoveElement(first, OpId.of(HONEST, 3), false)));
        refused(sink -> sink.operation(list, 0, new MapOp.MoveElement(first, OpId.of(33, 7), true)));
        refused(sink -> sink.operation(list, 0, new MapOp.MoveElement(OpId.of(33, 7), second, true)));
        refused(sink -> sink.operation(text, 0, new MapOp.MoveElement(first, second, false)));
        assertThatThrownBy(() ->
                        state.checker(forger, 999).operation(list, 0, new MapOp.MoveElement(first, second, false)))
                .isInstanceOf(InvalidOperationException.class);
        accepted(sink -> sink.operation(list, 0, new MapOp.MoveElement(first, second, true)));
    }

    @Test
    void position_isAPlaceForInserts_butNoElement() {
        OpId first = OpId.of(HONEST, 6);
        OpId second = OpId.of(HONEST, 7);
        MapOp.MoveElement move = new MapOp.MoveElement(first, second, false);
        long position = id(forger, 0);
        OpId positionId = OpId.of(FORGER, 0);
        RegisterOp.Write write = new RegisterOp.Write(Value.of(1), Dots.EMPTY);
        int inside = containers.intern(list, position, ContainerType.MAP);
        for (boolean applied : new boolean[] {false, true}) {
            if (applied) {
                state.begin(forger, 1500, false);
                state.applier().operation(list, 0, move);
                state.end(0, 1);
                state.checkInvariants();
            }
            Consumer<OpSink> before = sink -> {
                if (!applied) {
                    sink.operation(list, 0, move);
                }
            };
            accepted(before.andThen(sink -> sink.insert(list, false, 1, 1, position, true, false)));
            accepted(before.andThen(sink -> sink.operation(list, 1, new MapOp.MoveElement(second, positionId, true))));
            refused(before.andThen(sink -> sink.insert(list, false, 1, 1, position, false, true)));
            refused(before.andThen(sink -> sink.delete(1, position, 1, 0)));
            refused(before.andThen(sink -> sink.operation(list, 1, new MapOp.MoveElement(positionId, second, false))));
            refused(before.andThen(sink -> sink.operation(list, 1, new MapOp.SetElement(positionId, write))));
            refused(before.andThen(sink -> sink.operation(inside, 1, MapOp.Create.PLAIN)));
        }
    }

    @Test
    void vectors_thatCoverWhatComesAfter_areRefused() {
        VersionVector own = VersionVector.of(new ReplicaId(FORGER), 5);
        refused(sink -> sink.operation(text, 4, new MapOp.Hide(own)));
        refused(sink -> sink.operation(text, 4, new MapOp.Clear(own)));
        refused(sink -> sink.operation(ContainerTable.ROOT, 9, new MapOp.Hide(own)));
        accepted(sink -> sink.operation(text, 5, new MapOp.Hide(own)));
    }

    @Test
    void increments_beyond64Bits_areRefused() {
        accepted(sink -> sink.operation(counter, 0, new CounterOp.Increment(Long.MAX_VALUE)));
        refused(sink -> {
            sink.operation(counter, 0, new CounterOp.Increment(Long.MAX_VALUE));
            sink.operation(counter, 1, new CounterOp.Increment(1));
        });
        assertThatThrownBy(() -> {
                    OpSink sink = state.checker(honest, 3000);
                    sink.operation(counter, 9, new CounterOp.Increment(3));
                    sink.operation(counter, 10, new CounterOp.Increment(3));
                })
                .isInstanceOf(InvalidOperationException.class);
        int other = containers.intern(ContainerTable.ROOT, "other", ContainerType.COUNTER);
        refused(sink -> {
            sink.operation(other, 0, MapOp.Create.PLAIN);
            sink.operation(other, 1, new CounterOp.Increment(Long.MAX_VALUE));
            sink.operation(counter, 2, new CounterOp.Increment(7));
            sink.operation(other, 3, new CounterOp.Increment(1));
        });
    }

    @Test
    void restamp_whereNoReplicaBegins_isRefused() {
        RestampOp restamp = new RestampOp(new ReplicaId(HONEST), 3);
        accepted(sink -> {
            sink.operation(ContainerTable.ROOT, 0, restamp);
            sink.operation(ContainerTable.ROOT, 1, new RestampOp(new ReplicaId(33), 0));
            sink.operation(ContainerTable.ROOT, 2, PUT);
        });
        refused(sink -> sink.operation(ContainerTable.ROOT, 1, restamp));
        refused(sink -> sink.operation(list, 0, restamp));
        refused(sink -> {
            sink.operation(ContainerTable.ROOT, 0, PUT);
            sink.operation(ContainerTable.ROOT, 1, restamp);
        });
        refused(sink -> {
            sink.operation(ContainerTable.ROOT, 0, restamp);
            sink.operation(ContainerTable.ROOT, 1, PUT);
            sink.operation(ContainerTable.ROOT, 2, restamp);
        });
    }
}
