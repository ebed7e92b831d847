package dev.rejoin.document;

import dev.rejoin.value.Value;
import dev.rejoin.version.OpIdSpan;
import java.util.Optional;

/** What became of edits of a device that came back. */
public sealed interface ReturnOutcome {
    /**
     * Which operations of the former replica.
     *
     * @return their ids
     */
    OpIdSpan operations();

    /**
     * Where they were made.
     *
     * @return the place in the former document, as it is there now
     */
    Path place();

    /**
     * They were made again, or what they ask for is so already.
     *
     * @param operations which
     * @param place where
     */
    record Repeated(OpIdSpan operations, Path place) implements ReturnOutcome {}

    /**
     * They were not made again: somebody has to look.
     *
     * @param operations which
     * @param place where
     * @param reason why
     * @param value what they wrote, inserted, added or counted, if that is a value
     */
    record NotRepeated(OpIdSpan operations, Path place, Reason reason, Optional<Value> value)
            implements ReturnOutcome {}

    /** Why an edit was not made again. */
    enum Reason {
        /** A newer write stands there, which the device had not seen. */
        NEWER_WRITE(0),
        /** What was to be deleted, reset or taken out was edited meanwhile. */
        EDITED_SINCE(1),
        /** Something of another type can be read there now. */
        PLACE_TAKEN(2),
        /** The list element that it was made in, or of, is gone. */
        ELEMENT_GONE(3),
        /** It names elements of others that only this device has; it is tried again when those come back. */
        NOT_HERE(4),
        /** The document does not take it: its schema, a limit, or an overflow. */
        REFUSED(5),
        /** Edits of this kind are not made again: joining and retiring members, taking a delete back, later formats. */
        NOT_CARRIED(6);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** How changes name it. */
        int code() {
            return code;
        }

        /** What changes name so; those of later versions are told as the last one. */
        static Reason of(int code) {
            for (Reason reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            return NOT_CARRIED;
        }
    }
}
