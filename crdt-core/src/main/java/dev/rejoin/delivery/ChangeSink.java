package dev.rejoin.delivery;

/**
 * The seam for durability: is given each change, own or received, after it was validated and before it is visible, sent
 * or announced.
 */
@FunctionalInterface
public interface ChangeSink {
    /**
     * Makes the change durable. An exception rolls the transaction back, or leaves the received change as if it had not
     * been received, and reaches the caller.
     *
     * @param encodedChange the self-contained form of the change; the array belongs to the callee
     */
    void accept(byte[] encodedChange);

    /**
     * Makes a record durable that concerns this device alone and is never sent: how far its floor was raised. It belongs
     * into the same journal as the changes, which is what this does unless it is overridden.
     *
     * @param record for the journal; the array belongs to the callee
     */
    default void acceptRecord(byte[] record) {
        accept(record);
    }
}
