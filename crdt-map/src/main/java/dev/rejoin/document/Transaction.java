package dev.rejoin.document;

/**
 * An open edit; valid only inside the code that it was given to. Reads see the writes made before them. If that code
 * throws, the document is as it was before.
 */
public interface Transaction {
    /**
     * The root map.
     *
     * @return its editor
     */
    MapEditor root();

    /**
     * Says who makes the change; travels with it and is shown in history.
     *
     * @param author a name for people
     * @return this transaction
     */
    Transaction author(String author);

    /**
     * Says why the change is made; travels with it and is shown in history.
     *
     * @param message a sentence for people
     * @return this transaction
     */
    Transaction message(String message);
}
