package dev.rejoin.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number, for data of one replica that is addressed by seq: a sorted table with holes.
 *
 * <p>Seqs are dense as a rule, so that a page stands where its number says and is found at once; as long as few numbers
 * are missing, these take an empty slot. Else a page is found by binary search. Memory follows the pages that exist,
 * whatever their numbers: a forged seq costs one page and a few slots.
 *
 * @param <P> the type of a page
 */
public final class PageTable<P> {
    private static final int FEW = 16;

    private int[] numbers;
    private @Nullable Object[] pages;
    private int size;
    /** Slots without a page. */
    private int empty;

    /** Creates an empty table. */
    public PageTable() {
        this(new int[1], new Object[1], 0, 0);
    }

    private PageTable(int[] numbers, @Nullable Object[] pages, int size, int empty) {
        this.numbers = numbers;
        this.pages = pages;
        this.size = size;
        this.empty = empty;
    }

    /**
     * A table of the same pages, independent of this one.
     *
     * @return the copy
     */
    public PageTable<P> copy() {
        int length = Math.max(size, 1);
        return new PageTable<>(Arrays.copyOf(numbers, length), Arrays.copyOf(pages, length), size, empty);
    }

    /**
     * The page of that number.
     *
     * @param number at least 0
     * @return the page, or null if there is none
     */
    public @Nullable P get(int number) {
        int at = slotOf(number);
        return at < 0 ? null : page(at);
    }

    @SuppressWarnings("unchecked") // put stores nothing else
    private @Nullable P page(int at) {
        return (P) pages[at];
    }

    /**
     * Puts a page, instead of the one of that number if there is one.
     *
     * @param number at least 0
     * @param page the page
     */
    public void put(int number, P page) {
        int at = slotOf(number);
        if (at >= 0) {
            empty -= pages[at] == null ? 1 : 0;
            pages[at] = page;
            return;
        }
        insert(-at - 1, number, page);
        closeGaps();
    }

    private void insert(int at, int number, P page) {
        if (size == numbers.length) {
            int length = size + (size >> 2) + 1;
            numbers = Arrays.copyOf(numbers, length);
            pages = Arrays.copyOf(pages, length);
        }
        System.arraycopy(numbers, at, numbers, at + 1, size - at);
        System.arraycopy(pages, at, pages, at + 1, size - at);
        numbers[at] = number;
        pages[at] = page;
        size++;
    }

    /** Takes a slot for each number, if few of them have no page. */
    private void closeGaps() {
        int first = numbers[0];
        long span = (long) numbers[size - 1] - first + 1;
        if (span == size || span > 2L * (size - empty) + FEW) {
            return;
        }
        int[] all = new int[(int) span];
        @Nullable Object[] spread = new Object[all.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = first + i;
        }
        for (int i = 0; i < size; i++) {
            spread[numbers[i] - first] = pages[i];
        }
        empty += all.length - size;
        numbers = all;
        pages = spread;
        size = all.length;
    }

    /**
     * Drops the pages from a number on.
     *
     * @param number the lowest one to drop
     */
    public void truncate(int number) {
        int at = slotOf(number);
        int kept = at < 0 ? -at - 1 : at;
        for (int i = kept; i < size; i++) {
            empty -= pages[i] == null ? 1 : 0;
        }
        Arrays.fill(pages, kept, size, null);
        size = kept;
    }

    /** The slot of that number, or -1 - the slot where it would stand. */
    private int slotOf(int number) {
        if (size == 0 || number < numbers[0]) {
            return -1;
        }
        // Numbers ascend strictly, so the slot is not behind this one, nor further before it than the number is.
        int guess = Math.min(number - numbers[0], size - 1);
        int over = numbers[guess] - number;
        if (over == 0) {
            return guess;
        }
        return over < 0 ? -size - 1 : Arrays.binarySearch(numbers, Math.max(0, guess - over), guess, number);
    }
}
