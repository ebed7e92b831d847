package dev.rejoin.conflict;

import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Objects;

/** Something that could be read at one place: what an {@link Explanation} lists, and what a conflict is resolved to. */
public sealed interface Candidate {
    /**
     * A value that was written and that no write which saw it replaced.
     *
     * @param value the value
     * @param written by whom and when
     */
    record Scalar(Value value, Stamp written) implements Candidate {
        /** Checks that nothing is missing. */
        public Scalar {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(written, "written");
        }

        @Override
        public String toString() {
            return text(value) + ", written " + written;
        }

        private static String text(Value value) {
            if (value instanceof Value.Str string) {
                return '"' + string.value() + '"';
            }
            if (value instanceof Value.Int64 integer) {
                return Long.toString(integer.value());
            }
            if (value instanceof Value.Bool bool) {
                return Boolean.toString(bool.value());
            }
            if (value instanceof Value.Decimal decimal) {
                return decimal.value().toString();
            }
            return value instanceof Value.Timestamp time ? time.value().toString() : value.toString();
        }
    }

    /**
     * A removal of the value at a key, beside writes that it did not see.
     *
     * @param written by whom and when
     */
    record Removal(Stamp written) implements Candidate {
        /** Checks that nothing is missing. */
        public Removal {
            Objects.requireNonNull(written, "written");
        }

        @Override
        public String toString() {
            return "nothing, removed " + written;
        }
    }

    /**
     * A container.
     *
     * @param type what it is, such as {@code map} or {@code text}
     * @param created its last creation
     * @param standing whether it is deleted, and what became of that
     * @param touched what was applied in it
     * @param deletions deletes of it, as far as they can still be told: of each replica the last one, unless it edited
     *     the container after that
     * @param unseen replicas whose edits none of the deletes had seen; empty when there is no delete
     */
    record Container(
            String type,
            Stamp created,
            Standing standing,
            VersionVector touched,
            List<OpId> deletions,
            List<OpId> unseen)
            implements Candidate {
        /** Keeps copies. */
        public Container {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(created, "created");
            Objects.requireNonNull(standing, "standing");
            Objects.requireNonNull(touched, "touched");
            deletions = List.copyOf(deletions);
            unseen = List.copyOf(unseen);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(type).append(", created ").append(created);
            if (!deletions.isEmpty()) {
                text.append(", deleted by ").append(join(deletions));
            }
            if (!unseen.isEmpty()) {
                text.append(", which had not seen the edits up to ").append(join(unseen));
            }
            return text.append(standing.text).toString();
        }

        private static String join(List<OpId> ids) {
            return String.join(", ", ids.stream().map(OpId::toString).toList());
        }
    }

    /**
     * That a deleted container stays so.
     *
     * @param type what the container is
     * @param deletions the deletes, as far as they can still be told
     */
    record Deletion(String type, List<OpId> deletions) implements Candidate {
        /** Keeps a copy. */
        public Deletion {
            Objects.requireNonNull(type, "type");
            deletions = List.copyOf(deletions);
        }

        @Override
        public String toString() {
            return "no " + type + ", deleted by " + Container.join(deletions);
        }
    }

    /** What became of a container. */
    enum Standing {
        /** Nothing hides it. */
        LIVE(""),
        /** It was deleted, and an edit that no delete had seen keeps it; or it was restored. */
        KEPT("; so it stays"),
        /** It was edited in ignorance of its delete, and the delete wins here: a conflict. */
        OVERRULED("; a delete wins over an update here, it can be restored"),
        /** It was deleted, by somebody who had seen all that was in it. It can be restored. */
        DELETED("; it can be restored"),
        /** It was deleted, and all that was in it was dropped when it was created anew. */
        RESET("; all that was in it was reset");

        private final String text;

        Standing(String text) {
            this.text = text;
        }
    }
}
