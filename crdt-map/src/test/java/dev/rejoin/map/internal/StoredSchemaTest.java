package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredSchemaTest {
    private static StoredSchema written(int version, long time, long replica, long seq) {
        return new StoredSchema(version, Value.of(Map.<String, Value>of()), time, replica, seq);
    }

    /** The version counts first, then the total order, in which times and replicas are unsigned. */
    @Test
    void isAfter_anyTwo_isTheOneOrder() {
        List<StoredSchema> ascending = List.of(
                written(1, 9, 9, 9),
                written(2, 3, 1, 7),
                written(2, 3, 1, 8),
                written(2, 3, -1, 0),
                written(2, -1, 1, 0),
                written(3, 0, 0, 0));
        for (int i = 0; i < ascending.size(); i++) {
            assertThat(ascending.get(i).isAfter(null)).isTrue();
            for (int k = 0; k < ascending.size(); k++) {
                assertThat(ascending.get(i).isAfter(ascending.get(k)))
                        .as(i + " after " + k)
                        .isEqualTo(i > k);
            }
        }
    }
}
