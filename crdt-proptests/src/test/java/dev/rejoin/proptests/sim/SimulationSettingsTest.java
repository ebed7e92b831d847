package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SimulationSettingsTest {
    private final ScenarioGenerator generator = new ScenarioGenerator(2, 5, 60);
    private final Properties properties = new Properties();

    @Test
    void of_noProperties_givesTheDefaults() {
        assertThat(settings()).isEqualTo(new SimulationSettings(0, 100, generator, Optional.empty()));
    }

    @Test
    void of_seedAlone_runsThatOne() {
        properties.setProperty("rejoin.seed", "-7");
        assertThat(settings().seed()).isEqualTo(-7);
        assertThat(settings().schedules()).isEqualTo(1);
    }

    @Test
    void of_seedAndSchedules_runsARowOfSeeds() {
        properties.setProperty("rejoin.seed", "1000");
        properties.setProperty("rejoin.schedules", "50");
        assertThat(settings().schedules()).isEqualTo(50);
    }

    @Test
    void of_sizes_changesTheGenerator() {
        properties.setProperty("rejoin.steps", "7");
        properties.setProperty("rejoin.peers", "1");
        assertThat(settings().generator()).isEqualTo(new ScenarioGenerator(1, 1, 7));
    }

    @Test
    void of_script_runsItAlone() {
        properties.setProperty("rejoin.script", "r2_h");
        assertThat(settings().script()).contains("r2_h");
    }

    private SimulationSettings settings() {
        return SimulationSettings.of(properties, 100, generator);
    }
}
