package dev.rejoin.proptests.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Fails the build when properties were lost: not found, not run, or skipped by accident. */
class MinimumPropertiesIT {
    @Test
    void build_executedAtLeastTheMinimumOfProperties() throws IOException {
        Path file = Path.of(System.getProperty("rejoin.executedProperties.toCheck"));
        int minimum = Integer.parseInt(System.getProperty("rejoin.minimumProperties"));
        assertThat(file)
                .as("written by ExecutedPropertiesListener in this build")
                .exists();
        assertThat(Files.readAllLines(file).stream().distinct().count())
                .as("jqwik properties that ran; the minimum stands in crdt-proptests/pom.xml")
                .isGreaterThanOrEqualTo(minimum);
    }
}
