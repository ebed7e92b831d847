package dev.rejoin.map.internal;

/**
 * The slots of one map (by key) or one list (by element): an extendible hash table of {@link SlotPage}s.
 *
 * <p>Layout: up to {@link SlotPage#MAX_SLOTS} slots stand in one page, which is the whole table. Beyond that, directories
 * of up to 64 references are addressed by the next bits of the hash's low half, from its top; several neighbouring references lead
 * to one page as long as it is not split. Whatever is written is copied first if it belongs to an older edit epoch: one
 * page and the directories above it, so the first write after a view copies some kilobytes whatever the size.
 *
 * <p>Invariants: T1 count is the number of slots · T2 every slot is found by its key · T3 no slot is vacant (checked by
 * the container).
 *
 * <p>Fagin et al., Extendible hashing, TODS 1979; here with directories of bounded size.
 */
final class SlotTable {
    private static final int DIRECTORY_BITS = 6;
    /** Pages keep the low half of the hash, 32 bits; behind the last directory that fits, pages grow instead. */
    private static final int MAX_DEPTH = 30;

    private final int epoch;
    private Object root;
    private int count;

    SlotTable(int epoch) {
        this(epoch, SlotPage.EMPTY, 0);
    }

    private SlotTable(int epoch, Object root, int count) {
        this.epoch = epoch;
        this.root = root;
        this.count = count;
    }

    SlotTable writable(int writer) {
        return epoch == writer ? this : new SlotTable(writer, root, count);
    }

    int count() {
        return count;
    }

    /** The page where a key with this hash stands if it is there at all. */
    SlotPage page(long hash) {
        Object node = root;
        int depth = 0;
        while (node instanceof Directory directory) {
            node = directory.nodes[directory.position(hash, depth)];
            depth += DIRECTORY_BITS;
        }
        return (SlotPage) node;
    }

    /** The same page, ready to be written by the owner of this table. */
    SlotPage writablePage(long hash) {
        Object node = root;
        if (node instanceof SlotPage page) {
            if (!page.isOwnedBy(epoch)) {
                page = page.copy(epoch);
                root = page;
            }
            return page;
        }
        Directory directory = (Directory) node;
        if (directory.epoch != epoch) {
            directory = directory.copy(epoch);
            root = directory;
        }
        int depth = 0;
        while (true) {
            int at = directory.position(hash, depth);
            Object child = directory.nodes[at];
            if (child instanceof Directory below) {
                if (below.epoch != epoch) {
                    below = below.copy(epoch);
                    directory.nodes[at] = below;
                }
                directory = below;
                depth += DIRECTORY_BITS;
            } else {
                SlotPage page = (SlotPage) child;
                if (!page.isOwnedBy(epoch)) {
                    page = page.copy(epoch);
                    directory.replace(at, page.bits(), page);
                }
                return page;
            }
        }
    }

    /** Makes room for one more slot with this hash; the slot is to be appended to the page that is returned. */
    SlotPage pageForNew(long hash) {
        count++;
        SlotPage page = root == SlotPage.EMPTY ? first() : writablePage(hash);
        while (page.size() >= SlotPage.MAX_SLOTS && split(page, hash)) {
            page = writablePage(hash);
        }
        return page;
    }

    /** Removes a slot from a page that was got by {@link #writablePage}. */
    void remove(SlotPage page, int slot) {
        page.remove(slot);
        count--;
    }

    /** Calls back for every page, in no order that means anything. */
    void forEachPage(PageVisitor visitor) {
        visit(root, visitor);
    }

    void checkInvariants(KeyHash hasher, boolean byElement) {
        int[] slots = {0};
        forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                long hash = byElement ? hasher.of(page.element(slot)) : hasher.compute(page.key(slot));
                SlotPage found = page(hash);
                int at = byElement ? found.find(page.element(slot), hash) : found.find(page.key(slot), hash);
                if (found != page || at != slot) {
                    throw new AssertionError("T2 slot " + slot + " is not found by its key");
                }
                slots[0]++;
            }
        });
        if (slots[0] != count) {
            throw new AssertionError("T1 count=" + count + " but there are " + slots[0] + " slots");
        }
    }

    private SlotPage first() {
        SlotPage page = new SlotPage(epoch, 0, 2);
        root = page;
        return page;
    }

    /** Splits a full page in two, or puts a directory in its place; false when the hash has no bits left. */
    private boolean split(SlotPage page, long hash) {
        Directory parent = null;
        Object node = root;
        int depth = 0;
        int at = 0;
        while (node instanceof Directory) {
            parent = (Directory) node;
            at = parent.position(hash, depth);
            node = parent.nodes[at];
            depth += DIRECTORY_BITS;
        }
        if (depth + DIRECTORY_BITS > MAX_DEPTH) {
            return false;
        }
        if (parent == null || page.bits() == DIRECTORY_BITS) {
            Directory below = new Directory(epoch, 1);
            divide(page, below, 0, 0, depth);
            if (parent == null) {
                root = below;
            } else {
                parent.nodes[at] = below;
            }
            return true;
        }
        int above = depth - DIRECTORY_BITS;
        if (page.bits() == parent.bits) {
            parent.grow();
            at = parent.position(hash, above);
        }
        divide(page, parent, at, page.bits(), above);
        return true;
    }

    /** Distributes a page by the bit after those that its keys share below a directory at a depth. */
    private void divide(SlotPage page, Directory into, int at, int shared, int depth) {
        int half = page.size() / 2 + 4;
        SlotPage zero = new SlotPage(epoch, shared + 1, half);
        SlotPage one = new SlotPage(epoch, shared + 1, half);
        for (int slot = 0; slot < page.size(); slot++) {
            boolean upper = (page.hash(slot) >>> (Integer.SIZE - 1 - depth - shared) & 1) != 0;
            (upper ? one : zero).addFrom(page, slot);
        }
        int run = 1 << (into.bits - shared); // references that lead to the page
        int start = at & -run;
        for (int i = 0; i < run; i++) {
            into.nodes[start + i] = i < run / 2 ? zero : one;
        }
    }

    private static void visit(Object node, PageVisitor visitor) {
        if (node instanceof Directory directory) {
            Object last = null;
            for (Object child : directory.nodes) {
                if (child != last) { // references to one page are neighbours
                    visit(child, visitor);
                    last = child;
                }
            }
        } else {
            visitor.visit((SlotPage) node);
        }
    }

    /** Sees every page. */
    interface PageVisitor {
        void visit(SlotPage page);
    }

    /** 2^bits references to pages or directories. */
    private static final class Directory {
        final int epoch;
        int bits;
        Object[] nodes;

        Directory(int epoch, int bits) {
            this.epoch = epoch;
            this.bits = bits;
            nodes = new Object[1 << bits];
        }

        Directory copy(int writer) {
            Directory copy = new Directory(writer, bits);
            System.arraycopy(nodes, 0, copy.nodes, 0, nodes.length);
            return copy;
        }

        int position(long hash, int depth) {
            return (int) hash << depth >>> (Integer.SIZE - bits);
        }

        /** Lets all references to a page that shares so many bits lead to its copy. */
        void replace(int at, int shared, SlotPage page) {
            int run = 1 << (bits - shared);
            int start = at & -run;
            for (int i = 0; i < run; i++) {
                nodes[start + i] = page;
            }
        }

        void grow() {
            Object[] wider = new Object[2 * nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                wider[2 * i] = nodes[i];
                wider[2 * i + 1] = nodes[i];
            }
            nodes = wider;
            bits++;
        }
    }
}
