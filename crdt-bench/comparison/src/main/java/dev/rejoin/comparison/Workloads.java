package dev.rejoin.comparison;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.PatchScript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** The work, the same for every system. */
final class Workloads {
    /** Operations on a map, a counter and a set. */
    private static final int OPERATIONS = 20_000;

    private static final int KEYS = 1_000;
    /** The devices of a small town, as in the published list of CRDT benchmarks. */
    private static final int CLIENTS = 1_540;

    private final Contender contender;
    private final Times times;
    private final Output output;

    /** Takes figures as they are measured. */
    interface Output {
        void figure(String subject, String measure, String unit, double value, double done);
    }

    Workloads(Contender contender, Times times, Output output) {
        this.contender = contender;
        this.times = times;
        this.output = output;
    }

    private void millis(String subject, String measure, Times.Result result) {
        output.figure(subject, measure, "ms", result.millis(), result.done());
    }

    private static Times.Steps steps(int number, IntConsumer step) {
        return new Times.Steps() {
            @Override
            public int number() {
                return number;
            }

            @Override
            public void make(int index) {
                step.accept(index);
            }
        };
    }

    void text(SessionPlan plan) {
        EditingTrace trace = plan.trace();
        if (contender.texts(1, trace.startContent()).isEmpty()) {
            return;
        }
        if (!trace.isConcurrent()) {
            millis(trace.name(), "local, one transaction", times.measure(() -> {
                Contender.Text text = copies(1, trace).get(0);
                int patches = plan.script().patches();
                return contender.hasTransactions()
                        ? steps(1, step -> text.local(plan.script(), 0, patches)) // cannot be cut off
                        : steps(patches, step -> text.local(plan.script(), step, step + 1));
            }));
        }
        Times.Result live = times.measure(() -> {
            TextSession session = new TextSession(plan, copies(trace.agents(), trace));
            return steps(trace.transactions(), session::make);
        });
        millis(trace.name(), "live, a message each", live);
        if (live.done() < 1) {
            return;
        }
        List<Contender.Text> copies = copies(trace.agents() + Times.MOST_RUNS + 1, trace);
        TextSession session = new TextSession(plan, copies);
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            session.make(transaction);
        }
        Contender.Text reader = copies.get(trace.agents());
        session.messages.forEach(reader::receive);
        check(reader.content().equals(trace.endContent()), trace.name() + ": another text at the end");
        double length =
                session.messages.stream().mapToInt(Contender::length).average().orElse(0);
        if (length > 0) {
            output.figure(trace.name(), "message, mean", "bytes", length, 1);
        }
        Deque<Contender.Text> fresh = new ArrayDeque<>(copies.subList(trace.agents() + 1, copies.size()));
        millis(trace.name(), "remote, one by one", times.measure(() -> {
            Contender.Text text = fresh.removeFirst();
            return steps(session.messages.size(), step -> text.receive(session.messages.get(step)));
        }));
        reader.saveHistory().ifPresent(bytes -> saved(trace, "history", bytes, contender::loadHistory));
        reader.saveState().ifPresent(bytes -> saved(trace, "state", bytes, contender::loadState));
    }

    private void saved(EditingTrace trace, String what, byte[] bytes, Function<byte[], Contender.Text> load) {
        output.figure(trace.name(), "saved " + what, "bytes", bytes.length, 1);
        millis(
                trace.name(),
                "text read from saved " + what,
                times.measure(() -> steps(
                        1,
                        step -> check(
                                load.apply(bytes).content().equals(trace.endContent()), "another text was loaded"))));
    }

    private List<Contender.Text> copies(int number, EditingTrace trace) {
        return contender.texts(number, trace.startContent()).orElseThrow();
    }

    /** The authors of a trace at work. */
    private static final class TextSession {
        private final SessionPlan plan;
        private final List<Contender.Text> authors;
        private final List<Object> messages = new ArrayList<>();

        TextSession(SessionPlan plan, List<Contender.Text> authors) {
            this.plan = plan;
            this.authors = authors;
        }

        void make(int transaction) {
            Contender.Text author = authors.get(plan.trace().agent(transaction));
            for (int received : plan.deliveries(transaction)) {
                author.receive(messages.get(received));
            }
            messages.add(author.edit(plan.script(), transaction));
        }
    }

    void smallTypes() {
        if (contender.smalls(1).isEmpty()) {
            return;
        }
        small("map of 1,000 keys", i -> small -> small.put("key" + i % KEYS, "value" + i), 0, KEYS);
        small("counter", i -> Contender.Small::increment, 1, OPERATIONS);
        small("set of 10,000", i -> small -> small.add("element" + i % (OPERATIONS / 2)), 2, OPERATIONS / 2);
    }

    /** One edit of a copy; gives its message. */
    private interface Operation {
        Object make(Contender.Small small);
    }

    private void small(String subject, IntFunction<Operation> operation, int index, long expected) {
        perOperation(subject, "live, a message each", times.measure(() -> {
            Contender.Small small = contender.smalls(1).orElseThrow().get(0);
            return steps(OPERATIONS, i -> operation.apply(i).make(small));
        }));
        List<Contender.Small> copies = contender.smalls(Times.MOST_RUNS + 2).orElseThrow();
        List<Object> messages = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            messages.add(operation.apply(i).make(copies.get(0)));
            bytes += Contender.length(messages.get(i));
        }
        if (bytes > 0) {
            output.figure(subject, "message, mean", "bytes", (double) bytes / OPERATIONS, 1);
        }
        Deque<Contender.Small> fresh = new ArrayDeque<>(copies.subList(1, copies.size()));
        List<Contender.Small> last = new ArrayList<>();
        Times.Result merged = times.measure(() -> {
            Contender.Small small = fresh.removeFirst();
            last.add(small);
            return steps(OPERATIONS, i -> small.receive(messages.get(i)));
        });
        perOperation(subject, "merged, one by one", merged);
        if (merged.done() == 1) {
            check(
                    last.get(last.size() - 1).sizes().get(index) == expected,
                    subject + ": " + last.get(0).sizes());
        }
        copies.forEach(Contender.Small::close);
    }

    private void perOperation(String subject, String measure, Times.Result result) {
        output.figure(
                subject, measure, "us each", 1000 * result.millis() / (OPERATIONS * result.done()), result.done());
    }

    void clients() {
        Optional<List<Contender.Small>> smalls = contender.smalls(CLIENTS + Times.MOST_RUNS + 1);
        smalls.ifPresent(copies -> {
            List<Object> messages = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                messages.add(copies.get(i).put("key", "value" + i));
            }
            Deque<Contender.Small> fresh = new ArrayDeque<>(copies.subList(CLIENTS, copies.size()));
            millis("1,540 clients", "each sets one key", times.measure(() -> {
                Contender.Small reader = fresh.removeFirst();
                return steps(CLIENTS, i -> reader.receive(messages.get(i)));
            }));
            copies.forEach(Contender.Small::close);
        });
        Optional<List<Contender.Text>> texts = contender.texts(CLIENTS + Times.MOST_RUNS + 1, "");
        texts.ifPresent(copies -> {
            PatchScript.Builder letter = new PatchScript.Builder();
            letter.add(0, 0, "x");
            letter.endTransaction();
            PatchScript script = letter.build();
            List<Object> messages = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                messages.add(copies.get(i).edit(script, 0));
            }
            Deque<Contender.Text> fresh = new ArrayDeque<>(copies.subList(CLIENTS, copies.size()));
            millis("1,540 clients", "each types at one place", times.measure(() -> {
                Contender.Text reader = fresh.removeFirst();
                return steps(CLIENTS, i -> reader.receive(messages.get(i)));
            }));
            copies.forEach(Contender.Text::close);
        });
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
