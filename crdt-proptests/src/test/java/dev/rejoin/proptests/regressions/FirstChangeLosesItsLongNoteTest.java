package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.version.DocumentId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The first change of a replica lost its author and message in batches and saved documents when they filled a page of the
 * log: the walk began at the page behind them.
 */
class FirstChangeLosesItsLongNoteTest {
    @Test
    void changesSince_firstChangeWithALongMessage_hasIt() {
        String why = "because ".repeat(200);
        Document document = Document.create(DocumentId.named("note"));
        document.edit(transaction -> transaction.message(why).root().put("key", 1));
        document.edit(transaction -> transaction.root().put("key", 2));
        Document other = Document.create(DocumentId.named("note"));
        List<DocumentChange> heard = new ArrayList<>();
        other.onChange(heard::add);
        other.receive(document.changesSince(other.version()));
        assertThat(heard.get(0).message()).contains(why);
        assertThat(heard.get(1).message()).isEmpty();
        assertThat(other.save()).isEqualTo(document.save());
    }
}
