package dev.rejoin.internal.content;

import dev.rejoin.internal.PageTable;
import org.jspecify.annotations.Nullable;

/**
 * The content pages of one replica, which are arrays of the type that the owner of this directory stores.
 *
 * <p>A view reads pages only; which pages there are changes only in a directory that the current edit epoch owns.
 * {@code end} belongs to the writer alone.
 */
final class PageDirectory {
    final int epoch;
    /** One past the last seq that has content. */
    long end;

    private final PageTable<Object> pages;

    PageDirectory(int epoch) {
        this(epoch, new PageTable<>(), 0);
    }

    private PageDirectory(int epoch, PageTable<Object> pages, long end) {
        this.epoch = epoch;
        this.pages = pages;
        this.end = end;
    }

    PageDirectory copy(int newEpoch) {
        return new PageDirectory(newEpoch, pages.copy(), end);
    }

    /** The page of that number, or null. */
    @Nullable
    Object page(long number) {
        return pages.get((int) number);
    }

    /** Puts or replaces a page. */
    void put(long number, Object page) {
        pages.put((int) number, page);
    }

    /** Drops the pages from that number on. */
    void truncate(long number) {
        pages.truncate((int) number);
    }
}
