package dev.rejoin.proptests.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.proptests.gen.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Edits that never cut a surrogate pair merge to texts that never have an unpaired surrogate, at any time. */
class SurrogateProperties {
    private static final String[] CHARACTERS = {"a", "b", "\u4e2d", "\ud83d\ude00", "\ud83d\ude01", "\ud840\udc00"};

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    private record Change(TreeSet<Integer> needs, List<SequenceEdit> edits) {}

    @Property(tries = 4000)
    void wellFormedEdits_mergeToWellFormedTexts(@ForAll("seeds") long seed) {
        new Session(new Random(seed)).run();
    }

    private static final class Session {
        private final Random random;
        private final List<TypingDevice> devices = new ArrayList<>();
        private final List<TreeSet<Integer>> delivered = new ArrayList<>();
        private final List<Change> log = new ArrayList<>();

        Session(Random random) {
            this.random = random;
            for (int i = 2 + random.nextInt(3); i > 0; i--) {
                devices.add(new TypingDevice(random.nextLong()));
                delivered.add(new TreeSet<>());
            }
        }

        void run() {
            for (int step = 0; step < 40; step++) {
                int at = random.nextInt(devices.size());
                if (random.nextInt(3) > 0) {
                    edit(at);
                } else if (!log.isEmpty()) {
                    deliver(at, random.nextInt(log.size()));
                }
                check(devices.get(at));
            }
            for (int at = 0; at < devices.size(); at++) {
                for (int k = 0; k < log.size(); k++) {
                    deliver(at, k);
                }
                check(devices.get(at));
                devices.get(at).checkInvariants();
                assertThat(devices.get(at).text()).isEqualTo(devices.get(0).text());
            }
        }

        private void edit(int at) {
            TypingDevice device = devices.get(at);
            String text = device.text();
            int points = text.codePointCount(0, text.length());
            List<SequenceEdit> edits;
            if (points > 0 && random.nextInt(3) == 0) {
                int start = random.nextInt(points);
                int end = Math.min(points, start + 1 + random.nextInt(3));
                edits = device.delete(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
            } else {
                int index = text.offsetByCodePoints(0, random.nextInt(points + 1));
                edits = List.of(device.insert(index, CHARACTERS[random.nextInt(CHARACTERS.length)]));
            }
            log.add(new Change(new TreeSet<>(delivered.get(at)), edits));
            delivered.get(at).add(log.size() - 1);
        }

        private void deliver(int to, int number) {
            if (delivered.get(to).contains(number)) {
                return;
            }
            for (int needed : log.get(number).needs()) {
                deliver(to, needed);
            }
            delivered.get(to).add(number);
            log.get(number).edits().forEach(devices.get(to)::apply);
            check(devices.get(to));
        }

        private static void check(TypingDevice device) {
            String units = device.units();
            assertThat(device.text()).isEqualTo(units).doesNotContain("\ufffd");
            assertThat(units.codePoints().filter(point -> point >= 0xD800 && point <= 0xDFFF))
                    .isEmpty();
        }
    }
}
