package dev.rejoin.proptests.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Runs mutated inputs against an entry point. An input that lets anything but a typed exception through, or takes longer
 * than the bound, is a finding: it is made smaller and stored.
 */
public final class Fuzzer {
    private static final int SHRINKING_STEPS = 3_000;
    private static final int MOST_TOLD = 1_000;
    private static final long NANOS = 1_000_000_000;

    private final FuzzTarget target;
    private final List<byte[]> seeds;
    private final SplittableRandom random;
    private final Mutator mutator;

    Fuzzer(FuzzTarget target, long seed) {
        this.target = target;
        this.seeds = target.seeds();
        this.random = new SplittableRandom(seed);
        this.mutator = new Mutator(random, seeds);
    }

    /** The next input: a changed seed, nine times in ten with a right checksum. */
    byte[] next() {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        boolean sealed = random.nextInt(10) > 0;
        int from = random.nextInt(20) == 0 ? 0 : 1;
        byte[] input = mutator.mutated(seed, Math.min(from, seed.length), sealed ? FuzzTarget.CRC_BYTES : 0);
        return sealed ? target.sealed(input) : input;
    }

    /** What is wrong with an input; null if nothing is. */
    static Throwable verdict(FuzzTarget target, byte[] input) {
        try {
            target.run(input);
            return null;
        } catch (Throwable wrong) { // an Error is what is looked for
            return wrong;
        }
    }

    /** A shorter input with the same kind of fault in the same place. */
    static byte[] shrunk(FuzzTarget target, byte[] input, Throwable fault) {
        byte[] best = input;
        int steps = 0;
        boolean better = true;
        while (better && steps < SHRINKING_STEPS) {
            better = false;
            for (int size = best.length / 2; size > 0 && !better; size /= 2) {
                for (int at = 0; at + size <= best.length && steps < SHRINKING_STEPS && !better; at += size) {
                    byte[] shorter = new byte[best.length - size];
                    System.arraycopy(best, 0, shorter, 0, at);
                    System.arraycopy(best, at + size, shorter, at, best.length - at - size);
                    byte[] candidate = target.sealed(shorter);
                    steps++;
                    if (sameFault(fault, verdict(target, candidate))) {
                        best = candidate;
                        better = true;
                    }
                }
            }
        }
        return best;
    }

    private static boolean sameFault(Throwable fault, Throwable other) {
        return other != null
                && other.getClass() == fault.getClass()
                && place(other).equals(place(fault));
    }

    private static String place(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return Arrays.stream(trace)
                .filter(frame -> frame.getClassName().startsWith("dev.rejoin."))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("");
    }

    /** The files hold the rest. */
    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), MOST_TOLD));
    }

    /** Fuzzes for some time and prints executions and rate; gives the number of findings. */
    static int fuzzAll(List<FuzzTarget> targets, long seed, long seconds, Path directory, PrintStream out)
            throws IOException {
        long executions = 0;
        int findings = 0;
        for (FuzzTarget target : targets) {
            Result result = fuzz(target, seed, seconds * NANOS / targets.size(), directory, out);
            executions += result.executions;
            findings += result.findings;
        }
        for (FuzzTarget target : targets) {
            target.cost().print(target.name(), out);
        }
        out.printf(
                Locale.ROOT,
                "%,d executions of %d targets in %,d s, %d findings%n",
                executions,
                targets.size(),
                seconds,
                findings);
        return findings;
    }

    /**
     * The same from the command line.
     *
     * @param arguments seconds in all, a seed, the directory for findings, and the targets; all targets if none is named
     * @throws IOException if a finding cannot be stored
     */
    public static void main(String[] arguments) throws IOException {
        List<FuzzTarget> targets = arguments.length == 3
                ? List.of(FuzzTarget.values())
                : Arrays.stream(arguments)
                        .skip(3)
                        .map(name -> FuzzTarget.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
        long seconds = Long.parseLong(arguments[0]);
        fuzzAll(targets, Long.parseLong(arguments[1]), seconds, Path.of(arguments[2]), System.out);
    }

    private record Result(long executions, int findings) {}

    private static Result fuzz(FuzzTarget target, long seed, long nanos, Path directory, PrintStream out)
            throws IOException {
        Fuzzer fuzzer = new Fuzzer(target, seed);
        long begin = System.nanoTime();
        long executions = 0;
        int findings = 0;
        while (System.nanoTime() - begin < nanos) {
            byte[] input = fuzzer.next();
            Throwable fault = verdict(target, input);
            executions++;
            if (fault != null && findings++ < 20) {
                byte[] small = shrunk(target, input, fault);
                Path file = directory
                        .resolve(target.name().toLowerCase(Locale.ROOT))
                        .resolve("crasher-" + Integer.toHexString(Arrays.hashCode(small)));
                Files.createDirectories(file.getParent());
                Files.write(file, small);
                out.println(file + ": " + shortened(fault.toString()) + " at " + place(fault) + "\n  "
                        + shortened(HexFormat.of().formatHex(small)));
            }
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        out.printf(
                Locale.ROOT,
                "%-10s %,12d executions, %,8.0f a second, %d findings (seed %d)%n",
                target,
                executions,
                executions / elapsed,
                findings,
                seed);
        return new Result(executions, findings);
    }
}
