package dev.rejoin.exchange;

/** How what JSON has no notation of its own for is written. */
public enum JsonNotation {
    /**
     * As the next of kin: a text is a string, a counter a number, a set or log an array, bytes a Base64 string, a timestamp an
     * ISO-8601 string. Made for other programs. Read over what it was written from it changes nothing; read into an empty
     * place it gives maps, lists and scalars.
     */
    PLAIN,
    /**
     * As an object with one key that begins with {@code $}: {@code {"$text":"..."}}, {@code {"$counter":5}}, {@code
     * {"$set":[...]}}, {@code {"$removeWinsSet":[...]}}, {@code {"$log":[...]}}, {@code {"$decimal":"1.50"}}, {@code {"$float":"NaN"}}, {@code {"$bytes":"AAH/"}}, {@code
     * {"$timestamp":"2026-11-21T10:15:30Z"}}, {@code {"$blob":{...}}}, {@code {"$object":{...}}}, and {@code
     * {"$value":...}} around a list or map that is one value. In other objects a key that begins with {@code $} gets
     * another one in front. Read into an empty place it gives back every type and every digit.
     */
    TAGGED
}
