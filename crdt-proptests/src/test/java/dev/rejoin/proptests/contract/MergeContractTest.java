package dev.rejoin.proptests.contract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

/** Functions that break a law are found out. */
class MergeContractTest {
    private static final Value ONE = Value.of(1);
    private static final Value TWO = Value.of(2);

    private static MergeContract of(BinaryOperator<Value> function) {
        return new MergeContract() {
            @Override
            protected RegisterPolicy.Merge merge() {
                return (RegisterPolicy.Merge) RegisterPolicy.merge("test", function);
            }

            @Override
            protected Arbitrary<Value> values() {
                return Arbitraries.of(ONE, TWO);
            }
        };
    }

    private static long number(Value value) {
        return ((Value.Int64) value).value();
    }

    @Test
    void functionsThatBreakALaw_fail() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> of((a, b) -> a).merge_isCommutativeAndDeterministic(ONE, TWO));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> of((a, b) -> Value.of(number(a) + number(b))).merge_isIdempotent(ONE, TWO));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> of((a, b) -> Value.of(number(a) - number(b))).merge_isAssociative(ONE, TWO, TWO));
    }
}
