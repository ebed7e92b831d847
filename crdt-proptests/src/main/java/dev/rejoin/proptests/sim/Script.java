package dev.rejoin.proptests.sim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An action as a letter and numbers, the form in which it is written and shrunk: {@code letter number.number:op+op},
 * without the blank.
 *
 * @param letter which action
 * @param numbers its numbers, in the order of the record's components
 * @param ops its operations, where it has some
 */
record Script(char letter, List<Integer> numbers, List<OpSpec> ops) {
    private static final String NUMBER = "-?\\d{1,10}";
    private static final String WORD = "[a-z](" + NUMBER + "(\\." + NUMBER + ")*)?(:[-0-9.+]*)?";

    static Script of(Action action) {
        if (action instanceof Action.Edit it) {
            return new Script('e', List.of(it.peer()), it.ops());
        } else if (action instanceof Action.ThrowInTransaction it) {
            return new Script('x', List.of(it.peer(), it.after()), it.ops());
        } else if (action instanceof Action.Deliver it) {
            return numbers('d', it.peer(), it.message());
        } else if (action instanceof Action.DeliverBatch it) {
            return numbers('b', it.from(), it.to(), it.maxBytes());
        } else if (action instanceof Action.Duplicate it) {
            return numbers('u', it.peer(), it.message());
        } else if (action instanceof Action.Drop it) {
            return numbers('l', it.peer(), it.message());
        } else if (action instanceof Action.Forward it) {
            return numbers('f', it.from(), it.to(), it.message());
        } else if (action instanceof Action.Partition it) {
            return numbers('p', it.mask());
        } else if (action instanceof Action.Heal) {
            return numbers('h');
        } else if (action instanceof Action.SaveLoad it) {
            return numbers('s', it.peer());
        } else if (action instanceof Action.CheckpointResume it) {
            return numbers('c', it.peer());
        } else if (action instanceof Action.Crash it) {
            return numbers('k', it.peer());
        } else if (action instanceof Action.ClockJump it) {
            return numbers('j', it.peer(), it.jump());
        } else if (action instanceof Action.TakeView it) {
            return numbers('v', it.peer());
        } else if (action instanceof Action.Damage it) {
            return numbers('m', it.peer(), it.message(), it.damage());
        } else if (action instanceof Action.RetryQuarantined it) {
            return numbers('q', it.peer());
        } else if (action instanceof Action.Found) {
            return numbers('o');
        } else if (action instanceof Action.Acknowledge it) {
            return numbers('a', it.peer());
        } else if (action instanceof Action.Gather it) {
            return numbers('n', it.peer());
        } else if (action instanceof Action.Prune it) {
            return numbers('g', it.peer(), it.budget());
        } else if (action instanceof Action.Retire it) {
            return numbers('t', it.peer(), it.target());
        }
        throw new IllegalArgumentException("no script for " + action);
    }

    Action toAction() {
        return switch (letter) {
            case 'e' -> new Action.Edit(number(0), ops);
            case 'x' -> new Action.ThrowInTransaction(number(0), number(1), ops);
            case 'd' -> new Action.Deliver(number(0), number(1));
            case 'b' -> new Action.DeliverBatch(number(0), number(1), number(2));
            case 'u' -> new Action.Duplicate(number(0), number(1));
            case 'l' -> new Action.Drop(number(0), number(1));
            case 'f' -> new Action.Forward(number(0), number(1), number(2));
            case 'p' -> new Action.Partition(number(0));
            case 'h' -> new Action.Heal();
            case 's' -> new Action.SaveLoad(number(0));
            case 'c' -> new Action.CheckpointResume(number(0));
            case 'k' -> new Action.Crash(number(0));
            case 'j' -> new Action.ClockJump(number(0), number(1));
            case 'v' -> new Action.TakeView(number(0));
            case 'm' -> new Action.Damage(number(0), number(1), number(2));
            case 'q' -> new Action.RetryQuarantined(number(0));
            case 'o' -> new Action.Found();
            case 'a' -> new Action.Acknowledge(number(0));
            case 'n' -> new Action.Gather(number(0));
            case 'g' -> new Action.Prune(number(0), number(1));
            case 't' -> new Action.Retire(number(0), number(1));
            default -> throw new IllegalArgumentException("no action has the letter " + letter);
        };
    }

    String text() {
        String head = letter + numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
        return ops.isEmpty()
                ? head
                : head + ":" + ops.stream().map(Script::text).collect(Collectors.joining("+"));
    }

    static Script parse(String word) {
        if (!word.matches(WORD)) {
            throw new IllegalArgumentException("not an action: " + word);
        }
        int colon = word.indexOf(':');
        String head = colon < 0 ? word.substring(1) : word.substring(1, colon);
        List<OpSpec> ops = colon < 0
                ? List.of()
                : Arrays.stream(word.substring(colon + 1).split("\\+", -1))
                        .map(Script::parseOp)
                        .toList();
        return new Script(word.charAt(0), parseNumbers(head), ops);
    }

    /** A number that a shortened script lacks is 0. */
    private int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static Script numbers(char letter, int... numbers) {
        return new Script(letter, IntStream.of(numbers).boxed().toList(), List.of());
    }

    private static String text(OpSpec op) {
        return op.kind() + "." + op.place() + "." + op.index() + "." + op.amount();
    }

    private static OpSpec parseOp(String text) {
        List<Integer> numbers = parseNumbers(text);
        if (numbers.size() != 4) {
            throw new IllegalArgumentException("an operation has 4 numbers, not: " + text);
        }
        return new OpSpec(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    }

    private static List<Integer> parseNumbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList();
    }
}
