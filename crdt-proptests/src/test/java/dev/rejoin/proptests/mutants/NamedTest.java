package dev.rejoin.proptests.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests that are named by class, or by class and method joined by {@code #}, in this process, and ends it:
 * with 0 if all passed, {@link #FAILED} if one failed, and anything else if they could not be run.
 */
final class NamedTest {
    /** A test failed. */
    static final int FAILED = 10;

    /** There was nothing to run. */
    static final int NONE = 11;

    private NamedTest() {}

    public static void main(String[] names) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(names)
                        .map(name -> name.contains("#") ? selectMethod(name) : selectClass(name))
                        .toList())
                // A failure is enough: nobody reads the smallest sample.
                .configurationParameter("jqwik.shrinking.default", "OFF")
                .configurationParameter("jqwik.database", "")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try {
            LauncherFactory.create().execute(request, listener);
        } catch (OutOfMemoryError e) {
            // Not caught as the failure of a test.
            System.exit(FAILED);
        }
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures()
                .forEach(failure -> System.out.println(
                        failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        System.exit(summary.getTotalFailureCount() > 0 ? FAILED : summary.getTestsSucceededCount() == 0 ? NONE : 0);
    }
}
