package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.TextReader;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A stable position moves as the events of every edit say, and is at one place wherever all was received. */
class AnchorProperties {
    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 300)
    void position_movesAsTheEventsSay_andIsEqualEverywhere(@ForAll("seeds") long seed) {
        new Session(new Random(seed)).run();
    }

    /** Where a position must be at one device. */
    private static final class Expected {
        final Anchor anchor;
        private int least;
        private int most;
        /** Whether its element may be gone: then what is inserted right there may land on either side. */
        private boolean loose;

        Expected(Anchor anchor, int index) {
            this.anchor = anchor;
            least = index;
            most = index;
        }

        void inserted(int index, int count) {
            boolean before = anchor.bias() == AnchorBias.BEFORE;
            least += index < least || index == least && before && !loose ? count : 0;
            most += index < most || index == most && (before || loose) ? count : 0;
        }

        void deleted(int index, int count) {
            int neighbour = anchor.bias() == AnchorBias.AFTER ? -1 : 0;
            loose |= anchor.element().isPresent() && index <= most + neighbour && least + neighbour < index + count;
            least = least <= index ? least : Math.max(index, least - count);
            most = most <= index ? most : Math.max(index, most - count);
        }
    }

    private static final class Session {
        private final Random random;
        private final List<Document> documents = new ArrayList<>();
        private final List<List<Expected>> expected = new ArrayList<>();

        Session(Random random) {
            this.random = random;
            Document first = Replicas.create(1);
            first.edit(tx -> tx.root().text("t").append("abcdef"));
            for (int i = 0; i < 3; i++) {
                Document document = Replicas.create(2 + i);
                document.receive(first.changesSince(document.version()));
                List<Expected> own = new ArrayList<>();
                document.onChange(change -> change.events().forEach(event -> follow(own, event)));
                documents.add(document);
                expected.add(own);
            }
        }

        private static void follow(List<Expected> all, DocumentEvent event) {
            for (Expected each : all) {
                if (event instanceof DocumentEvent.TextInserted inserted) {
                    each.inserted(inserted.index(), inserted.text().length());
                } else if (event instanceof DocumentEvent.TextDeleted deleted) {
                    each.deleted(deleted.index(), deleted.length());
                }
            }
        }

        void run() {
            for (int step = 0; step < 30; step++) {
                int at = random.nextInt(documents.size());
                Document document = documents.get(at);
                switch (random.nextInt(4)) {
                    case 0 -> anchor(at);
                    case 1 -> receive(at, random.nextInt(documents.size()));
                    default -> document.edit(tx -> edit(tx.root().text("t")));
                }
                check(at);
            }
            for (int round = 0; round < 2; round++) {
                for (int at = 0; at < documents.size(); at++) {
                    for (int from = 0; from < documents.size(); from++) {
                        receive(at, from);
                    }
                    check(at);
                }
            }
            for (List<Expected> own : expected) {
                for (Expected each : own) {
                    int first = text(0).indexOf(each.anchor).orElseThrow();
                    assertThat(text(1).indexOf(each.anchor)).hasValue(first);
                    assertThat(text(2).indexOf(each.anchor)).hasValue(first);
                    Document loaded = Document.load(documents.get(0).save());
                    assertThat(loaded.root().text("t").indexOf(each.anchor)).hasValue(first);
                }
            }
        }

        private TextReader text(int at) {
            return documents.get(at).root().text("t");
        }

        private void edit(TextEditor text) {
            int start = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), start + random.nextInt(4));
            text.replace(start, end, "uvwxyz".substring(0, random.nextInt(4)));
        }

        private void receive(int to, int from) {
            Document target = documents.get(to);
            target.receive(documents.get(from).changesSince(target.version()));
        }

        private void anchor(int at) {
            int index = random.nextInt(text(at).length() + 1);
            Anchor anchor = text(at).anchorAt(index, random.nextBoolean() ? AnchorBias.BEFORE : AnchorBias.AFTER);
            expected.get(at).add(new Expected(Anchor.fromBytes(anchor.toBytes()), index));
        }

        private void check(int at) {
            TextReader live = text(at);
            TextReader view = documents.get(at).view().root().text("t");
            for (Expected each : expected.get(at)) {
                int index = live.indexOf(each.anchor).orElseThrow();
                assertThat(index).as("%s in %s", each.anchor, live).isBetween(each.least, each.most);
                assertThat(view.indexOf(each.anchor)).hasValue(index);
            }
        }
    }
}
