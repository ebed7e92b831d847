package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.document.Document;
import dev.rejoin.proptests.oracle.ConvergenceOracle;
import dev.rejoin.proptests.oracle.MirrorOracle;
import dev.rejoin.proptests.oracle.NothingChangedOracle;
import dev.rejoin.proptests.oracle.Oracles;
import dev.rejoin.proptests.oracle.VersionOracle;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An oracle that cannot fail is none: each is shown something that it must not accept. */
class OraclesTest {
    private static final Action EDIT = new Action.Edit(0, List.of(new OpSpec(0, 0, 0, 0)));

    @Test
    void convergence_peersThatDiffer_isAFault() {
        ConvergenceOracle oracle = new ConvergenceOracle();
        SimulatedWorld world = world(oracle);
        assertThatCode(() -> oracle.settled(world)).doesNotThrowAnyException();
        world.step(EDIT);
        assertThatThrownBy(() -> oracle.settled(world)).isInstanceOf(AssertionError.class);
    }

    @Test
    void version_documentThatForgets_isAFault() {
        VersionOracle oracle = new VersionOracle();
        SimulatedWorld world = world(oracle);
        byte[] old = world.peer(0).document().checkpoint();
        world.step(EDIT);
        world.peer(0).reopen(Document.resume(old, world.optionsOf(world.peer(0).clock())));
        assertThatThrownBy(() -> oracle.opened(world, world.peer(0))).isInstanceOf(AssertionError.class);
    }

    @Test
    void mirror_changeThatWasNotAnnounced_isAFault() {
        MirrorOracle oracle = new MirrorOracle();
        SimulatedWorld world = world(oracle);
        world.step(EDIT);
        // Another document in its place, of which the oracle hears nothing.
        Document silent = world.emptyDocument();
        silent.edit(transaction -> transaction.root().put("k", 1));
        world.peer(0).reopen(silent);
        assertThatThrownBy(() -> oracle.settled(world)).isInstanceOf(AssertionError.class);
    }

    @Test
    void futile_whatChangesSomething_isAFault() {
        NothingChangedOracle oracle = new NothingChangedOracle();
        SimulatedWorld world = world();
        oracle.beforeFutile(world, world.peer(0));
        assertThatCode(() -> oracle.afterFutile(world, world.peer(0))).doesNotThrowAnyException();
        world.step(EDIT);
        assertThatThrownBy(() -> oracle.afterFutile(world, world.peer(0))).isInstanceOf(AssertionError.class);
    }

    @Test
    void of_namesInAProperty_givesThoseOracles() {
        Properties properties = new Properties();
        assertThat(Oracles.of(properties).get()).hasSameSizeAs(Oracles.all());
        properties.setProperty("rejoin.oracles", "mirror,version");
        assertThat(Oracles.of(properties).get()).hasExactlyElementsOfTypes(MirrorOracle.class, VersionOracle.class);
        properties.setProperty("rejoin.oracles", "none");
        assertThatThrownBy(() -> Oracles.of(properties)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SimulatedWorld world(Oracle... oracles) {
        return new SimulatedWorld(1, 2, MixedWorkload.ofEverything(), UnaryOperator.identity(), List.of(oracles));
    }
}
