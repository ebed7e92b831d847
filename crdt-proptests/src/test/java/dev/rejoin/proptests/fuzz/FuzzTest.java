package dev.rejoin.proptests.fuzz;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every entry point with its good inputs, everything that was ever found, mutated inputs, and all very short ones. */
class FuzzTest {
    private static final int EXECUTIONS = Integer.getInteger("rejoin.fuzz.executions", 1_500);

    /** All inputs of up to so many bytes; 3 takes minutes. */
    private static final int EXHAUSTIVE_BYTES = Integer.getInteger("rejoin.fuzz.exhaustive", 2);

    private static final long SEED = Long.getLong("rejoin.fuzz.seed", 1);

    @TestFactory
    Stream<DynamicTest> seeds_areTaken() {
        return Stream.of(FuzzTarget.values())
                .map(target ->
                        dynamicTest(target.name(), () -> target.seeds().forEach(seed -> assertClean(target, seed))));
    }

    @TestFactory
    Stream<DynamicTest> corpus_isTakenOrRefused() {
        return Stream.of(FuzzTarget.values())
                .flatMap(target -> corpus(target)
                        .map(file -> dynamicTest(target + " " + file.getFileName(), () -> {
                            byte[] input = Files.readAllBytes(file);
                            assertClean(target, input);
                            assertClean(target, target.sealed(input));
                        })));
    }

    @TestFactory
    Stream<DynamicTest> mutatedInputs_areTakenOrRefused() {
        return Stream.of(FuzzTarget.values())
                .map(target -> dynamicTest(target.name(), () -> {
                    Fuzzer fuzzer = new Fuzzer(target, SEED);
                    for (int i = 0; i < EXECUTIONS; i++) {
                        assertClean(target, fuzzer.next());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> allShortInputs_areTakenOrRefused() {
        return Stream.of(FuzzTarget.values())
                .map(target -> dynamicTest(target.name(), () -> {
                    for (int length = 0; length <= EXHAUSTIVE_BYTES; length++) {
                        byte[] input = new byte[length];
                        for (int code = 0; code < 1 << Byte.SIZE * length; code++) {
                            for (int i = 0; i < length; i++) {
                                input[i] = (byte) (code >>> Byte.SIZE * i);
                            }
                            target.runShort(input);
                        }
                    }
                }));
    }

    private static Stream<Path> corpus(FuzzTarget target) {
        URL directory = FuzzTest.class.getResource("/fuzz/" + target.name().toLowerCase(Locale.ROOT));
        if (directory == null) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(target.name(), e);
        }
    }

    private static void assertClean(FuzzTarget target, byte[] input) {
        Throwable fault = Fuzzer.verdict(target, input);
        if (fault != null) {
            byte[] small = Fuzzer.shrunk(target, input, fault);
            throw new AssertionError(target + " " + HexFormat.of().formatHex(small) + " (seed " + SEED + ")", fault);
        }
    }
}
