package dev.rejoin.comparison;

import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.TextEditor;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rejoin through its public API. */
final class RejoinContender implements Contender {
    private static final DocumentId ID = DocumentId.named("comparison");

    @Override
    public String name() {
        return "Rejoin";
    }

    @Override
    public String versionKey() {
        return "Rejoin-Version";
    }

    @Override
    public Optional<List<Text>> texts(int number, String startContent) {
        Document first = Document.create(ID);
        byte[] start =
                first.edit(tx -> tx.root().text("text").insert(0, startContent)).toBytes();
        List<Text> texts = new ArrayList<>(List.of(new RejoinText(first)));
        while (texts.size() < number) {
            Document other = Document.create(ID);
            if (start.length > 0) {
                other.receive(start);
            }
            texts.add(new RejoinText(other));
        }
        return Optional.of(texts);
    }

    @Override
    public Text loadHistory(byte[] history) {
        Document document = Document.create(ID);
        document.receive(history);
        return new RejoinText(document);
    }

    @Override
    public Text loadState(byte[] state) {
        return new RejoinText(Document.load(state));
    }

    @Override
    public Optional<List<Small>> smalls(int number) {
        List<Small> smalls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            smalls.add(new RejoinSmall(Document.create(ID)));
        }
        return Optional.of(smalls);
    }

    private record RejoinText(Document document) implements Text {
        @Override
        public void local(PatchScript script, int start, int end) {
            document.edit(tx -> {
                TextEditor text = tx.root().text("text");
                for (int patch = start; patch < end; patch++) {
                    type(text, script, patch);
                }
            });
        }

        @Override
        public Object edit(PatchScript script, int transaction) {
            return document.edit(tx -> {
                        TextEditor text = tx.root().text("text");
                        for (int patch = script.patchStart(transaction);
                                patch < script.patchEnd(transaction);
                                patch++) {
                            type(text, script, patch);
                        }
                    })
                    .toBytes();
        }

        private static void type(TextEditor text, PatchScript script, int patch) {
            int start = script.start(patch);
            int end = script.end(patch);
            if (start < end) {
                text.delete(start, end);
            }
            if (!script.inserted(patch).isEmpty()) {
                text.insert(start, script.inserted(patch));
            }
        }

        @Override
        public void receive(Object message) {
            document.receive((byte[]) message);
        }

        @Override
        public String content() {
            return document.root().text("text").toString();
        }

        @Override
        public Optional<byte[]> saveHistory() {
            return Optional.of(document.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
        }

        @Override
        public Optional<byte[]> saveState() {
            return Optional.of(document.save(SaveOptions.withoutHistory().compressed()));
        }
    }

    private record RejoinSmall(Document document) implements Small {
        @Override
        public Object put(String key, String value) {
            return document.edit(tx -> tx.root().map("map").put(key, value)).toBytes();
        }

        @Override
        public Object increment() {
            return document.edit(tx -> tx.root().counter("counter").increment()).toBytes();
        }

        @Override
        public Object add(String element) {
            return document.edit(tx -> tx.root().set("set").add(element)).toBytes();
        }

        @Override
        public void receive(Object message) {
            document.receive((byte[]) message);
        }

        @Override
        public List<Long> sizes() {
            return List.of(
                    (long) document.root().map("map").size(),
                    document.root().counter("counter").value(),
                    (long) document.root().set("set").size());
        }
    }
}
