package dev.rejoin.document;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes for subscribers on other threads, each behind a buffer of its own, so that a slow one ends alone. */
final class ChangePublisher implements Flow.Publisher<DocumentChange> {
    private final Supplier<Listeners> listeners;
    private final Path place;
    private final Executor executor;
    private final int capacity;

    ChangePublisher(Supplier<Listeners> listeners, Path place, Executor executor, int capacity) {
        this.listeners = listeners;
        this.place = place;
        this.executor = executor;
        this.capacity = capacity;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super DocumentChange> subscriber) {
        Objects.requireNonNull(subscriber);
        Feed feed = new Feed(new SubmissionPublisher<>(executor, capacity));
        feed.out.subscribe(subscriber);
        feed.place = listeners.get().add(place, feed);
    }

    /** What one subscriber is told. */
    private static final class Feed implements Consumer<DocumentChange> {
        private final SubmissionPublisher<DocumentChange> out;
        private @Nullable Subscription place;

        Feed(SubmissionPublisher<DocumentChange> out) {
            this.out = out;
        }

        @Override
        public void accept(DocumentChange change) {
            boolean wanted = out.hasSubscribers();
            boolean failed = true;
            try {
                if (wanted && out.offer(change, null) < 0) {
                    wanted = false;
                    out.closeExceptionally(new ChangesMissedException(change.span(), out.getMaxBufferCapacity()));
                }
                failed = false;
            } finally {
                if (!wanted || failed) {
                    Objects.requireNonNull(place).close();
                }
            }
        }
    }
}
