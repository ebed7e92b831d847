package dev.rejoin.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Values of every type, all different, in ascending order. */
final class Samples {
    private static final byte[] HASH = new byte[32];

    static final List<Value> ASCENDING = List.of(
            Value.NULL,
            Value.of(false),
            Value.of(true),
            Value.of(Long.MIN_VALUE),
            Value.of(-1),
            Value.of(0),
            Value.of(63),
            Value.of(64),
            Value.of(Long.MAX_VALUE),
            Value.of(Double.NEGATIVE_INFINITY),
            Value.of(-0.0),
            Value.of(0.0),
            Value.of(Double.MIN_VALUE),
            Value.of(Double.POSITIVE_INFINITY),
            Value.of(Double.NaN),
            Value.of(new BigDecimal("-1E+100")),
            Value.of(new BigDecimal("0")),
            Value.of(new BigDecimal("0.00")),
            Value.of(new BigDecimal("1E+1")),
            Value.of(new BigDecimal("10")),
            Value.of(new BigDecimal("10.0")),
            Value.of(new BigDecimal(BigInteger.TWO.pow(100))),
            Value.of(""),
            Value.of("a"),
            Value.of("aa"),
            Value.of("b"),
            Value.of("\uFFFD"),
            Value.of("😀"),
            Value.of(new byte[0]),
            Value.of(new byte[] {1}),
            Value.of(new byte[] {1, 0}),
            Value.of(new byte[] {(byte) 0x80}),
            Value.of(Instant.MIN),
            Value.of(Instant.ofEpochSecond(-1, 999_999_999)),
            Value.of(Instant.EPOCH),
            Value.of(Instant.ofEpochSecond(0, 1)),
            Value.of(Instant.MAX),
            new Value.BlobRef(Value.of(HASH), 0, "a/b"),
            new Value.BlobRef(Value.of(HASH), 1, ""),
            new Value.BlobRef(Value.of(HASH), 1, "a/b"),
            new Value.BlobRef(Value.of(new BigInteger("1").shiftLeft(248).toByteArray()), 0, ""),
            Value.of(List.of()),
            Value.of(List.of(Value.NULL)),
            Value.of(List.of(Value.of(1))),
            Value.of(List.of(Value.of(1), Value.NULL)),
            Value.of(List.of(Value.of(2))),
            Value.of(Map.of()),
            Value.of(Map.of("a", Value.of(1))),
            Value.of(Map.of("a", Value.of(1), "b", Value.NULL)),
            Value.of(Map.of("a", Value.of(2))),
            Value.of(Map.of("b", Value.NULL)),
            new Value.ObjectValue("t", Value.of(new byte[] {2})),
            new Value.ObjectValue("u", Value.of(new byte[] {1})),
            new Value.ObjectValue("u", Value.of(new byte[] {2})));

    private Samples() {}
}
