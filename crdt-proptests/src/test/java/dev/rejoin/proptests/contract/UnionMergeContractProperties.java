package dev.rejoin.proptests.contract;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** The union of sorted lists. */
class UnionMergeContractProperties extends MergeContract {
    @Override
    protected RegisterPolicy.Merge merge() {
        return (RegisterPolicy.Merge) RegisterPolicy.merge("union", UnionMergeContractProperties::union);
    }

    @Override
    protected Arbitrary<Value> values() {
        return Arbitraries.longs()
                .between(0, 4)
                .map(Value::of)
                .set()
                .ofMaxSize(3)
                .map(set -> sorted(List.copyOf(set)));
    }

    private static Value union(Value a, Value b) {
        TreeSet<Value> union = new TreeSet<>(Value.ORDER);
        union.addAll(((Value.ListValue) a).values());
        union.addAll(((Value.ListValue) b).values());
        return Value.of(List.copyOf(union));
    }

    private static Value sorted(List<Value> values) {
        TreeSet<Value> sorted = new TreeSet<>(Value.ORDER);
        sorted.addAll(values);
        return Value.of(List.copyOf(sorted));
    }
}
