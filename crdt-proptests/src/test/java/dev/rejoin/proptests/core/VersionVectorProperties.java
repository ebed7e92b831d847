package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.proptests.gen.Versions;
import dev.rejoin.version.CausalOrder;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;

class VersionVectorProperties {
    @Provide
    Arbitrary<VersionVector> vectors() {
        return Versions.vectors();
    }

    @Provide
    Arbitrary<Dots> dots() {
        return Versions.dots();
    }

    @Provide
    Arbitrary<ReplicaId> replicas() {
        return Versions.replicas();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void merge_isALeastUpperBound(
            @ForAll("vectors") VersionVector a,
            @ForAll("vectors") VersionVector b,
            @ForAll("vectors") VersionVector c) {
        VersionVector merged = a.merge(b);
        assertThat(merged).isEqualTo(b.merge(a));
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(merged.merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(merged.covers(a) && merged.covers(b)).isTrue();
        assertThat(c.covers(a) && c.covers(b)).isEqualTo(c.covers(merged));
        for (VersionVector vector : List.of(a, b, c)) {
            for (int i = 0; i < vector.size(); i++) {
                long replica = vector.replicaAt(i);
                assertThat(merged.end(replica)).isEqualTo(Math.max(a.end(replica), b.end(replica)));
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void meet_isAGreatestLowerBound(
            @ForAll("vectors") VersionVector a,
            @ForAll("vectors") VersionVector b,
            @ForAll("vectors") VersionVector c) {
        VersionVector met = a.meet(b);
        assertThat(met).isEqualTo(b.meet(a));
        assertThat(met.meet(c)).isEqualTo(a.meet(b.meet(c)));
        assertThat(a.covers(met) && b.covers(met)).isTrue();
        assertThat(a.covers(c) && b.covers(c)).isEqualTo(met.covers(c));
        assertThat(a.merge(met)).isEqualTo(a);
        assertThat(a.meet(a.merge(b))).isEqualTo(a);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void compare_agreesWithCovers(@ForAll("vectors") VersionVector a, @ForAll("vectors") VersionVector b) {
        CausalOrder order = a.compare(b);
        assertThat(order == CausalOrder.EQUAL).isEqualTo(a.equals(b));
        assertThat(order == CausalOrder.AFTER || order == CausalOrder.EQUAL).isEqualTo(a.covers(b));
        CausalOrder reverse = b.compare(a);
        CausalOrder expected = switch (order) {
            case BEFORE -> CausalOrder.AFTER;
            case AFTER -> CausalOrder.BEFORE;
            case EQUAL, CONCURRENT -> order;
        };
        assertThat(reverse).isEqualTo(expected);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void missing_addedToTheVersion_givesTheMerge(
            @ForAll("vectors") VersionVector a, @ForAll("vectors") VersionVector b) {
        VersionVector filled = a;
        for (OpIdSpan span : a.missing(b)) {
            assertThat(a.get(span.replica())).isEqualTo(span.start());
            filled = filled.with(span.replica(), span.end());
        }
        assertThat(filled).isEqualTo(a.merge(b));
        assertThat(a.missing(b)).isSorted();
        assertThat(a.merge(b).missing(b)).isEmpty();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void with_isMergeOfOneEntry(
            @ForAll("vectors") VersionVector a, @ForAll("replicas") ReplicaId replica, @ForAll int end) {
        long positive = Integer.toUnsignedLong(end);
        VersionVector with = a.with(replica, positive);
        assertThat(with).isEqualTo(a.merge(VersionVector.of(replica, positive)));
        assertThat(with).isEqualTo(a.toBuilder().raise(replica, positive).build());
    }

    @Property
    void toBytes_thenFromBytes_givesTheVector(@ForAll("vectors") VersionVector a) {
        assertThat(VersionVector.fromBytes(a.toBytes())).isEqualTo(a).hasSameHashCodeAs(a);
    }

    @Property
    void fromBytes_anyBytes_isCanonicalOrRefused(@ForAll @Size(max = 40) byte[] bytes) {
        checkCanonicalOrRefused(bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void fromBytes_changedBytes_isCanonicalOrRefused(
            @ForAll("vectors") VersionVector a, @ForAll int place, @ForAll byte replacement) {
        byte[] bytes = a.toBytes();
        bytes[Math.floorMod(place, bytes.length)] = replacement;
        checkCanonicalOrRefused(bytes);
    }

    /** Room is made for what can follow, not for what is declared. */
    @Property
    void fromBytes_moreDeclaredThanCanFollow_isRefusedAtTheCount(
            @ForAll("vectors") VersionVector a, @ForAll @Positive long more) {
        byte[] bytes = a.toBytes();
        ByteReader reader = new ByteReader(bytes);
        long count = reader.varint();
        ByteWriter writer = new ByteWriter(bytes.length + 10);
        // More entries than there are bytes, up to far beyond any array.
        writer.varint(count + bytes.length + more);
        writer.bytes(bytes, reader.offset(), bytes.length);
        assertThatThrownBy(() -> VersionVector.fromBytes(writer.toByteArray()))
                .isInstanceOfSatisfying(
                        CorruptDataException.class, e -> assertThat(e.offset()).isZero());
    }

    private static void checkCanonicalOrRefused(byte[] bytes) {
        VersionVector vector;
        try {
            vector = VersionVector.fromBytes(bytes);
        } catch (CorruptDataException e) {
            return;
        }
        assertThat(vector.toBytes()).isEqualTo(bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void dots_setOperations_agreeWithMembership(
            @ForAll("dots") Dots a, @ForAll("dots") Dots b, @ForAll("vectors") VersionVector covered) {
        Dots difference = a.minus(b);
        Dots uncovered = a.minus(covered);
        int kept = 0;
        int outside = 0;
        for (int i = 0; i < a.size(); i++) {
            boolean inB = b.contains(a.replica(i), a.seq(i));
            assertThat(difference.contains(a.replica(i), a.seq(i))).isEqualTo(!inB);
            kept += inB ? 0 : 1;
            boolean seen = covered.contains(a.id(i));
            assertThat(uncovered.contains(a.replica(i), a.seq(i))).isEqualTo(!seen);
            outside += seen ? 0 : 1;
        }
        assertThat(difference.size()).isEqualTo(kept);
        assertThat(uncovered.size()).isEqualTo(outside);
        Dots union = difference;
        for (int i = 0; i < b.size(); i++) {
            union = union.with(b.replica(i), b.seq(i));
        }
        assertThat(union).isEqualTo(Dots.builder().addAll(b).addAll(a).build());
    }
}
