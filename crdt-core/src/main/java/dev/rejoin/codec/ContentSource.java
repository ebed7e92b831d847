package dev.rejoin.codec;

import dev.rejoin.value.Value;

/** Where an encoder finds the characters and values of inserted elements. */
interface ContentSource {
    /**
     * Encodes the characters [seq, seq + count) of an author as UTF-8.
     *
     * @param target has room for three bytes a character
     * @return index after the last byte
     */
    int encodeText(int author, long seq, int count, byte[] target, int at);

    /** A list element of an author. */
    Value value(int author, long seq);
}
