package dev.rejoin.proptests.sequence;

import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One device of {@link NonInterleaving}: inserts single elements, takes those of others, and tells the order of all. */
interface ListWriter {
    /** Inserts an element that will have that visible index. */
    Insert insert(int index);

    /** Takes an element whose parent is here. */
    void apply(Insert edit);

    /** How many elements there are; none are deleted. */
    int length();

    /** All elements from left to right. */
    List<Dot> order();

    /** The engine. */
    final class Engine implements ListWriter {
        private final TypingDevice device;

        Engine(long replica) {
            device = new TypingDevice(replica);
        }

        @Override
        public Insert insert(int index) {
            return device.insert(index, "x");
        }

        @Override
        public void apply(Insert edit) {
            device.apply(edit);
        }

        @Override
        public int length() {
            return device.length();
        }

        @Override
        public List<Dot> order() {
            return device.order();
        }
    }

    /** The replicated growable array as published: every element hangs on its left neighbour. */
    final class PlainRga implements ListWriter {
        private final long replica;
        private final List<Insert> elements = new ArrayList<>();
        private final Map<Dot, Insert> byId = new HashMap<>();
        private long nextSeq;
        private long clock;

        PlainRga(long replica) {
            this.replica = replica;
        }

        @Override
        public Insert insert(int index) {
            Dot parent = index == 0 ? null : elements.get(index - 1).first();
            Insert edit = new Insert(0, parent, false, false, new Dot(replica, nextSeq++), "x", ++clock);
            apply(edit);
            return edit;
        }

        @Override
        public void apply(Insert edit) {
            clock = Math.max(clock, edit.time());
            int at = edit.parent() == null ? 0 : elements.indexOf(byId.get(edit.parent())) + 1;
            while (at < elements.size() && isLarger(elements.get(at), edit)) {
                at++;
            }
            elements.add(at, edit);
            byId.put(edit.first(), edit);
        }

        private static boolean isLarger(Insert one, Insert other) {
            return one.time() != other.time()
                    ? one.time() > other.time()
                    : one.first().replica() > other.first().replica();
        }

        @Override
        public int length() {
            return elements.size();
        }

        @Override
        public List<Dot> order() {
            return elements.stream().map(Insert::first).toList();
        }
    }
}
