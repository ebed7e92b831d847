package dev.rejoin.examples;

import dev.rejoin.proptests.contract.MergeContract;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** The merge function of {@link ChoosingPolicies} keeps the laws, whatever labels there are. */
class UnionOfLabelsTest extends MergeContract {
    @Override
    protected RegisterPolicy.Merge merge() {
        return (RegisterPolicy.Merge) RegisterPolicy.merge("union", ChoosingPolicies::union);
    }

    @Override
    protected Arbitrary<Value> values() {
        return Arbitraries.of("fragile", "heavy", "urgent")
                .map(Value::of)
                .set()
                .map(labels -> Value.of(labels.stream().sorted(Value.ORDER).toList()));
    }
}
