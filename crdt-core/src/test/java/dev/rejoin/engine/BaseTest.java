package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a change was made after the base, against what its author had seen of it. */
class BaseTest {
    private static final String ONE = "0000000000000001";
    private static final String LARGE = "ffffffffffffffff";

    /** Authors that hear of each other now and then. What they do is in one log, and what each had seen is remembered. */
    private static final class Authors {
        final ReplicaContext context = new ReplicaContext(DocumentId.named("base"), 1);
        final ChangeLog log = new ChangeLog(context, OpRegistry.of());
        final Random random;
        /** By author: seqs below these were seen; and what of it the author's changes say already. */
        final long[][] seen;

        final long[][] said;

        Authors(Random random, int number) {
            this.random = random;
            seen = new long[number][number];
            said = new long[number][number];
            for (int i = 0; i < number; i++) {
                context.replicas().intern(random.nextLong());
            }
        }

        int author() {
            return random.nextInt(seen.length);
        }

        void step() {
            int author = author();
            if (random.nextBoolean()) {
                raise(seen[author], seen[author()]);
                return;
            }
            long[] dependencies = news(author).stream()
                    .mapToLong(id ->
                            ElementId.of(context.replicas().find(id.replica().value()), id.seq()))
                    .toArray();
            said[author] = seen[author].clone();
            ReplicaLog history = log.writable(author);
            history.change(history.endSeq() + 1, dependencies, null);
            for (int i = random.nextInt(3); i >= 0; i--) {
                history.delete(ElementId.of(author, 0), 1, 0);
            }
            seen[author][author] = history.endSeq();
        }

        static void raise(long[] vector, long[] by) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = Math.max(vector[i], by[i]);
            }
        }

        /** What the next change of an author depends on. */
        List<OpId> news(int author) {
            List<OpId> news = new ArrayList<>();
            for (int other = 0; other < seen.length; other++) {
                if (other != author && seen[author][other] > said[author][other]) {
                    news.add(OpId.of(context.replicas().id(other), seen[author][other] - 1));
                }
            }
            return news;
        }

        VersionVector version(long[] ends) {
            VersionVector.Builder version = VersionVector.builder();
            for (int i = 0; i < ends.length; i++) {
                if (ends[i] > 0) {
                    version.set(new ReplicaId(context.replicas().id(i)), ends[i]);
                }
            }
            return version.build();
        }

        void check(Base base) {
            for (int author = 0; author < seen.length; author++) {
                long end = log.end(author);
                long first = end > 0 && random.nextInt(3) == 0 ? end - 1 : end; // of some the beginning is here
                FollowingChange next = new FollowingChange(
                        context.replicas().id(author), first, end + 1, 1, news(author), List.of(), false, null, 0, 0);
                boolean after = version(seen[author]).covers(base.version());
                assertThat(base.isBefore(next)).isEqualTo(after);
                FollowingChange stranger =
                        new FollowingChange(random.nextLong(), 0, 1, everything(seen[author]), List.of());
                assertThat(base.isBefore(stranger)).as("of a new author").isEqualTo(after);
                FollowingChange names =
                        new FollowingChange(random.nextLong(), 0, 1, List.of(), everything(seen[author]));
                assertThat(base.isBefore(names)).as("that only names them").isEqualTo(after);
            }
        }

        private List<OpId> everything(long[] ends) {
            List<OpId> last = new ArrayList<>();
            for (int i = 0; i < ends.length; i++) {
                if (ends[i] > 0) {
                    last.add(OpId.of(context.replicas().id(i), ends[i] - 1));
                }
            }
            return last;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void isBefore_ofAnyChange_isWhetherItsAuthorHadSeenTheBase(long seed) {
        Random random = new Random(seed);
        Authors authors = new Authors(random, 2 + (int) (seed % 3));
        Base base = new Base(authors.context, authors.log);
        assertThat(base.isEmpty()).isTrue();
        long[] ends = new long[authors.seen.length];
        for (int i = 0; i < 60; i++) {
            authors.step();
            if (random.nextInt(6) == 0) {
                Authors.raise(ends, authors.seen[authors.author()]);
                base.raise(authors.version(ends));
                assertThat(base.ends()).isEqualTo(ends);
                assertThat(base.epoch()).isEqualTo(Arrays.stream(ends).sum());
                assertThat(base.isEmpty()).isEqualTo(base.epoch() == 0);
                if (random.nextBoolean()) { // a base is raised in between without history being cut
                    for (int author = 0; author < ends.length; author++) {
                        authors.log.cutBelow(author, ends[author]);
                    }
                }
            }
            authors.check(base);
            if (random.nextInt(6) == 0) {
                ByteWriter out = new ByteWriter(64);
                base.write(out);
                Base read = new Base(authors.context, authors.log);
                read.read(new ByteReader(out.toByteArray()), authors.version(authors.log.ends()));
                authors.check(read);
                assertThat(read.epoch()).isEqualTo(base.epoch());
            }
        }
    }

    private static Base empty() {
        ReplicaContext context = new ReplicaContext(DocumentId.named("base"), 1);
        context.replicas().intern(1);
        context.replicas().intern(-1);
        return new Base(context, new ChangeLog(context, OpRegistry.of()));
    }

    private static void read(String hex) {
        VersionVector applied = VersionVector.builder()
                .set(new ReplicaId(1), 9)
                .set(new ReplicaId(-1), 9)
                .build();
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex));
        empty().read(in, applied);
        in.expectEnd();
    }

    @Test
    void read_ofTheVersionItself_isRead() {
        read("02" + ONE + "09" + LARGE + "09" + "02" + ONE + LARGE);
        read("01" + ONE + "09" + "00");
    }

    @ParameterizedTest
    @CsvSource({
        "more than was applied, 01" + ONE + "0a" + "00, BAD_VALUE",
        "a head of no replica of the base, 01" + ONE + "09" + "01" + LARGE + ", BAD_VALUE",
        "one head twice, 01" + ONE + "09" + "02" + ONE + ONE + ", BAD_VALUE",
        "heads that go down, 02" + ONE + "09" + LARGE + "09" + "02" + LARGE + ONE + ", BAD_VALUE",
        "fewer than announced, 01" + ONE + "09" + "02" + ONE + ", TRUNCATED",
    })
    void read_malformed_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(hex));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }

    @Test
    void raise_toAnOperationThatIsCovered_hasItAsNoHead() {
        ReplicaContext context = new ReplicaContext(DocumentId.named("base"), 1);
        ChangeLog log = new ChangeLog(context, OpRegistry.of());
        log.writable(context.replicas().intern(1)).startAt(4, 2, 1, 9);
        log.writable(context.replicas().intern(-1)).startAt(4, 2, 1, 9);
        Base base = new Base(context, log);
        base.readCovered(HexFormat.of().parseHex("01" + ONE));
        base.raise(VersionVector.builder()
                .set(new ReplicaId(1), 4)
                .set(new ReplicaId(-1), 4)
                .build());
        ByteWriter out = new ByteWriter(64);
        base.write(out);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("02" + ONE + "04" + LARGE + "04" + "01" + LARGE);
        FollowingChange knowsHead = new FollowingChange(7, 0, 9, List.of(OpId.of(-1, 3)), List.of());
        FollowingChange knowsCovered = new FollowingChange(7, 0, 9, List.of(OpId.of(1, 3)), List.of());
        assertThat(base.isBefore(knowsHead)).isTrue();
        assertThat(base.isBefore(knowsCovered)).isFalse();
    }

    @Test
    void isBefore_changeAfterOneThatCameWithoutHistory_isTaken() {
        ReplicaContext context = new ReplicaContext(DocumentId.named("base"), 1);
        ChangeLog log = new ChangeLog(context, OpRegistry.of());
        log.writable(context.replicas().intern(1)).startAt(4, 2, 1, 9);
        log.writable(context.replicas().intern(-1)).startAt(6, 2, 1, 9);
        Base base = new Base(context, log);
        base.raise(VersionVector.of(new ReplicaId(1), 3));
        assertThat(base.isBefore(new FollowingChange(7, 0, 9, List.of(OpId.of(-1, 5)), List.of())))
                .as("nobody can tell what it follows")
                .isTrue();
        assertThat(base.isBefore(new FollowingChange(8, 0, 9, List.of(), List.of())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, 00, NOT_CANONICAL",
        "somebody who is not here, 010000000000000007, BAD_VALUE",
        "somebody whose history is whole, 01" + LARGE + ", BAD_VALUE",
        "one replica twice, 02" + ONE + ONE + ", BAD_VALUE",
        "bytes behind the last, 01" + ONE + "00, TRAILING_BYTES",
    })
    void readCovered_malformed_isRefused(String what, String hex, Kind kind) {
        ReplicaContext context = new ReplicaContext(DocumentId.named("base"), 1);
        ChangeLog log = new ChangeLog(context, OpRegistry.of());
        log.writable(context.replicas().intern(1)).startAt(4, 2, 1, 9);
        log.writable(context.replicas().intern(-1));
        String good = "01" + ONE;
        Base base = new Base(context, log);
        base.readCovered(HexFormat.of().parseHex(good));
        assertThat(HexFormat.of().formatHex(base.coveredToBytes())).isEqualTo(good);
        byte[] bytes = HexFormat.of().parseHex(hex);
        CorruptDataException refused =
                catchThrowableOfType(CorruptDataException.class, () -> new Base(context, log).readCovered(bytes));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }
}
