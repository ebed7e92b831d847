package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.proptests.gen.Scenarios;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class ScenarioProperties {
    @Provide
    Arbitrary<Scenario> scenarios() {
        return Scenarios.any(20);
    }

    @Property(tries = 300)
    void parse_script_givesTheScenario(@ForAll("scenarios") Scenario scenario) {
        assertThat(Scenario.parse(scenario.seed(), scenario.script())).isEqualTo(scenario);
        assertThat(scenario.script()).matches("[-a-z0-9.:+_]+");
    }

    @Property(tries = 300)
    void generate_sameSeed_givesTheSameScenarioOfTheAskedSize(@ForAll long seed) {
        ScenarioGenerator generator = new ScenarioGenerator(2, 4, 30);
        Scenario scenario = generator.generate(seed);
        assertThat(generator.generate(seed)).isEqualTo(scenario);
        assertThat(scenario.peers()).isBetween(2, 4);
        assertThat(scenario.actions()).hasSize(30);
    }

    @Property(tries = 300)
    void parse_anything_givesAScenarioOrSaysWhatIsWrong(
            @ForAll @AlphaChars @Chars({'_', '.', ':', '+', '-', '1', '0'}) @StringLength(max = 12) String script) {
        try {
            Scenario scenario = Scenario.parse(0, script);
            assertThat(Scenario.parse(0, scenario.script())).isEqualTo(scenario);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Property(tries = 1)
    void parse_malformedWord_namesIt() {
        for (String script : new String[] {"", "x2", "r", "r2_", "r2_z1", "r2_e0:1.2.3", "r2_d0.", "r2_d0.1x", "r0"}) {
            assertThatThrownBy(() -> Scenario.parse(0, script)).as(script).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 1_000)
    void damage_anyNumber_givesBytesAndLeavesTheOriginal(@ForAll byte[] bytes, @ForAll int raw) {
        byte[] original = bytes.clone();
        byte[] broken = Damage.of(bytes, raw);
        assertThat(bytes).isEqualTo(original);
        assertThat(Damage.of(bytes, raw)).isEqualTo(broken);
        assertThat(Math.abs(broken.length - bytes.length) <= 3
                        || Arrays.equals(broken, Arrays.copyOf(bytes, broken.length)))
                .isTrue();
    }

    @Property
    void caret_anyNumber_isAValidPosition(@ForAll int raw, @ForAll byte size) {
        Carets carets = new Carets();
        int length = size & 0xFF;
        int position = carets.position("t", raw, length);
        assertThat(position).isBetween(0, length);
        carets.inserted("t", raw, position, 2);
        assertThat(carets.position("t", 1, length + 2)).isEqualTo((raw & 2) == 0 ? position + 2 : position);
        assertThat(carets.position("t", 1, 0)).isZero();
    }
}
