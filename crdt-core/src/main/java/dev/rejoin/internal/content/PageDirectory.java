package dev.rejoin.internal.content;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content pages of one replica, numbered by seq; holes are null.
 *
 * <p>A view reads {@code pages} and {@code firstPage}; they change only in a directory that the current edit epoch owns.
 * {@code end} belongs to the writer alone.
 */
final class PageDirectory {
    final int epoch;
    /** Number of the page that stands first in {@code pages}. */
    private long firstPage;
    /** Arrays of the type that the owner of this directory stores. */
    private @Nullable Object[] pages;
    /** One past the last seq that has content. */
    long end;

    PageDirectory(int epoch) {
        this(epoch, 0, new Object[0], 0);
    }

    private PageDirectory(int epoch, long firstPage, @Nullable Object[] pages, long end) {
        this.epoch = epoch;
        this.firstPage = firstPage;
        this.pages = pages;
        this.end = end;
    }

    PageDirectory copy(int newEpoch) {
        return new PageDirectory(newEpoch, firstPage, pages.clone(), end);
    }

    /** The page of that number, or null. */
    @Nullable
    Object page(long number) {
        long at = number - firstPage;
        return at >= 0 && at < pages.length ? pages[(int) at] : null;
    }

    /** Puts or replaces a page; numbers before the first page are only possible while there is none. */
    void put(long number, Object page) {
        if (pages.length == 0) {
            firstPage = number;
        }
        int at = Math.toIntExact(number - firstPage);
        if (at >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(at + 1, pages.length + (pages.length >> 2)));
        }
        pages[at] = page;
    }

    /** Drops the pages from that number on. */
    void truncate(long number) {
        long at = Math.max(number - firstPage, 0);
        if (at < pages.length) {
            pages = Arrays.copyOf(pages, (int) at);
        }
    }
}
