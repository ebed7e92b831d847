package dev.rejoin.proptests.fuzz;

/** The same entry points as Jazzer calls them: one class each, with the method that it looks for. */
public final class JazzerTargets {
    private JazzerTargets() {}

    private static void run(FuzzTarget target, byte[] input) {
        target.run(input);
        target.run(target.sealed(input));
    }

    /** {@link FuzzTarget#CHANGE}. */
    public static final class ChangeTarget {
        private ChangeTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.CHANGE, input);
        }
    }

    /** {@link FuzzTarget#BATCH}. */
    public static final class BatchTarget {
        private BatchTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.BATCH, input);
        }
    }

    /** {@link FuzzTarget#SNAPSHOT}. */
    public static final class SnapshotTarget {
        private SnapshotTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.SNAPSHOT, input);
        }
    }

    /** {@link FuzzTarget#CHECKPOINT}. */
    public static final class CheckpointTarget {
        private CheckpointTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.CHECKPOINT, input);
        }
    }

    /** {@link FuzzTarget#SESSION}. */
    public static final class SessionTarget {
        private SessionTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.SESSION, input);
        }
    }

    /** {@link FuzzTarget#VALUE}. */
    public static final class ValueTarget {
        private ValueTarget() {}

        /**
         * One execution.
         *
         * @param input any bytes
         */
        public static void fuzzerTestOneInput(byte[] input) {
            run(FuzzTarget.VALUE, input);
        }
    }
}
