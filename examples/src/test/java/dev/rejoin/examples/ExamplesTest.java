package dev.rejoin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every example, so that none can be forgotten: each class of the package that has a main method. */
class ExamplesTest {
    @TestFactory
    List<DynamicTest> everyExample_runs() throws IOException, URISyntaxException {
        Path root = Path.of(FirstProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<DynamicTest> tests;
        try (Stream<Path> files = Files.walk(root)) {
            tests = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.').replace('\\', '.'))
                    .sorted()
                    .flatMap(ExamplesTest::mainMethod)
                    .map(main -> dynamicTest(main.getDeclaringClass().getSimpleName(), () -> run(main)))
                    .toList();
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static Stream<Method> mainMethod(String className) {
        try {
            Class<?> type = Class.forName(className);
            return Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals("main"));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(className, e);
        }
    }

    private static void run(Method main) throws ReflectiveOperationException {
        main.invoke(null, (Object) new String[0]);
    }
}
