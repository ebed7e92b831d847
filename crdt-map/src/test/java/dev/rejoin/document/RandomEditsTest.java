package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random edits on small trees: invariants after every step, views that stay, edits that fail at their end. */
class RandomEditsTest {
    private long now = 1_000_000;

    @Test
    void edits_randomAndConcurrent_keepAllInvariants() {
        for (int round = 0; round < 60; round++) {
            Random random = new Random(round);
            List<Device> devices =
                    List.of(new Device(1, () -> now), new Device(2, () -> now), new Device(3, () -> now));
            List<Change> sent = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                now++;
                Device device = devices.get(random.nextInt(3));
                if (random.nextInt(3) > 0) {
                    change(device, random, sent);
                } else if (!sent.isEmpty()) {
                    device.receive(sent.get(random.nextInt(sent.size())));
                }
                device.state.checkInvariants();
            }
            for (Device device : devices) {
                sent.forEach(device::receive);
                device.state.checkInvariants();
                assertThat(device.save(true)).isEqualTo(devices.get(0).save(true));
            }
        }
    }

    private static void change(Device device, Random random, List<Change> sent) {
        String before = device.json();
        MapReader view = new MapHandle(Access.reading(device.state.view(), null));
        boolean fails = random.nextInt(4) == 0;
        try {
            Change change = device.edit(root -> {
                for (int i = 0; i < 4; i++) {
                    edit(root, random);
                }
                if (fails) {
                    throw new UnsupportedOperationException("on purpose");
                }
            });
            if (!change.isEmpty()) {
                sent.add(change);
            }
        } catch (TypeMismatchException | UnsupportedOperationException failed) {
            device.state.checkInvariants();
            assertThat(device.json()).isEqualTo(before);
        }
        assertThat(view.toJson()).isEqualTo(before);
    }

    private static void edit(MapEditor root, Random random) {
        MapEditor map = random.nextBoolean() ? root : root.map("m" + random.nextInt(2));
        String key = "k" + random.nextInt(3);
        switch (random.nextInt(9)) {
            case 0:
                map.put(key, random.nextInt(5));
                break;
            case 1:
                map.put(key, "text " + random.nextInt(5));
                break;
            case 2:
                map.remove(random.nextBoolean() ? key : "m" + random.nextInt(2));
                break;
            case 3:
                map.counter("c").increment(random.nextInt(9)).set(random.nextInt(9));
                break;
            case 4:
                map.set("s").add(random.nextInt(3)).remove(random.nextInt(3));
                break;
            case 5:
            case 6:
                edit(map.text("t"), random);
                break;
            default:
                edit(map.list("l"), random);
                break;
        }
    }

    private static void edit(TextEditor text, Random random) {
        int at = random.nextInt(text.length() + 1);
        text.insert(at, "word ".repeat(1 + random.nextInt(2)));
        int start = random.nextInt(text.length());
        text.delete(start, start + random.nextInt(text.length() - start));
    }

    private static void edit(ListEditor list, Random random) {
        int at = random.nextInt(list.size() + 1);
        list.insert(at, random.nextInt(9)).insertMap(at).put("x", random.nextInt(9));
        int index = random.nextInt(list.size());
        if (list.kindOf(index) == SlotKind.MAP) {
            list.map(index).list("nested").append(random.nextInt(9)).append("y");
        }
        list.set(random.nextInt(list.size()), "set");
        if (random.nextBoolean()) {
            int start = random.nextInt(list.size());
            list.remove(start, start + random.nextInt(list.size() - start + 1));
        }
    }
}
