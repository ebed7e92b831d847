package dev.rejoin.comparison;

import dev.rejoin.bench.trace.PatchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automerge.AmValue;
import org.automerge.ChangeHash;
import org.automerge.Document;
import org.automerge.NewValue;
import org.automerge.ObjectId;
import org.automerge.ObjectType;
import org.automerge.Transaction;

/** Automerge's Java binding: Rust behind JNI. Its sets are maps of true, as its own documentation does it. */
final class AutomergeContender implements Contender {
    @Override
    public String name() {
        return "Automerge (Java)";
    }

    @Override
    public String versionKey() {
        return "Automerge-Version";
    }

    @Override
    public String platform() {
        return "JVM, Rust by JNI";
    }

    @Override
    public Optional<List<Text>> texts(int number, String startContent) {
        Document first = new Document();
        ObjectId text;
        try (Transaction tx = first.startTransaction()) {
            text = tx.set(ObjectId.ROOT, "text", ObjectType.TEXT);
            if (!startContent.isEmpty()) {
                tx.spliceText(text, 0, 0, startContent);
            }
            tx.commit();
        }
        List<Text> texts = new ArrayList<>();
        for (int i = 1; i < number; i++) {
            texts.add(new AutomergeText(first.fork(), text));
        }
        texts.add(0, new AutomergeText(first, text));
        return Optional.of(texts);
    }

    @Override
    public Text loadHistory(byte[] history) {
        Document document = Document.load(history);
        AmValue value = document.get(ObjectId.ROOT, "text").orElseThrow();
        return new AutomergeText(document, ((AmValue.Text) value).getId());
    }

    @Override
    public Optional<List<Small>> smalls(int number) {
        Document first = new Document();
        ObjectId map;
        ObjectId set;
        try (Transaction tx = first.startTransaction()) {
            map = tx.set(ObjectId.ROOT, "map", ObjectType.MAP);
            set = tx.set(ObjectId.ROOT, "set", ObjectType.MAP);
            tx.set(ObjectId.ROOT, "counter", NewValue.counter(0));
            tx.commit();
        }
        List<Small> smalls = new ArrayList<>();
        for (int i = 1; i < number; i++) {
            smalls.add(new AutomergeSmall(first.fork(), map, set));
        }
        smalls.add(0, new AutomergeSmall(first, map, set));
        return Optional.of(smalls);
    }

    private record AutomergeText(Document document, ObjectId text) implements Text {
        @Override
        public void local(PatchScript script, int start, int end) {
            try (Transaction tx = document.startTransaction()) {
                splice(tx, script, start, end);
                tx.commit();
            }
        }

        @Override
        public Object edit(PatchScript script, int transaction) {
            ChangeHash[] before = document.getHeads();
            try (Transaction tx = document.startTransaction()) {
                splice(tx, script, script.patchStart(transaction), script.patchEnd(transaction));
                tx.commit();
            }
            return document.encodeChangesSince(before);
        }

        private void splice(Transaction tx, PatchScript script, int start, int end) {
            for (int patch = start; patch < end; patch++) {
                tx.spliceText(
                        text, script.start(patch), script.end(patch) - script.start(patch), script.inserted(patch));
            }
        }

        @Override
        public void receive(Object message) {
            document.applyEncodedChanges((byte[]) message);
        }

        @Override
        public String content() {
            return document.text(text).orElseThrow();
        }

        @Override
        public Optional<byte[]> saveHistory() {
            return Optional.of(document.save());
        }

        @Override
        public void close() {
            document.free();
        }
    }

    private record AutomergeSmall(Document document, ObjectId map, ObjectId set) implements Small {
        @Override
        public Object put(String key, String value) {
            ChangeHash[] before = document.getHeads();
            try (Transaction tx = document.startTransaction()) {
                tx.set(map, key, value);
                tx.commit();
            }
            return document.encodeChangesSince(before);
        }

        @Override
        public Object increment() {
            ChangeHash[] before = document.getHeads();
            try (Transaction tx = document.startTransaction()) {
                tx.increment(ObjectId.ROOT, "counter", 1);
                tx.commit();
            }
            return document.encodeChangesSince(before);
        }

        @Override
        public Object add(String element) {
            ChangeHash[] before = document.getHeads();
            try (Transaction tx = document.startTransaction()) {
                tx.set(set, element, true);
                tx.commit();
            }
            return document.encodeChangesSince(before);
        }

        @Override
        public void receive(Object message) {
            document.applyEncodedChanges((byte[]) message);
        }

        @Override
        public List<Long> sizes() {
            AmValue counter = document.get(ObjectId.ROOT, "counter").orElseThrow();
            return List.of(document.length(map), ((AmValue.Counter) counter).getValue(), document.length(set));
        }

        @Override
        public void close() {
            document.free();
        }
    }
}
