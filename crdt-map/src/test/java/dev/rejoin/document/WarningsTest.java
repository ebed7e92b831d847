package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a warning reaches: whoever the application named, else the log; and when it is said again. */
class WarningsTest {
    private static final long NOON = 1_767_268_800_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Logger logger = Logger.getLogger("dev.rejoin");
    private final List<LogRecord> logged = new ArrayList<>();
    private final List<DocumentWarning> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private long now = NOON;

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private DocumentOptions options() {
        return DocumentOptions.defaults().withReplica(new ReplicaId(1)).withClock(() -> now);
    }

    private static Document open(DocumentOptions options) {
        return Document.create(DocumentId.named("warnings"), options);
    }

    /** Writes when the clock is an hour ahead, and then when it was set back. */
    private void writeAhead(Document document) {
        now = NOON + HOUR;
        document.edit(tx -> tx.root().put("k", 1));
        now = NOON;
        document.edit(tx -> tx.root().put("k", 2));
    }

    @Test
    void listenerThatFails_isToldToTheApplication() {
        Document document = open(options().withWarnings(warnings::add));
        IllegalStateException failure = new IllegalStateException("mine");
        document.onChange(change -> {
            throw failure;
        });
        document.edit(tx -> tx.root().put("k", 1));
        assertThat(warnings).containsExactly(new DocumentWarning.ListenerFailed(failure));
        assertThat(logged).isEmpty();
    }

    @Test
    void listenerThatFails_isLoggedWithWhatItThrewWhenNobodyIsNamed() {
        Document document = open(options());
        IllegalStateException failure = new IllegalStateException("mine");
        document.onChange(change -> {
            throw failure;
        });
        document.edit(tx -> tx.root().put("k", 1));
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(entry.getThrown()).isSameAs(failure);
        });
        assertThat(document.toJson()).isEqualTo("{\"k\":1}");
    }

    @Test
    void clockThatIsAhead_isLoggedAsAWarningWhenNobodyIsNamed() {
        writeAhead(open(options()));
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
            assertThat(entry.getMessage()).contains("ClockAhead");
        });
    }

    @Test
    void warning_thatCannotBeTold_isLoggedWithTheReason() {
        IllegalStateException failure = new IllegalStateException("nobody is at home");
        Document document = open(options().withWarnings(warning -> {
            throw failure;
        }));
        writeAhead(document);
        assertThat(logged).hasSize(2);
        assertThat(logged.get(0).getMessage()).contains("ClockAhead");
        assertThat(logged.get(1).getThrown()).isSameAs(failure);
        assertThat(document.toJson()).as("the edit stands").isEqualTo("{\"k\":2}");
    }

    @Test
    void clockThatIsAhead_isToldOnceUntilItIsWithinBoundsAgain() {
        Document document = open(options().withWarnings(warnings::add));
        document.edit(tx -> tx.root().put("k", 0));
        assertThat(warnings).isEmpty();
        writeAhead(document);
        document.edit(tx -> tx.root().put("k", 3));
        assertThat(warnings).singleElement().isInstanceOfSatisfying(DocumentWarning.ClockAhead.class, ahead -> {
            assertThat(ahead.lead()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            assertThat(ahead.timestamp().millis()).isEqualTo(NOON + HOUR);
        });
        now = NOON + HOUR;
        document.edit(tx -> tx.root().put("k", 4));
        now = NOON;
        document.edit(tx -> tx.root().put("k", 5));
        assertThat(warnings).hasSize(2);
    }

    @Test
    void clockThatIsAheadByWhatIsAllowed_isNotToldOf() {
        Document document = open(options().withMaxDrift(Duration.ofHours(1)).withWarnings(warnings::add));
        writeAhead(document);
        assertThat(warnings).isEmpty();
        now = NOON - 1;
        document.edit(tx -> tx.root().put("k", 3));
        assertThat(warnings).hasSize(1);
    }
}
