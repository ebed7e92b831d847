package dev.rejoin.bench.figures;

import java.util.Locale;

/** Numbers as a reader wants them: three digits that count. */
final class Numbers {
    private Numbers() {}

    static String plain(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A figure; marked if time ran out before the work was done. */
    static String of(Figure figure) {
        return figure.done() < 1
                ? "> " + plain(figure.value()) + " (" + plain(100 * figure.done()) + " % done)"
                : plain(figure.value());
    }

    /** How many times a figure is another one. */
    static String ratio(double value, double to) {
        return to == 0 ? "-" : plain(value / to) + " x";
    }
}
