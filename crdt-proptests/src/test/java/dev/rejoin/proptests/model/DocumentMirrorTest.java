package dev.rejoin.proptests.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.document.Content;
import dev.rejoin.document.Content.CounterContent;
import dev.rejoin.document.Content.ListContent;
import dev.rejoin.document.Content.MapContent;
import dev.rejoin.document.Content.Scalar;
import dev.rejoin.document.Content.SetContent;
import dev.rejoin.document.Content.TextContent;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentEvent.ContainerAppeared;
import dev.rejoin.document.DocumentEvent.ContainerDisappeared;
import dev.rejoin.document.DocumentEvent.CounterChanged;
import dev.rejoin.document.DocumentEvent.ElementSet;
import dev.rejoin.document.DocumentEvent.ElementsInserted;
import dev.rejoin.document.DocumentEvent.ElementsRemoved;
import dev.rejoin.document.DocumentEvent.SetAdded;
import dev.rejoin.document.DocumentEvent.SetRemoved;
import dev.rejoin.document.DocumentEvent.TextDeleted;
import dev.rejoin.document.DocumentEvent.TextInserted;
import dev.rejoin.document.DocumentEvent.ValueChanged;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mirror believes events only as far as they agree with what it heard before. */
class DocumentMirrorTest {
    private static final Path ROOT = Path.root();
    private static final Content ONE = new Scalar(Value.of(1));
    private static final Content TWO = new Scalar(Value.of(2));

    private final DocumentMirror mirror = new DocumentMirror(new MapContent(Map.of(
            "k", ONE,
            "t", new TextContent("text"),
            "l", new ListContent(List.of(ONE, new MapContent(Map.of("n", ONE)))),
            "c", new CounterContent(BigInteger.ONE),
            "s", new SetContent(List.of(Value.of(1))))));

    @Test
    void apply_eventsOfEveryKind_givesTheirContent() {
        apply(
                new ValueChanged(ROOT, "k", Optional.of(Value.of(1)), Optional.of(Value.of(2))),
                new ContainerAppeared(ROOT, "m", new MapContent(Map.of())),
                new ValueChanged(ROOT.key("m"), "new", Optional.empty(), Optional.of(Value.of("v"))),
                new TextDeleted(ROOT.key("t"), 1, "ex"),
                new TextInserted(ROOT.key("t"), 2, "!"),
                new ElementsInserted(ROOT.key("l"), 1, List.of(TWO, TWO)),
                new ElementSet(ROOT.key("l"), 0, ONE, TWO),
                new ElementsRemoved(ROOT.key("l"), 1, List.of(TWO)),
                new ValueChanged(ROOT.key("l").index(2), "n", Optional.of(Value.of(1)), Optional.empty()),
                new CounterChanged(ROOT.key("c"), BigInteger.ONE, BigInteger.TEN),
                new SetAdded(ROOT.key("s"), Value.of(0)),
                new SetRemoved(ROOT.key("s"), Value.of(1)));
        assertThat(mirror.content())
                .isEqualTo(new MapContent(Map.of(
                        "k", TWO,
                        "m", new MapContent(Map.of("new", new Scalar(Value.of("v")))),
                        "t", new TextContent("tt!"),
                        "l", new ListContent(List.of(TWO, TWO, new MapContent(Map.of()))),
                        "c", new CounterContent(BigInteger.TEN),
                        "s", new SetContent(List.of(Value.of(0))))));
    }

    static List<DocumentEvent> contradictions() {
        return List.of(
                new ValueChanged(ROOT, "k", Optional.empty(), Optional.of(Value.of(2))),
                new ValueChanged(ROOT, "k", Optional.of(Value.of(2)), Optional.empty()),
                new ContainerAppeared(ROOT, "k", new MapContent(Map.of())),
                new ContainerDisappeared(ROOT, "t", new TextContent("other")),
                new ContainerDisappeared(ROOT, "nothing", new TextContent("")),
                new TextDeleted(ROOT.key("t"), 1, "xe"),
                new TextDeleted(ROOT.key("t"), 2, "xtra"),
                new TextInserted(ROOT.key("l"), 0, "x"),
                new ElementsRemoved(ROOT.key("l"), 0, List.of(TWO)),
                new ElementSet(ROOT.key("l"), 0, TWO, ONE),
                new CounterChanged(ROOT.key("c"), BigInteger.TEN, BigInteger.ONE),
                new SetAdded(ROOT.key("s"), Value.of(1)),
                new SetRemoved(ROOT.key("s"), Value.of(2)),
                new SetRemoved(ROOT.key("nothing"), Value.of(2)),
                new ValueChanged(ROOT.key("l").index(5), "n", Optional.empty(), Optional.of(Value.of(2))),
                new ValueChanged(ROOT.key("t").key("n"), "n", Optional.empty(), Optional.of(Value.of(2))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void apply_eventThatContradictsTheContent_isAFault(DocumentEvent event) {
        assertThatThrownBy(() -> mirror.apply(event)).isInstanceOf(AssertionError.class);
    }

    private void apply(DocumentEvent... events) {
        List.of(events).forEach(mirror::apply);
    }
}
