package dev.rejoin.value;

import dev.rejoin.io.Utf8;
import dev.rejoin.value.Value.BlobRef;
import dev.rejoin.value.Value.Bool;
import dev.rejoin.value.Value.Bytes;
import dev.rejoin.value.Value.Decimal;
import dev.rejoin.value.Value.Float64;
import dev.rejoin.value.Value.Int64;
import dev.rejoin.value.Value.Kind;
import dev.rejoin.value.Value.ListValue;
import dev.rejoin.value.Value.MapValue;
import dev.rejoin.value.Value.ObjectValue;
import dev.rejoin.value.Value.Str;
import dev.rejoin.value.Value.Timestamp;
import java.util.Arrays;

/** The total order of values; see {@link Value#compare}. */
final class ValueOrder {
    private ValueOrder() {}

    static int compare(Value a, Value b) {
        if (a == b) {
            return 0;
        }
        Kind kind = a.kind();
        if (kind != b.kind()) {
            return Integer.compare(kind.rank(), b.kind().rank());
        }
        return switch (kind) {
            case NULL -> 0;
            case BOOL -> Boolean.compare(((Bool) a).value(), ((Bool) b).value());
            case INT64 -> Long.compare(((Int64) a).value(), ((Int64) b).value());
            case FLOAT64 -> Double.compare(((Float64) a).value(), ((Float64) b).value());
            case DECIMAL -> compareDecimals((Decimal) a, (Decimal) b);
            case STR -> Utf8.compare(((Str) a).value(), ((Str) b).value());
            case BYTES -> compareBytes((Bytes) a, (Bytes) b);
            case TIMESTAMP -> ((Timestamp) a).value().compareTo(((Timestamp) b).value());
            case BLOB_REF -> compareBlobs((BlobRef) a, (BlobRef) b);
            case LIST -> compareLists((ListValue) a, (ListValue) b);
            case MAP -> compareMaps((MapValue) a, (MapValue) b);
            case OBJECT -> compareObjects((ObjectValue) a, (ObjectValue) b);
        };
    }

    private static int compareDecimals(Decimal a, Decimal b) {
        int byNumber = a.value().compareTo(b.value());
        return byNumber != 0
                ? byNumber
                : Integer.compare(a.value().scale(), b.value().scale());
    }

    private static int compareBytes(Bytes a, Bytes b) {
        return Arrays.compareUnsigned(a.array(), b.array());
    }

    private static int compareBlobs(BlobRef a, BlobRef b) {
        int byHash = compareBytes(a.sha256(), b.sha256());
        if (byHash != 0) {
            return byHash;
        }
        int byLength = Long.compare(a.length(), b.length());
        return byLength != 0 ? byLength : Utf8.compare(a.mediaType(), b.mediaType());
    }

    private static int compareLists(ListValue a, ListValue b) {
        int length = Math.min(a.size(), b.size());
        for (int i = 0; i < length; i++) {
            int byElement = compare(a.get(i), b.get(i));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareMaps(MapValue a, MapValue b) {
        int length = Math.min(a.size(), b.size());
        for (int i = 0; i < length; i++) {
            int byKey = Utf8.compare(a.key(i), b.key(i));
            int byEntry = byKey != 0 ? byKey : compare(a.value(i), b.value(i));
            if (byEntry != 0) {
                return byEntry;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareObjects(ObjectValue a, ObjectValue b) {
        int byType = Utf8.compare(a.type(), b.type());
        return byType != 0 ? byType : compareBytes(a.encoded(), b.encoded());
    }
}
