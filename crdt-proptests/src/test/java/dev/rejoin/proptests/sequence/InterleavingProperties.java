package dev.rejoin.proptests.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.proptests.gen.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two or three devices type one word each at one place while apart; after merging, every word is in one piece. */
class InterleavingProperties {
    /** Schedules per seed: one is too short to be worth a try of its own. */
    private static final int SCHEDULES = 500;

    private enum Typing {
        FORWARD,
        BACKWARD,
        CARET_MOVES
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 200)
    void wordsTypedApart_mergeWithoutMixing(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCHEDULES; i++) {
            schedule(random);
        }
    }

    private static void schedule(Random random) {
        List<TypingDevice> devices = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            devices.add(new TypingDevice(random.nextLong()));
        }
        int place = writeBefore(devices, random);
        List<List<SequenceEdit>> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(typeWord(devices.get(i), place, (char) ('A' + i), random));
        }
        for (int to = 0; to < count; to++) {
            List<Integer> order = new ArrayList<>();
            for (int from = 0; from < count; from++) {
                order.add(from);
            }
            Collections.shuffle(order, random);
            for (int from : order) {
                if (from != to) {
                    words.get(from).forEach(devices.get(to)::apply);
                }
            }
        }
        String text = devices.get(0).text();
        for (TypingDevice device : devices) {
            assertThat(device.text()).isEqualTo(text);
        }
        for (int i = 0; i < count; i++) {
            String letter = String.valueOf((char) ('A' + i));
            assertThat(text.substring(text.indexOf(letter), text.lastIndexOf(letter) + 1))
                    .as(text)
                    .matches(letter + "+");
        }
    }

    /** What all know already, possibly with tombstones where the words will be typed; answers the place. */
    private static int writeBefore(List<TypingDevice> devices, Random random) {
        TypingDevice writer = devices.get(0);
        List<SequenceEdit> known = new ArrayList<>();
        int length = random.nextInt(5);
        if (length > 0) {
            known.add(writer.insert(0, "vwxyz".substring(0, length)));
            if (random.nextBoolean()) {
                int at = random.nextInt(length);
                known.addAll(writer.delete(at, at + 1));
                length--;
            }
        }
        for (TypingDevice device : devices.subList(1, devices.size())) {
            known.forEach(device::apply);
        }
        return random.nextInt(length + 1);
    }

    private static List<SequenceEdit> typeWord(TypingDevice device, int place, char letter, Random random) {
        Typing typing = Typing.values()[random.nextInt(Typing.values().length)];
        List<SequenceEdit> word = new ArrayList<>();
        int length = 2 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            int index = switch (typing) {
                case FORWARD -> i;
                case BACKWARD -> 0;
                case CARET_MOVES -> random.nextInt(i + 1);
            };
            word.add(device.insert(place + index, String.valueOf(letter)));
        }
        return word;
    }
}
