package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told what, in which order, and what happens to those who fail or cannot follow. */
class EventsTest {
    private final List<DocumentWarning> warnings = new ArrayList<>();
    private final Document a = open(1);
    private final Document b = open(2);

    private Document open(long replica) {
        return open(replica, UnaryOperator.identity());
    }

    private Document open(long replica, UnaryOperator<DocumentOptions> more) {
        DocumentOptions options = DocumentOptions.defaults()
                .withReplica(new ReplicaId(replica))
                .withClock(() -> 1_000_000_000_000L)
                .withWarnings(warnings::add);
        return Document.create(DocumentId.named("events"), more.apply(options));
    }

    @Test
    void change_saysWhoMadeItWhereAndWhen() {
        List<DocumentChange> heard = new ArrayList<>();
        b.onChange(heard::add);
        Change change = a.edit(tx -> {
            tx.author("Ada");
            tx.message("first");
            tx.root().put("k", 1);
        });
        b.receive(change.toBytes());
        b.edit(tx -> tx.root().put("k", 2));
        assertThat(heard).hasSize(2);
        DocumentChange remote = heard.get(0);
        assertThat(remote.replica()).isEqualTo(a.replica());
        assertThat(remote.author()).contains("Ada");
        assertThat(remote.message()).contains("first");
        assertThat(remote.origin()).isEqualTo(EditOrigin.REMOTE);
        assertThat(remote.span()).isEqualTo(change.span());
        assertThat(remote.timestamp()).isEqualTo(change.timestamp());
        DocumentChange local = heard.get(1);
        assertThat(local.origin()).isEqualTo(EditOrigin.LOCAL);
        assertThat(local.author()).isEmpty();
        assertThat(local.events())
                .containsExactly(new DocumentEvent.ValueChanged(
                        Path.root(), "k", Optional.of(Value.of(1)), Optional.of(Value.of(2))));
    }

    @Test
    void onChange_ofAPlace_tellsWhatConcernsItOnly() {
        List<DocumentEvent> heard = new ArrayList<>();
        List<DocumentChange> changes = new ArrayList<>();
        Path place = Path.root().key("site").key("notes");
        Subscription subscription = a.onChange(place, changes::add);
        a.edit(tx -> tx.root().put("other", 1));
        a.edit(tx -> tx.root().map("site").put("name", "x"));
        assertThat(changes).hasSize(1); // the site appeared, and with it the place of the notes
        a.edit(tx -> tx.root().map("site").put("name", "y").text("notes").append("Hi"));
        a.edit(tx -> tx.root().map("site").put("name", "z"));
        a.edit(tx -> tx.root().text("notes").append("elsewhere"));
        a.edit(tx -> tx.root().remove("site"));
        subscription.close();
        a.edit(tx -> tx.root().map("site").text("notes").append("unheard"));
        changes.forEach(change -> heard.addAll(change.events()));
        assertThat(changes).hasSize(3);
        assertThat(heard).hasSize(4);
        assertThat(heard.get(1)).isInstanceOf(DocumentEvent.ContainerAppeared.class);
        assertThat(heard.get(2)).isEqualTo(new DocumentEvent.TextInserted(place, 0, "Hi"));
        assertThat(heard.get(3)).isInstanceOf(DocumentEvent.ContainerDisappeared.class);
    }

    @Test
    void onChange_ofAPlace_hearsWhatHappensInElementsOfItsList() {
        List<DocumentChange> changes = new ArrayList<>();
        a.onChange(Path.root().key("list"), changes::add);
        a.edit(tx -> tx.root().list("list").insertMap(0).put("k", 1));
        a.edit(tx -> tx.root().list("list").map(0).put("k", 2));
        a.edit(tx -> tx.root().list("other").insertMap(0).put("k", 1));
        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).events().get(0).path())
                .isEqualTo(Path.root().key("list").index(0));
    }

    @Test
    void onChange_ofAnIndex_isRefused() {
        Path place = Path.root().key("list").index(0);
        assertThatThrownBy(() -> a.onChange(place, change -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.changes(place, Runnable::run, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The content that goes is copied for those who hear of it, and for nobody else. */
    @Test
    void onChange_ofAPlace_doesNotDescribeWhatHappensElsewhere() {
        long heard = allocatedByRemoval(Path.root());
        long elsewhere = allocatedByRemoval(Path.root().key("elsewhere"));
        assertThat(elsewhere).isLessThan(heard / 8);
    }

    private long allocatedByRemoval(Path place) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            Document document = open(5);
            document.edit(tx -> {
                for (int key = 0; key < 3_000; key++) {
                    tx.root().map("m").put("k" + key, key);
                }
            });
            document.onChange(place, change -> {});
            long before = threads.getCurrentThreadAllocatedBytes();
            document.edit(tx -> tx.root().remove("m"));
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void listenerThatThrows_harmsNobodyAndIsReported() {
        List<DocumentChange> heard = new ArrayList<>();
        IllegalStateException exception = new IllegalStateException("a listener's own");
        AssertionError error = new AssertionError("an error too");
        a.onChange(change -> {
            throw exception;
        });
        a.onChange(change -> {
            throw error;
        });
        a.onLocalChange(change -> {
            throw new StackOverflowError();
        });
        a.onChange(heard::add);
        a.edit(tx -> tx.root().put("k", 1));
        assertThat(heard).hasSize(1);
        assertThat(a.root().getLong("k", 0)).isEqualTo(1);
        assertThat(warnings).hasSize(3);
        assertThat(warnings)
                .contains(new DocumentWarning.ListenerFailed(exception), new DocumentWarning.ListenerFailed(error));
        a.edit(tx -> tx.root().put("k", 2));
        assertThat(warnings).hasSize(6);
    }

    @Test
    void whoeverIsWarnedThrows_harmsNobody() {
        Document document = open(
                3,
                options -> options.withWarnings(warning -> {
                    throw new IllegalStateException("not even this");
                }));
        document.onChange(change -> {
            throw new IllegalStateException("a listener's own");
        });
        document.edit(tx -> tx.root().put("k", 1));
        assertThat(document.root().getLong("k", 0)).isEqualTo(1);
    }

    @Test
    void listenerThatEndsAnother_keepsItFromHearing() {
        List<DocumentChange> heard = new ArrayList<>();
        List<Subscription> second = new ArrayList<>();
        a.onChange(change -> second.get(0).close());
        second.add(a.onChange(heard::add));
        a.edit(tx -> tx.root().put("k", 1));
        assertThat(heard).isEmpty();
        second.get(0).close();
        assertThat(warnings).isEmpty();
    }

    @Test
    void edit_withATimeBeyondTheBound_warnsOnce() {
        long[] now = {1_000_000_000_000L};
        Document phone = open(4, options -> options.withClock(() -> now[0]));
        phone.edit(tx -> tx.root().put("k", 1));
        now[0] -= 24L * 3_600_000;
        for (int i = 0; i < 3; i++) {
            assertThat(phone.edit(tx -> tx.root().put("k", 2)).isEmpty()).isFalse();
        }
        assertThat(warnings).hasSize(1);
        assertThat(((DocumentWarning.ClockAhead) warnings.get(0)).lead().toHours())
                .isEqualTo(24);
        now[0] += 48L * 3_600_000;
        phone.edit(tx -> tx.root().put("k", 3));
        now[0] -= 24L * 3_600_000;
        phone.edit(tx -> tx.root().put("k", 4));
        assertThat(warnings).hasSize(2);
    }

    /** Runs what it is given when it is told to. */
    private static final class Later extends ArrayDeque<Runnable> {
        private static final long serialVersionUID = 1L;

        void runAll() {
            while (!isEmpty()) {
                remove().run();
            }
        }
    }

    private static class Recording implements Flow.Subscriber<DocumentChange> {
        private final List<DocumentChange> taken = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(DocumentChange change) {
            taken.add(change);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onComplete() {
            throw new AssertionError("a document does not end");
        }

        void request(long number) {
            if (subscription != null) {
                subscription.request(number);
            }
        }
    }

    @Test
    void publisher_givesWhatIsAskedForInOrder() {
        Later later = new Later();
        Recording subscriber = new Recording();
        a.changes(Path.root(), later::add, 4).subscribe(subscriber);
        later.runAll();
        a.edit(tx -> tx.root().put("k", 1));
        a.edit(tx -> tx.root().put("k", 2));
        later.runAll();
        assertThat(subscriber.taken).isEmpty();
        subscriber.request(1);
        later.runAll();
        assertThat(subscriber.taken).hasSize(1);
        subscriber.request(5);
        later.runAll();
        assertThat(subscriber.taken).extracting(change -> change.span().start()).containsExactly(0L, 1L);
        assertThat(subscriber.failure).isNull();
    }

    @Test
    void publisher_slowSubscriber_endsAloneWithATypedError() {
        Later later = new Later();
        Recording slow = new Recording();
        Recording quick = new Recording();
        Flow.Publisher<DocumentChange> changes = a.changes(Path.root(), later::add, 2);
        changes.subscribe(slow);
        changes.subscribe(quick);
        later.runAll();
        quick.request(Long.MAX_VALUE);
        Change missed = a.edit(tx -> tx.root().put("k", 0));
        for (int i = 1; i <= 2; i++) {
            later.runAll();
            int value = i;
            missed = a.edit(tx -> tx.root().put("k", value));
        }
        later.runAll();
        a.edit(tx -> tx.root().put("k", 9));
        later.runAll();
        assertThat(slow.failure).isInstanceOf(ChangesMissedException.class);
        assertThat(((ChangesMissedException) slow.failure).firstMissed()).isEqualTo(missed.span());
        assertThat(slow.taken).isEmpty();
        assertThat(quick.taken).hasSize(4);
        assertThat(quick.failure).isNull();

        // A view and a new subscription, and nothing is missing between them.
        DocumentView view = a.view();
        Recording again = new Recording();
        changes.subscribe(again);
        later.runAll();
        again.request(10);
        Change next = a.edit(tx -> tx.root().put("k", 10));
        later.runAll();
        assertThat(view.version().get(a.replica())).isEqualTo(next.firstSeq());
        assertThat(again.taken).hasSize(1);
    }

    @Test
    void publisher_cancelledSubscription_costsNothingMore() {
        Later later = new Later();
        Recording subscriber = new Recording();
        a.changes(Path.root().key("k"), later::add, 2).subscribe(subscriber);
        later.runAll();
        Flow.Subscription subscription = subscriber.subscription;
        if (subscription != null) {
            subscription.cancel();
        }
        later.runAll();
        for (int i = 0; i < 5; i++) {
            int value = i;
            a.edit(tx -> tx.root().put("k", value));
        }
        later.runAll();
        assertThat(subscriber.taken).isEmpty();
        assertThat(subscriber.failure).isNull();
        assertThat(warnings).isEmpty();
    }

    @Test
    void publisher_executorThatRefuses_isReportedAndHarmsNobody() {
        boolean[] refuses = {false};
        a.changes(
                        Path.root(),
                        task -> {
                            if (refuses[0]) {
                                throw new RejectedExecutionException("shut down");
                            }
                            task.run();
                        },
                        2)
                .subscribe(new Recording() {
                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        given.request(Long.MAX_VALUE);
                    }
                });
        refuses[0] = true;
        a.edit(tx -> tx.root().put("k", 1));
        a.edit(tx -> tx.root().put("k", 2));
        assertThat(warnings).hasSize(1);
        assertThat(a.root().getLong("k", 0)).isEqualTo(2);
    }
}
