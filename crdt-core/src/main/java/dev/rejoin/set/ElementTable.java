package dev.rejoin.set;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements and their dots, found by value: a trie over 32 bits of a hash under a secret, because values come from outside.
 * Up to {@link #MAX_PAGE} elements stand in one page, which is the whole table at first; a page that is full becomes a
 * directory of pages. What hashes alike to the last bit stays in one page.
 *
 * <p>Copies share all nodes. A table may change the nodes that bear its token; {@link #copy} gives new tokens to both, so
 * that it costs nothing, and whoever changes a table then copies the nodes on the way, once.
 */
final class ElementTable {
    /** An element; immutable, so that copies of the table share it. */
    static final class Element {
        final Value value;
        private final long replica;
        private final long seq;
        /** All dots if there are several; {@code null} in the common case of one. */
        private final @Nullable Dots several;

        private Element(Value value, Dots dots) {
            this.value = value;
            this.replica = dots.replica(0);
            this.seq = dots.seq(0);
            this.several = dots.size() == 1 ? null : dots;
        }

        private Element(Value value, long replica, long seq) {
            this.value = value;
            this.replica = replica;
            this.seq = seq;
            this.several = null;
        }

        Dots dots() {
            return several == null ? Dots.of(replica, seq) : several;
        }

        /** Whether no dot is left when some go. */
        private boolean isCoveredBy(Dots gone) {
            return several == null
                    ? gone.contains(replica, seq)
                    : several.minus(gone).isEmpty();
        }
    }

    /** Where a page has room. */
    private static final Element GONE = new Element(Value.NULL, 0, 0);

    /** Who may change a node; null for a table of which no copy was made yet. */
    private static final class Token {}

    /** Elements in no order, with the bits of their hashes. */
    private static final class Page {
        final @Nullable Token owner;
        int size;
        int[] hashes;
        Element[] elements;

        Page(@Nullable Token owner, int size, int[] hashes, Element[] elements) {
            this.owner = owner;
            this.size = size;
            this.hashes = hashes;
            this.elements = elements;
        }

        int find(int hash, Value value) {
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash && elements[i].value.equals(value)) {
                    return i;
                }
            }
            return -1;
        }

        void add(int hash, Element element) {
            if (size == hashes.length) {
                int capacity = size < 4 ? size + 1 : size + (size >> 1);
                hashes = Arrays.copyOf(hashes, capacity);
                elements = Arrays.copyOf(elements, capacity);
            }
            hashes[size] = hash;
            elements[size++] = element;
        }

        void remove(int at) {
            size--;
            hashes[at] = hashes[size];
            elements[at] = elements[size];
            if (size < hashes.length >> 1 || size < 4) {
                elements = Arrays.copyOf(elements, size);
                hashes = Arrays.copyOf(hashes, size);
            } else {
                elements[size] = GONE;
            }
        }
    }

    /** By the next bits of the hash, a page or a directory. */
    private static final class Directory {
        final @Nullable Token owner;
        final Object[] nodes;

        Directory(@Nullable Token owner, Object[] nodes) {
            this.owner = owner;
            this.nodes = nodes;
        }
    }

    /** Elements that are searched one by one. (SetBenchmark) */
    static final int MAX_PAGE = 32;

    private static final int DIRECTORY_BITS = 4;
    private static final Page EMPTY = new Page(new Token(), 0, new int[0], new Element[0]);

    /** Seeds the hashes; it never reaches a result. */
    private final long secret;

    /** What was looked up last to be written, and where it is: who prepares, records and applies asks for the same. */
    private @Nullable Value looked;

    private int lookedHash;
    private Page lookedPage = EMPTY;
    private int lookedAt;

    private @Nullable Token token;
    private Object root = EMPTY;
    private int size;

    ElementTable(long secret) {
        this.secret = secret;
    }

    private ElementTable(ElementTable from) {
        secret = from.secret;
        token = new Token();
        root = from.root;
        size = from.size;
    }

    ElementTable copy() {
        token = new Token();
        return new ElementTable(this);
    }

    int size() {
        return size;
    }

    private int hash(Value value) {
        long hash = Value.hash64(value, secret);
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    /** Finds a value that is going to be written. Readers have no business here: they may be other threads. */
    private void look(Value value) {
        if (value != looked) {
            int hash = hash(value);
            Page page = page(hash);
            looked = value;
            lookedHash = hash;
            lookedPage = page;
            lookedAt = page.find(hash, value);
        }
    }

    @Nullable
    Element find(Value value) {
        int hash = hash(value);
        Page page = page(hash);
        int at = page.find(hash, value);
        return at < 0 ? null : page.elements[at];
    }

    private Page page(int hash) {
        Object node = root;
        for (int depth = 0; node instanceof Directory directory; depth += DIRECTORY_BITS) {
            node = directory.nodes[position(hash, depth)];
        }
        return (Page) node;
    }

    private static int position(int hash, int depth) {
        return hash << depth >>> Integer.SIZE - DIRECTORY_BITS;
    }

    /** The page of a hash, to be changed; with room for one more if asked for. */
    private Page writablePage(int hash, boolean forNew) {
        Directory above = null;
        int depth = 0;
        while (true) {
            Object node = above == null ? root : above.nodes[position(hash, depth - DIRECTORY_BITS)];
            Object owned = owned(node);
            if (forNew && owned instanceof Page page && page.size >= MAX_PAGE && depth < Integer.SIZE) {
                owned = split(page, depth);
            }
            if (above == null) {
                root = owned;
            } else {
                above.nodes[position(hash, depth - DIRECTORY_BITS)] = owned;
            }
            if (owned instanceof Page page) {
                return page;
            }
            above = (Directory) owned;
            depth += DIRECTORY_BITS;
        }
    }

    private Object owned(Object node) {
        if (node instanceof Directory directory) {
            return directory.owner == token ? directory : new Directory(token, directory.nodes.clone());
        }
        Page page = (Page) node;
        return page.owner == token ? page : new Page(token, page.size, page.hashes.clone(), page.elements.clone());
    }

    private Directory split(Page page, int depth) {
        Object[] nodes = new Object[1 << DIRECTORY_BITS];
        Arrays.fill(nodes, EMPTY);
        for (int i = 0; i < page.size; i++) {
            int at = position(page.hashes[i], depth);
            if (nodes[at] == EMPTY) {
                nodes[at] = owned(EMPTY);
            }
            ((Page) nodes[at]).add(page.hashes[i], page.elements[i]);
        }
        return new Directory(token, nodes);
    }

    /**
     * Adds a dot to an element and takes others away.
     *
     * @return whether the element is new
     */
    boolean add(Value value, Dots replaced, long replica, long seq) {
        look(value);
        looked = null;
        if (lookedAt < 0) {
            add(new Element(value, replica, seq));
            return true;
        }
        Element present = lookedPage.elements[lookedAt];
        writableLooked().elements[lookedAt] = present.isCoveredBy(replaced)
                ? new Element(value, replica, seq) // nearly always: all additions were seen
                : new Element(present.value, present.dots().minus(replaced).with(replica, seq));
        return false;
    }

    /**
     * Takes dots away from an element.
     *
     * @return whether the element is gone
     */
    boolean remove(Value value, Dots removed) {
        look(value);
        looked = null;
        if (lookedAt < 0) {
            return false;
        }
        Element present = lookedPage.elements[lookedAt];
        boolean gone = present.isCoveredBy(removed);
        if (gone) {
            remove();
        } else {
            writableLooked().elements[lookedAt] =
                    new Element(present.value, present.dots().minus(removed));
        }
        return gone;
    }

    /** Adds an element that was looked up and is not there. */
    private void add(Element element) {
        boolean hasRoom = lookedPage.owner == token && lookedPage.size < MAX_PAGE;
        (hasRoom ? lookedPage : writablePage(lookedHash, true)).add(lookedHash, element);
        size++;
    }

    /** Removes the element that was looked up. */
    private void remove() {
        writableLooked().remove(lookedAt);
        if (--size == 0) {
            root = EMPTY;
        }
    }

    /** The page that was looked up, to be changed: who owns it owns all nodes on the way to it. */
    private Page writableLooked() {
        return lookedPage.owner == token ? lookedPage : writablePage(lookedHash, false);
    }

    /** Puts the dots of an element in place, whatever they were; none remove it. */
    void set(Value value, Dots dots) {
        put(value, dots.isEmpty() ? null : new Element(value, dots));
    }

    /** Puts an element in the place of what has its value, whatever that is; null removes it. */
    void put(Value value, @Nullable Element element) {
        look(value);
        looked = null;
        if (lookedAt >= 0 && element == null) {
            remove();
        } else if (lookedAt >= 0) {
            writableLooked().elements[lookedAt] = element;
        } else if (element != null) {
            add(element);
        }
    }

    /** All elements in no particular order. */
    List<Element> elements() {
        List<Element> elements = new ArrayList<>(size);
        collect(root, elements);
        return elements;
    }

    private static void collect(Object node, List<Element> elements) {
        if (node instanceof Directory directory) {
            for (Object child : directory.nodes) {
                collect(child, elements);
            }
        } else if (node instanceof Page page) {
            elements.addAll(Arrays.asList(page.elements).subList(0, page.size));
        }
    }

    /** All elements in canonical order. */
    List<Element> sorted() {
        List<Element> elements = elements();
        elements.sort((a, b) -> Value.compare(a.value, b.value));
        return elements;
    }

    /** Writes the count of elements; for each, in canonical order, its value and its dots. */
    void write(OpWriter writer) {
        List<Element> sorted = sorted();
        writer.count(sorted.size());
        for (Element element : sorted) {
            writer.value(element.value);
            writer.dots(element.dots());
        }
    }

    /** Reads what {@link #write} wrote. */
    static ElementTable read(OpReader reader, long secret) {
        ElementTable elements = new ElementTable(secret);
        long count = reader.count();
        Value before = null;
        for (long i = 0; i < count; i++) {
            Value value = reader.value();
            if (before != null) {
                reader.checkAscending(Value.compare(before, value));
            }
            Dots dots = reader.dots();
            if (dots.isEmpty()) {
                throw reader.corrupt(Kind.BAD_VALUE, "an element with a dot", "one without");
            }
            elements.set(value, dots);
            before = value;
        }
        return elements;
    }

    /** The dots of an element; none if it is not there. */
    Dots dots(Value value) {
        Element element = find(value);
        return element == null ? Dots.EMPTY : element.dots();
    }

    /** An element that is about to be added or removed, if it is there. For the writer: see {@link #look}. */
    @Nullable
    Element present(Value value) {
        look(value);
        return lookedAt < 0 ? null : lookedPage.elements[lookedAt];
    }

    /** The dots of an element that is about to be added or removed. For the writer: see {@link #look}. */
    Dots prepare(Value value) {
        Element element = present(value);
        return element == null ? Dots.EMPTY : element.dots();
    }

    /** Takes all dots away that are covered. */
    void clear(Coverage covered) {
        for (Element element : elements()) {
            Dots dots = element.dots();
            Dots kept = dots.minus(covered);
            if (kept.size() != dots.size()) {
                set(element.value, kept);
            }
        }
    }

    void checkInvariants() {
        int counted = 0;
        for (Element element : elements()) {
            counted++;
            if (element.dots().isEmpty()) {
                throw new AssertionError("I19 element without a dot: " + element.value);
            }
            if (find(element.value) != element) {
                throw new AssertionError("Element is not found by its value: " + element.value);
            }
        }
        if (counted != size) {
            throw new AssertionError("size=" + size + " but there are " + counted + " elements");
        }
    }
}
