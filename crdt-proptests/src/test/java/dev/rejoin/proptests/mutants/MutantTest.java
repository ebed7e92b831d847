package dev.rejoin.proptests.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes a rule learns in the same build that the bug which guards it has to be written anew. */
class MutantTest {
    @TempDir
    Path temporary;

    @Test
    void everyBug_appliesToTheSourcesAndNamesATest() throws Exception {
        for (Mutant mutant : Mutant.all()) {
            assertThat(mutant.apply(Mutant.repository(), temporary))
                    .as(mutant.name())
                    .isNotEmpty();
            String[] names = mutant.test().split("#");
            Class<?> test = Class.forName(names[0]);
            if (names.length > 1) {
                assertThat(test.getDeclaredMethods())
                        .as(mutant.name())
                        .extracting(method -> method.getName())
                        .contains(names[1]);
            }
        }
    }
}
