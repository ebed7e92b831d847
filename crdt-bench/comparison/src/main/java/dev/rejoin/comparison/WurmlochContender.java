package dev.rejoin.comparison;

import com.netopyr.wurmloch.crdt.CrdtCommand;
import com.netopyr.wurmloch.crdt.LWWRegister;
import com.netopyr.wurmloch.crdt.ORSet;
import com.netopyr.wurmloch.crdt.PNCounter;
import com.netopyr.wurmloch.crdt.RGA;
import dev.rejoin.bench.trace.PatchScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Processor;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * wurmloch-crdt. It has no encoding: its commands are handed over as objects, which is less work than others do. A list
 * of characters is its text, a register for each key its map.
 */
final class WurmlochContender implements Contender {
    @Override
    public String name() {
        return "wurmloch";
    }

    @Override
    public String versionKey() {
        return "Wurmloch-Version";
    }

    @Override
    public boolean hasTransactions() {
        return false;
    }

    @Override
    public Optional<List<Text>> texts(int number, String startContent) {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            texts.add(new WurmlochText("node" + i));
        }
        PatchScript.Builder start = new PatchScript.Builder();
        start.add(0, 0, startContent);
        start.endTransaction();
        Object message = texts.get(0).edit(start.build(), 0);
        texts.subList(1, number).forEach(text -> text.receive(message));
        return Optional.of(texts);
    }

    @Override
    public Optional<List<Small>> smalls(int number) {
        List<Small> smalls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            smalls.add(new WurmlochSmall("node" + i));
        }
        return Optional.of(smalls);
    }

    /** The two ends of a replicated object: what comes from others, and what it makes. */
    private static final class Wire implements Processor<CrdtCommand, CrdtCommand> {
        private final List<CrdtCommand> made = new ArrayList<>();
        private Subscriber<? super CrdtCommand> incoming = this;

        /** As a publisher: the object asks for what comes from others. */
        @Override
        public void subscribe(Subscriber<? super CrdtCommand> subscriber) {
            incoming = subscriber;
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long number) {}

                @Override
                public void cancel() {}
            });
        }

        List<CrdtCommand> taken() {
            List<CrdtCommand> taken = List.copyOf(made);
            made.clear();
            return taken;
        }

        @SuppressWarnings("unchecked")
        void deliver(Object commands) {
            ((List<CrdtCommand>) commands).forEach(incoming::onNext);
            made.clear(); // what it passes on
        }

        @Override
        public void onNext(CrdtCommand command) {
            made.add(command);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {}

        Publisher<CrdtCommand> source() {
            return this;
        }
    }

    private static final class WurmlochText implements Text {
        private final Wire wire = new Wire();
        private final RGA<Character> characters;

        WurmlochText(String node) {
            characters = new RGA<>(node, "text", wire.source(), wire);
        }

        @Override
        public void local(PatchScript script, int start, int end) {
            for (int patch = start; patch < end; patch++) {
                for (int i = script.start(patch); i < script.end(patch); i++) {
                    characters.remove(script.start(patch));
                }
                String inserted = script.inserted(patch);
                for (int i = 0; i < inserted.length(); i++) {
                    characters.add(script.start(patch) + i, inserted.charAt(i));
                }
            }
        }

        @Override
        public Object edit(PatchScript script, int transaction) {
            local(script, script.patchStart(transaction), script.patchEnd(transaction));
            return wire.taken();
        }

        @Override
        public void receive(Object message) {
            wire.deliver(message);
        }

        @Override
        public String content() {
            StringBuilder text = new StringBuilder();
            characters.forEach(text::append);
            return text.toString();
        }
    }

    private static final class WurmlochSmall implements Small {
        private final String node;
        private final Map<String, LWWRegister<String>> registers = new HashMap<>();
        private final Map<String, Wire> wires = new HashMap<>();
        private final Wire counterWire = new Wire();
        private final PNCounter counter;
        private final Wire setWire = new Wire();
        private final ORSet<String> set;

        /** Commands, and which object they are for: a key, or one of the other two. */
        private record Message(String target, List<CrdtCommand> commands) {}

        WurmlochSmall(String node) {
            this.node = node;
            counter = new PNCounter(node, "counter", counterWire.source(), counterWire);
            set = new ORSet<>("set", setWire.source(), setWire);
        }

        private LWWRegister<String> register(String key) {
            return registers.computeIfAbsent(key, name -> {
                Wire wire = new Wire();
                wires.put(name, wire);
                return new LWWRegister<>(node, name, wire.source(), wire);
            });
        }

        private Wire wire(String key) {
            register(key);
            return wires.getOrDefault(key, counterWire);
        }

        @Override
        public Object put(String key, String value) {
            register(key).set(value);
            return new Message("/" + key, wire(key).taken());
        }

        @Override
        public Object increment() {
            counter.increment();
            return new Message("counter", counterWire.taken());
        }

        @Override
        public Object add(String element) {
            set.add(element);
            return new Message("set", setWire.taken());
        }

        @Override
        public void receive(Object received) {
            Message message = (Message) received;
            switch (message.target()) {
                case "counter" -> counterWire.deliver(message.commands());
                case "set" -> setWire.deliver(message.commands());
                default -> wire(message.target().substring(1)).deliver(message.commands());
            }
        }

        @Override
        public List<Long> sizes() {
            return List.of((long) registers.size(), counter.get(), (long) set.size());
        }
    }
}
