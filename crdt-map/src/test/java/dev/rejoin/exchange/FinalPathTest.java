package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where things stand after events, against a list of labels that is edited alike. */
class FinalPathTest {
    private static final Path LIST = Path.root().key("a").index(1).key("list");
    private static final Content CONTENT = new Content.TextContent("");
    private static final Optional<Value> VALUE = Optional.of(Value.of(1));

    @Test
    void of_elementsOfAListThatChanges_isWhereTheyStandThen() {
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            List<Integer> labels = IntStream.range(0, 6).boxed().collect(Collectors.toCollection(ArrayList::new));
            List<DocumentEvent> events = new ArrayList<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                events.add(edit(labels, random));
            }
            for (int label = 0; label < 6; label++) {
                int index = labels.indexOf(label);
                assertThat(FinalPath.of(LIST.index(label), events))
                        .as("%s after %s", label, events)
                        .isEqualTo(index < 0 ? null : LIST.index(index));
                assertThat(FinalPath.of(LIST.index(label).key("k").index(2).key("text"), events))
                        .isEqualTo(
                                index < 0
                                        ? null
                                        : LIST.index(index).key("k").index(2).key("text"));
            }
        }
    }

    /** An event of a list, and the same done to labels. */
    private static DocumentEvent edit(List<Integer> labels, Random random) {
        int size = labels.size();
        int what = size == 0 ? 0 : random.nextInt(4);
        if (what == 0) {
            int index = random.nextInt(size + 1);
            int count = 1 + random.nextInt(2);
            labels.addAll(index, Collections.nCopies(count, -1));
            return new DocumentEvent.ElementsInserted(LIST, index, Collections.nCopies(count, CONTENT));
        }
        int index = random.nextInt(size);
        if (what == 1) {
            int count = Math.min(size - index, 1 + random.nextInt(2));
            labels.subList(index, index + count).clear();
            return new DocumentEvent.ElementsRemoved(LIST, index, Collections.nCopies(count, CONTENT));
        }
        if (what == 2) {
            labels.set(index, -1);
            return new DocumentEvent.ElementSet(LIST, index, CONTENT, CONTENT);
        }
        int to = random.nextInt(size);
        labels.add(to, labels.remove(index));
        return new DocumentEvent.ElementMoved(LIST, index, to);
    }

    @Test
    void of_keyAtWhichSomethingElseCanBeRead_isGoneWithAllBelow() {
        Path map = Path.root().key("map");
        List<DocumentEvent> events = List.of(
                new DocumentEvent.ValueChanged(map, "k", VALUE, Optional.empty()),
                new DocumentEvent.ContainerAppeared(map, "k", CONTENT),
                new DocumentEvent.ContainerDisappeared(map, "k", CONTENT));
        for (DocumentEvent event : events) {
            assertThat(FinalPath.of(map.key("k"), List.of(event))).isNull();
            assertThat(FinalPath.of(map.key("k").index(3), List.of(event))).isNull();
            assertThat(FinalPath.of(map.key("l"), List.of(event))).isEqualTo(map.key("l"));
            assertThat(FinalPath.of(map, List.of(event))).isEqualTo(map);
            assertThat(FinalPath.of(Path.root().key("k"), List.of(event)))
                    .isEqualTo(Path.root().key("k"));
            assertThat(FinalPath.of(Path.root().key("maps").key("k"), List.of(event)))
                    .isEqualTo(Path.root().key("maps").key("k"));
        }
        DocumentEvent atTheRoot = new DocumentEvent.ContainerDisappeared(Path.root(), "map", CONTENT);
        assertThat(FinalPath.of(map.key("k"), List.of(atTheRoot))).isNull();
        assertThat(FinalPath.of(Path.root(), List.of(atTheRoot))).isEqualTo(Path.root());
    }

    @Test
    void of_whatIsEditedWithin_staysWhereItIs() {
        Path text = LIST.index(2);
        List<DocumentEvent> within = List.of(
                new DocumentEvent.TextInserted(text, 0, "x"),
                new DocumentEvent.TextDeleted(text, 0, "x"),
                new DocumentEvent.CounterChanged(text, BigInteger.ZERO, BigInteger.ONE),
                new DocumentEvent.SetAdded(text, Value.of(1)),
                new DocumentEvent.SetRemoved(text, Value.of(1)),
                new DocumentEvent.LogAppended(text, 0, Value.of(1)));
        assertThat(FinalPath.of(text, within)).isEqualTo(text);
        DocumentEvent elsewhere = new DocumentEvent.ElementsRemoved(Path.root().key("list"), 0, List.of(CONTENT));
        assertThat(FinalPath.of(text, List.of(elsewhere))).isEqualTo(text);
        DocumentEvent below = new DocumentEvent.ElementsRemoved(text, 0, List.of(CONTENT));
        assertThat(FinalPath.of(text, List.of(below))).isEqualTo(text);
        assertThat(FinalPath.of(text.index(1), List.of(below))).isEqualTo(text.index(0));
    }
}
