package dev.rejoin.examples;

import dev.rejoin.CrdtException;
import dev.rejoin.document.EditOrigin;
import dev.rejoin.sequence.AnchorBias;

/**
 * The first program of the README. Besides being run here it is compiled and run against the packaged jars, on the
 * module path and on the class path.
 */
public final class FirstProgram {
    private FirstProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        if (EditOrigin.LOCAL == EditOrigin.REMOTE) {
            throw new CrdtException("local is remote");
        }
        System.out.println("edits stay " + AnchorBias.BEFORE + " or " + AnchorBias.AFTER);
    }
}
