package dev.rejoin.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is matched in time linear in the text, against the whole text, equally on every device.
 *
 * <p>A subset of {@code java.util.regex}: literals, {@code .}, classes such as {@code [A-Z0-9_]} and {@code [^,]},
 * {@code \d \w \s} and escaped punctuation, groups, {@code |}, {@code * + ?} and {@code {m,n}}. Characters are code points.
 * No back references and no looking around, because a pattern may come from a hostile device: it is run as a
 * nondeterministic automaton, all states at once (Thompson, Regular Expression Search Algorithm, 1968).
 *
 * <p>Cost: length of the text times at most {@value #MAX_STATES}; a text longer than {@value #MAX_TEXT} never matches.
 */
final class LinearPattern {
    static final int MAX_LENGTH = 256;
    static final int MAX_STATES = 2_000;
    static final int MAX_TEXT = 4_096;

    /** Most states of all patterns of a schema: some bytes may stand for a large automaton. */
    static final int MAX_STATES_OF_ALL = 20_000;

    private static final int NO_LIMIT = -1;

    private final String source;
    private final List<State> states = new ArrayList<>();

    /** Takes a code point in {@code taken} and goes on, or, without one, goes on at both; -1 for nowhere. */
    private static final class State {
        final @Nullable CodePoints taken;
        int next = -1;
        int other = -1;

        State(@Nullable CodePoints taken) {
            this.taken = taken;
        }
    }

    /** A set of code points as ascending ranges, or all others. */
    private static final class CodePoints {
        private final int[] ranges;
        private final boolean negated;

        CodePoints(int[] ranges, boolean negated) {
            this.ranges = ranges;
            this.negated = negated;
        }

        boolean contains(int codePoint) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (codePoint >= ranges[i] && codePoint <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private LinearPattern(String source) {
        this.source = source;
    }

    /**
     * A pattern.
     *
     * @throws SchemaException if it is malformed, too long or too large
     */
    static LinearPattern of(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new SchemaException("A pattern of " + source.length() + " characters, at most " + MAX_LENGTH);
        }
        LinearPattern pattern = new LinearPattern(source);
        Node root = new Parser(source).parse();
        int last = pattern.emit(root, pattern.add(null));
        pattern.states.get(last).next = pattern.states.size();
        return pattern;
    }

    /** Number of states: what it takes of memory, and of time for each character. */
    int size() {
        return states.size();
    }

    boolean matches(String text) {
        if (text.length() > MAX_TEXT) {
            return false;
        }
        int end = states.size();
        Threads now = new Threads(end + 1);
        Threads then = new Threads(end + 1);
        enter(0, now);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            then.clear();
            for (int k = 0; k < now.size; k++) {
                int at = now.list[k];
                CodePoints taken = at == end ? null : states.get(at).taken;
                if (taken != null && taken.contains(codePoint)) {
                    enter(states.get(at).next, then);
                }
            }
            Threads swap = now;
            now = then;
            then = swap;
            if (now.size == 0) {
                return false;
            }
        }
        return now.has(end);
    }

    private void enter(int from, Threads threads) {
        int[] stack = threads.stack;
        int depth = 0;
        stack[depth++] = from;
        while (depth > 0) {
            int at = stack[--depth];
            if (at < 0 || !threads.add(at) || at == states.size()) {
                continue;
            }
            State state = states.get(at);
            if (state.taken == null) {
                stack[depth++] = state.other;
                stack[depth++] = state.next;
            }
        }
    }

    /** The states in which the automaton is. */
    private static final class Threads {
        final int[] list;
        final boolean[] in;
        final int[] stack;
        int size;

        Threads(int states) {
            list = new int[states];
            in = new boolean[states];
            stack = new int[2 * states + 2];
        }

        boolean add(int state) {
            if (in[state]) {
                return false;
            }
            in[state] = true;
            list[size++] = state;
            return true;
        }

        boolean has(int state) {
            return in[state];
        }

        void clear() {
            for (int i = 0; i < size; i++) {
                in[list[i]] = false;
            }
            size = 0;
        }
    }

    private int add(@Nullable CodePoints taken) {
        if (states.size() >= MAX_STATES) {
            throw new SchemaException(
                    "The pattern \"" + source + "\" is too large when its repetitions are written out");
        }
        states.add(new State(taken));
        return states.size() - 1;
    }

    /** Appends a node behind a state and gives its last state. Every call adds one, so that nothing is repeated for free. */
    private int emit(Node node, int before) {
        if (node instanceof Node.One one) {
            int state = add(one.points());
            states.get(before).next = state;
            int after = add(null);
            states.get(state).next = after;
            return after;
        }
        if (node instanceof Node.All all) {
            int at = link(before);
            for (Node part : all.parts()) {
                at = emit(part, at);
            }
            return at;
        }
        if (node instanceof Node.Any any) {
            int end = add(null);
            int at = before;
            for (Node choice : any.choices()) {
                at = branch(at);
                int first = add(null);
                states.get(at).next = first;
                states.get(emit(choice, first)).next = end;
            }
            return end;
        }
        Node.Repeat repeat = (Node.Repeat) node;
        int at = link(before);
        for (int i = 0; i < repeat.least(); i++) {
            at = emit(repeat.part(), link(at));
        }
        if (repeat.most() == NO_LIMIT) {
            int loop = link(at);
            int first = add(null);
            int end = add(null);
            states.get(loop).next = first;
            states.get(loop).other = end;
            states.get(emit(repeat.part(), first)).next = loop;
            return end;
        }
        int end = add(null);
        for (int i = repeat.least(); i < repeat.most(); i++) {
            int option = link(at);
            int first = add(null);
            states.get(option).next = first;
            states.get(option).other = end;
            at = emit(repeat.part(), first);
        }
        states.get(at).next = end;
        return end;
    }

    private int link(int before) {
        int state = add(null);
        states.get(before).next = state;
        return state;
    }

    /** A state from which one more choice starts: reached from the one before as its other way. */
    private int branch(int before) {
        int state = add(null);
        State from = states.get(before);
        if (from.next < 0) {
            from.next = state;
        } else {
            from.other = state;
        }
        return state;
    }

    private sealed interface Node {
        record One(CodePoints points) implements Node {}

        record All(List<Node> parts) implements Node {}

        record Any(List<Node> choices) implements Node {}

        record Repeat(Node part, int least, int most) implements Node {}
    }

    private static final class Parser {
        private static final int MAX_REPETITIONS = 1_000;
        private static final int[] LINE_ENDS = {'\n', '\n', '\r', '\r', 0x85, 0x85, 0x2028, 0x2029};

        private final int[] in;
        private final String source;
        private int at;

        Parser(String source) {
            this.source = source;
            in = source.codePoints().toArray();
        }

        Node parse() {
            Node node = choices();
            if (at < in.length) {
                throw bad("an unexpected )");
            }
            return node;
        }

        private Node choices() {
            List<Node> choices = new ArrayList<>();
            do {
                List<Node> parts = new ArrayList<>();
                while (at < in.length && in[at] != '|' && in[at] != ')') {
                    parts.add(repeated());
                }
                choices.add(new Node.All(parts));
            } while (take('|'));
            return choices.size() == 1 ? choices.get(0) : new Node.Any(choices);
        }

        private Node repeated() {
            Node part = single();
            Node repeated = part;
            if (take('*')) {
                repeated = new Node.Repeat(part, 0, NO_LIMIT);
            } else if (take('+')) {
                repeated = new Node.Repeat(part, 1, NO_LIMIT);
            } else if (take('?')) {
                repeated = new Node.Repeat(part, 0, 1);
            } else if (take('{')) {
                int least = number();
                int most = least;
                if (take(',')) {
                    most = at < in.length && in[at] == '}' ? NO_LIMIT : number();
                }
                if (!take('}') || most != NO_LIMIT && most < least) {
                    throw bad("a repetition that is not {m}, {m,} or {m,n}");
                }
                repeated = new Node.Repeat(part, least, most);
            }
            if (at < in.length && "*+?{".indexOf(in[at]) >= 0) {
                throw bad("a repetition of a repetition");
            }
            return repeated;
        }

        private Node single() {
            int next = in[at++];
            switch (next) {
                case '(':
                    if (at < in.length && in[at] == '?') {
                        throw bad("a group that begins with ?");
                    }
                    Node inner = choices();
                    if (!take(')')) {
                        throw bad("a group without its end");
                    }
                    return inner;
                case '[':
                    return new Node.One(set());
                case '.':
                    return new Node.One(new CodePoints(LINE_ENDS, true));
                case '\\':
                    return new Node.One(new CodePoints(escaped(), false));
                case '*', '+', '?', '{', '}', ']', '^', '$':
                    at--;
                    throw bad("a " + Character.toString(next)
                            + " that must be written with \\ (the whole text is matched)");
                default:
                    return new Node.One(new CodePoints(new int[] {next, next}, false));
            }
        }

        private CodePoints set() {
            boolean negated = take('^');
            int[] ranges = new int[0];
            int start = at;
            while (at < in.length && (in[at] != ']' || at == start)) {
                if (in[at] == '[' || in[at] == '&' && at + 1 < in.length && in[at + 1] == '&') {
                    throw bad("a class inside a class");
                }
                int[] more;
                if (take('\\')) {
                    more = escaped();
                } else {
                    more = new int[] {in[at], in[at]};
                    at++;
                }
                if (more.length == 2
                        && more[0] == more[1]
                        && at + 1 < in.length
                        && in[at] == '-'
                        && in[at + 1] != ']') {
                    at++;
                    int[] last;
                    if (take('\\')) {
                        last = escaped();
                    } else {
                        last = new int[] {in[at], in[at]};
                        at++;
                    }
                    if (last.length != 2 || last[0] != last[1] || last[0] < more[0]) {
                        throw bad("a range that does not ascend");
                    }
                    more[1] = last[0];
                }
                int length = ranges.length;
                ranges = Arrays.copyOf(ranges, length + more.length);
                System.arraycopy(more, 0, ranges, length, more.length);
            }
            if (!take(']')) {
                throw bad("a class without its end");
            }
            return new CodePoints(ranges, negated);
        }

        private int[] escaped() {
            if (at == in.length) {
                throw bad("a \\ at the end");
            }
            int next = in[at++];
            switch (next) {
                case 'd':
                    return new int[] {'0', '9'};
                case 'w':
                    return new int[] {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'};
                case 's':
                    return new int[] {'\t', '\r', ' ', ' '};
                case 'n':
                    return new int[] {'\n', '\n'};
                case 't':
                    return new int[] {'\t', '\t'};
                default:
                    if (next < 128 && Character.isLetterOrDigit(next)) {
                        at--;
                        throw bad("\\" + Character.toString(next) + ", which is not supported");
                    }
                    return new int[] {next, next};
            }
        }

        private int number() {
            int value = -1;
            while (at < in.length && in[at] >= '0' && in[at] <= '9') {
                value = Math.max(value, 0) * 10 + in[at++] - '0';
                if (value > MAX_REPETITIONS) {
                    throw bad("more than " + MAX_REPETITIONS + " repetitions");
                }
            }
            if (value < 0) {
                throw bad("a repetition that is not {m}, {m,} or {m,n}");
            }
            return value;
        }

        private boolean take(int codePoint) {
            if (at < in.length && in[at] == codePoint) {
                at++;
                return true;
            }
            return false;
        }

        private SchemaException bad(String what) {
            return new SchemaException("The pattern \"" + source + "\" has " + what + " at character " + at);
        }
    }

    /** The pattern as it was given. */
    @Override
    public String toString() {
        return source;
    }
}
