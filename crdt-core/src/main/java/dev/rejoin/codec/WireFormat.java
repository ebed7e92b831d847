package dev.rejoin.codec;

/**
 * Every constant of the byte format, version 1; docs/FORMAT.md describes it.
 *
 * <pre>
 * change   = kind:u8 flags:u8 replica:u64 firstSeq:varint [count:varint] millis:u48 [counter:varint]
 *            [references] [note] [predecessorDigest:u32] operation* crc:u32
 * </pre>
 */
public final class WireFormat {
    static final int VERSION = 1;

    /** First byte: kind in the high half, version in the low half. */
    static final int CHANGE = 0x10 | VERSION;

    static final int BATCH = 0x20 | VERSION;
    static final int SNAPSHOT = 0x30 | VERSION;
    static final int CHECKPOINT = 0x40 | VERSION;
    static final int SESSION_MESSAGE = 0x50 | VERSION;
    static final int SESSION_ANSWER = 0x60 | VERSION;
    static final int ACKNOWLEDGEMENT = 0x70 | VERSION;

    static final int HAS_REFERENCES = 1;
    static final int HAS_NOTE = 2;
    static final int HAS_COUNTER = 4;
    static final int HAS_COUNT = 8;
    /** Absent in the first change of a replica, and where a change was taken out of a batch. */
    static final int HAS_DIGEST = 16;

    static final int CHANGE_FLAGS = HAS_REFERENCES | HAS_NOTE | HAS_COUNTER | HAS_COUNT | HAS_DIGEST;

    /** Batch and snapshot: the columns are deflated. */
    static final int DEFLATED = 1;

    /** Snapshot: the retained history follows the state. */
    static final int HAS_HISTORY = 2;

    /** Batch and snapshot: the text of elements that are deleted in the same history is left out. */
    static final int WITHOUT_DELETED_TEXT = 4;

    /** Batch and snapshot: an empty author and an empty message stand for a note that is left out. */
    static final int WITHOUT_NOTES = 8;

    /** Batch: the columns are compressed by Zstandard. */
    static final int ZSTANDARD = 16;

    /** Batch and snapshot: flags that say how its history is written. */
    static final int HISTORY_FLAGS = DEFLATED | WITHOUT_DELETED_TEXT | WITHOUT_NOTES;

    /** Batch, snapshot and checkpoint: features that a reader may not know stand before the checksum. */
    static final int EXTENDED = 0x80;

    /** Beside the type of a container: it stands in a list element. */
    static final int IN_ELEMENT = 0x80;

    /** Beside the type of a container under a key: the id of the operation that made it follows the key. */
    public static final int MADE_ANEW = 0x40;

    private static final int CONTAINER_TYPE = 0x3F;

    /** Bytes of the checksum that ends each frame. */
    static final int CRC_BYTES = 4;

    // Kinds of sequence operations; all other kinds are served by the operation registry.
    /** Text behind the author's operation before. */
    public static final int CONTINUE_TEXT = 0x30;

    static final int INSERT_TEXT_RIGHT = 0x31;
    static final int INSERT_TEXT_LEFT = 0x32;
    static final int INSERT_TEXT_FIRST = 0x33;
    static final int CONTINUE_VALUES = 0x34;
    static final int INSERT_VALUES_RIGHT = 0x35;
    static final int INSERT_VALUES_LEFT = 0x36;
    static final int INSERT_VALUES_FIRST = 0x37;
    /** Deletion of a range as one operation. */
    public static final int DELETE_RANGE = 0x38;

    static final int DELETE_FORWARD = 0x39;
    static final int DELETE_BACKWARD = 0x3A;

    /** Distance from the kinds for text to those for values. */
    static final int VALUES = CONTINUE_VALUES - CONTINUE_TEXT;

    /** The type in the first byte of a container; -1 if it has none, or flags that do not go together. */
    public static int containerType(int coding) {
        int type = coding & CONTAINER_TYPE;
        boolean both = (coding & IN_ELEMENT) != 0 && (coding & MADE_ANEW) != 0;
        return type == 0 || both ? -1 : type;
    }

    private WireFormat() {}

    static boolean isSequence(int kind) {
        return kind >= CONTINUE_TEXT && kind <= DELETE_BACKWARD;
    }
}
