package dev.rejoin.bench.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The figures as one page with charts, which needs nothing but itself: bars on logarithmic axes, and lines that grow. */
final class HtmlReport {
    private static final int BAR_HEIGHT = 20;
    private static final int LABEL_WIDTH = 260;
    private static final int CHART_WIDTH = 460;
    private static final int PLOT_HEIGHT = 320;

    private static final String HEAD = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Rejoin: benchmarks</title>
        <style>
        body { font: 15px/1.4 sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
        h2 { margin-top: 2em }
        table { border-collapse: collapse; font-size: 13px }
        td, th { border: 1px solid #ccc; padding: 3px 8px; text-align: left }
        svg { display: block }
        svg text { font: 12px sans-serif; fill: #222 }
        .ours { fill: #1a6fb5 }
        .other { fill: #b9bec4 }
        .cut { fill: #d98c5f }
        .axis { stroke: #ddd }
        figure { margin: 1em 0 }
        figcaption { font-weight: bold }
        </style></head><body>
        <h1>Rejoin: benchmarks</h1>
        <p>Less is better, axes are logarithmic. Orange bars ran out of time before the work was done.</p>
        """;

    private final FigureSet figures;
    private final StringBuilder page = new StringBuilder();

    HtmlReport(FigureSet figures) {
        this.figures = figures;
    }

    String page() {
        page.append(HEAD);
        environments();
        for (String section : List.of(Figure.COMPARISON, "replay")) {
            for (String subject : figures.subjects(section)) {
                heading((section.equals("replay") ? "Rejoin alone: " : "") + subject);
                if (section.equals("replay")) {
                    replay(subject);
                } else {
                    figures.rows(section, subject).forEach(this::bars);
                }
            }
        }
        scaling();
        return page.append("</body></html>\n").toString();
    }

    private void heading(String text) {
        page.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    private void environments() {
        page.append("<table><tr><th>command<th>commit<th>runtime<th>machine<th>load before</tr>\n");
        for (Environment environment : figures.environments()) {
            page.append("<tr><td><code>")
                    .append(escaped(environment.command()))
                    .append("</code><td>")
                    .append(escaped(environment.commit()))
                    .append("<td>")
                    .append(escaped(environment.runtime()))
                    .append("<td>")
                    .append(escaped(environment.machine()))
                    .append("<td>")
                    .append(environment.load() < 0 ? "?" : Numbers.plain(environment.load()))
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private void bars(Figure.Row row) {
        List<Figure> sorted = new ArrayList<>(figures.figures(row));
        sorted.sort(Comparator.comparingDouble(Figure::value));
        chart(row.measure() + ", " + row.unit(), sorted, Figure::system);
    }

    private void replay(String trace) {
        for (String unit : List.of("ms", "bytes")) {
            List<Figure> of = figures.rows("replay", trace).stream()
                    .filter(row -> row.unit().equals(unit))
                    .flatMap(row -> figures.figures(row).stream())
                    .toList();
            chart(unit, of, Figure::measure);
        }
    }

    private void chart(String caption, List<Figure> of, Function<Figure, String> label) {
        if (of.isEmpty()) {
            return;
        }
        double least = of.stream()
                .mapToDouble(Figure::value)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        double most = of.stream().mapToDouble(Figure::value).max().orElse(1);
        double from = Math.floor(Math.log10(least)) - 0.3;
        double to = Math.max(Math.ceil(Math.log10(Math.max(most, least))), from + 1);
        int height = of.size() * BAR_HEIGHT + 24;
        page.append("<figure><figcaption>").append(escaped(caption)).append("</figcaption>");
        openSvg(height);
        for (int power = (int) Math.ceil(from); power <= to; power++) {
            double x = LABEL_WIDTH + CHART_WIDTH * (power - from) / (to - from);
            tag("<line class=\"axis\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>", x, x, height - 18);
            tag("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, height - 4, power(power));
        }
        for (int i = 0; i < of.size(); i++) {
            Figure figure = of.get(i);
            double length = figure.value() <= 0
                    ? 0
                    : Math.max(1, CHART_WIDTH * (Math.log10(figure.value()) - from) / (to - from));
            int y = i * BAR_HEIGHT;
            String kind = figure.done() < 1 ? "cut" : figure.isOurs() ? "ours" : "other";
            tag("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABEL_WIDTH - 6, y + 14, label.apply(figure));
            tag(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    kind, LABEL_WIDTH, y + 3, length, BAR_HEIGHT - 6);
            tag("<text x=\"%.1f\" y=\"%d\">%s</text>", LABEL_WIDTH + length + 4, y + 14, Numbers.of(figure));
        }
        page.append("</svg></figure>\n");
    }

    /** Microseconds over n, both logarithmic; a line that rises by less than its run is better than linear. */
    private void scaling() {
        List<Scaling> all = figures.scalings();
        if (all.isEmpty()) {
            return;
        }
        heading("How one operation grows with n");
        double left = Math.log10(all.stream().mapToDouble(Scaling::size).min().orElse(1)) - 0.1;
        double right =
                Math.log10(2 * all.stream().mapToDouble(Scaling::size).max().orElse(10)) + 0.1;
        double low = Math.log10(all.stream()
                .mapToDouble(s -> Math.min(s.micros(), s.microsAtTwice()))
                .min()
                .orElse(1));
        double high = Math.log10(all.stream()
                .mapToDouble(s -> Math.max(s.micros(), s.microsAtTwice()))
                .max()
                .orElse(10));
        low = Math.floor(low);
        high = Math.max(Math.ceil(high), low + 1);
        page.append("<figure><figcaption>us per operation</figcaption>");
        openSvg(PLOT_HEIGHT + 24);
        for (int power = (int) Math.ceil(left); power <= right; power++) {
            double x = LABEL_WIDTH + CHART_WIDTH * (power - left) / (right - left);
            tag("<line class=\"axis\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>", x, x, PLOT_HEIGHT);
            tag("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, PLOT_HEIGHT + 16, power(power));
        }
        for (int power = (int) low; power <= high; power++) {
            double y = PLOT_HEIGHT * (high - power) / (high - low);
            tag(
                    "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    LABEL_WIDTH, y, LABEL_WIDTH + CHART_WIDTH, y);
            tag("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LABEL_WIDTH - 6, y + 4, power(power));
        }
        for (int i = 0; i < all.size(); i++) {
            Scaling scaling = all.get(i);
            double x1 = LABEL_WIDTH + CHART_WIDTH * (Math.log10(scaling.size()) - left) / (right - left);
            double x2 = LABEL_WIDTH + CHART_WIDTH * (Math.log10(2 * scaling.size()) - left) / (right - left);
            double y1 = PLOT_HEIGHT * (high - Math.log10(scaling.micros())) / (high - low);
            double y2 = PLOT_HEIGHT * (high - Math.log10(scaling.microsAtTwice())) / (high - low);
            tag(
                    "<line stroke=\"hsl(%d 60%% 40%%)\" stroke-width=\"2\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\""
                            + " y2=\"%.1f\"><title>%s</title></line>",
                    360 * i / all.size(), x1, y1, x2, y2, escaped(scaling.shape()));
        }
        page.append("</svg></figure>\n<table><tr><th>shape, layer<th>n<th>us at n<th>us at 2n</tr>\n");
        for (int i = 0; i < all.size(); i++) {
            Scaling scaling = all.get(i);
            tag(
                    "<tr><td style=\"border-left:6px solid hsl(%d 60%% 40%%)\">%s<td>%s<td>%s<td>%s</tr>\n",
                    360 * i / all.size(),
                    escaped(scaling.shape()),
                    Numbers.plain(scaling.size()),
                    Numbers.plain(scaling.micros()),
                    Numbers.plain(scaling.microsAtTwice()));
        }
        page.append("</table>\n");
    }

    private void openSvg(int height) {
        tag(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
                LABEL_WIDTH + CHART_WIDTH + 180, height, LABEL_WIDTH + CHART_WIDTH + 180, height);
    }

    private static String power(int power) {
        return power >= 0 && power <= 9 ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power)) : "1e" + power;
    }

    private void tag(String format, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < safe.length; i++) {
            safe[i] = arguments[i] instanceof String text ? escaped(text) : arguments[i];
        }
        page.append(String.format(Locale.ROOT, format, safe));
    }

    private static String escaped(String text) {
        return text.replace("&amp;", "&")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
    }
}
