package dev.rejoin.proptests.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes the id of each executed jqwik property as a line of the file that the system property
 * {@code rejoin.executedProperties} names; does nothing without it. Appending keeps the file right when several
 * JVMs share the tests.
 */
public final class ExecutedPropertiesListener implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String file = System.getProperty("rejoin.executedProperties");
        boolean executed = result.getStatus() != TestExecutionResult.Status.ABORTED;
        if (file != null && executed && isProperty(test)) {
            append(Path.of(file), test.getUniqueId());
        }
    }

    private static boolean isProperty(TestIdentifier test) {
        UniqueId id = test.getUniqueIdObject();
        return test.isTest() && id.getEngineId().filter("jqwik"::equals).isPresent();
    }

    private static void append(Path file, String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
