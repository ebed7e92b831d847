package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.GapBuffer;
import dev.rejoin.bench.trace.PatchScript;

/** The patches on a plain gap buffer: the floor. */
final class GapBufferReplay {
    private final String startContent;
    private final PatchScript script;

    GapBufferReplay(String startContent, PatchScript script) {
        this.startContent = startContent;
        this.script = script;
    }

    GapBuffer run() {
        GapBuffer buffer = new GapBuffer(startContent);
        for (int patch = 0; patch < script.patches(); patch++) {
            buffer.replace(script.start(patch), script.end(patch), script.inserted(patch));
        }
        return buffer;
    }
}
