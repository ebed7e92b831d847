package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Return;
import dev.rejoin.document.ReturnOutcome;
import dev.rejoin.document.ReturnReport;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.value.Value;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device is cut off, edits on, is retired by the others, who edit and prune, and comes back, by a seed. All that is
 * written is different, so that everything can be told from everything else. A tame schedule is compared with
 * {@link ReturnModel}; a wild one also deletes, creates and moves whatever there is, and nothing may be missing.
 */
final class ReturnSchedule {
    private static final ReplicaId FORMER = new ReplicaId(50);
    private static final ReplicaId AGAIN = new ReplicaId(60);
    private static final Pattern TOKEN = Pattern.compile("#\\d+\\.");
    private static final char FIRST_CHARACTER = 0x100;

    /** What a change of the device did. */
    private static final class Edit {
        final Change change;
        final List<ReturnModel.Step> text = new ArrayList<>();
        final List<ReturnModel.Step> list = new ArrayList<>();
        final Set<Object> added = new HashSet<>();
        final Set<Object> removed = new HashSet<>();
        final List<ReturnModel.Write> writes = new ArrayList<>();
        final List<Object> tokens = new ArrayList<>();
        /** Text, and what was inserted between which two characters. */
        final List<String[]> between = new ArrayList<>();

        long counted;

        Edit(Change change) {
            this.change = change;
        }
    }

    private final Random random;
    private final boolean wild;
    private final int unsentEdits;
    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final List<Document> members = new ArrayList<>();
    private final List<Edit> ofFormer = new ArrayList<>();
    private final Map<Object, Long> timeOf = new HashMap<>();
    private final Map<String, Long> erasedAt = new HashMap<>();
    private Document former;
    private int tokens;
    private char character = FIRST_CHARACTER;
    int repeated;
    int notRepeated;

    ReturnSchedule(long seed, boolean wild, int unsentEdits) {
        random = new Random(seed);
        this.wild = wild;
        this.unsentEdits = unsentEdits;
    }

    void run() {
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            members.add(Replicas.create(i + 1L, clock));
        }
        former = Replicas.create(FORMER.value(), clock);
        Document founder = members.get(0);
        List<ReplicaId> ids =
                new ArrayList<>(members.stream().map(Document::replica).toList());
        ids.add(FORMER);
        founder.membership().join(ids.toArray(ReplicaId[]::new));
        members.forEach(member -> give(founder, member));
        give(founder, former);
        for (int i = 0; i < random.nextInt(40); i++) {
            Document editing = random.nextInt(3) == 0 ? former : member();
            edit(editing);
            give(editing, random.nextInt(3) == 0 ? former : member());
            look();
        }
        boolean hears = random.nextBoolean();
        for (int done = 0; done < unsentEdits; ) {
            int kind = random.nextInt(10);
            if (kind < 5) {
                edit(former);
                done++;
            } else if (kind < 8) {
                edit(member());
            } else if (kind < 9 && hears) {
                give(member(), former);
                look();
            } else {
                give(member(), member());
            }
        }
        Document retiring = member();
        retiring.membership().retire(FORMER);
        settle();
        for (int i = 0; i < random.nextInt(20); i++) {
            edit(member());
        }
        comeBack();
    }

    private Document member() {
        return members.get(random.nextInt(members.size()));
    }

    private static void give(Document from, Document to) {
        if (from != to && to.version().covers(from.base())) {
            assertThat(to.receive(from.changesSince(to.version())).rejected()).isEmpty();
        }
    }

    /** All members have everything, know that of each other, and some prune. */
    private void settle() {
        for (int round = 0; round < 4; round++) {
            for (Document from : members) {
                byte[] told = from.acknowledgement();
                for (Document to : members) {
                    give(from, to);
                    if (to != from) {
                        to.receiveAcknowledgement(told);
                    }
                }
            }
        }
        for (Document member : members) {
            if (random.nextInt(3) > 0) {
                member.prune(Long.MAX_VALUE);
            }
        }
    }

    private String token() {
        return "#" + tokens++ + ".";
    }

    private void edit(Document document) {
        clock.advance(1);
        Edit[] noted = new Edit[1];
        long time = clock.millis();
        Change change = document.edit(tx -> {
            Edit edit = new Edit(null);
            noted[0] = edit;
            int operations = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
            for (int i = 0; i < operations; i++) {
                try {
                    edit(tx.root(), edit, time);
                } catch (RuntimeException impossible) {
                    if (!wild) {
                        throw impossible;
                    }
                    // Something else stands there.
                }
            }
        });
        if (document == former && !change.isEmpty()) {
            Edit edit = new Edit(change);
            Edit from = noted[0];
            edit.text.addAll(from.text);
            edit.list.addAll(from.list);
            edit.added.addAll(from.added);
            edit.removed.addAll(from.removed);
            edit.writes.addAll(from.writes);
            edit.tokens.addAll(from.tokens);
            edit.between.addAll(from.between);
            edit.counted = from.counted;
            ofFormer.add(edit);
        }
    }

    private void edit(MapEditor root, Edit edit, long time) {
        int kind = random.nextInt(wild ? 20 : 12);
        if (kind < 4) {
            type(root, "t", edit);
        } else if (kind < 5) {
            erase(root, "t", edit);
        } else if (kind < 7) {
            list(root, edit);
        } else if (kind < 8) {
            String value = token();
            edit.added.add(value);
            edit.tokens.add(value);
            root.set("s").add(value);
        } else if (kind < 9) {
            List<Value> there = root.set("s").values();
            if (!there.isEmpty()) {
                Value value = there.get(random.nextInt(there.size()));
                edit.removed.add(((Value.Str) value).value());
                root.set("s").remove(value);
            }
        } else if (kind < 10) {
            int delta = random.nextInt(9) - 4;
            edit.counted += delta;
            root.counter("c").increment(delta);
        } else if (kind < 12) {
            String key = "r" + random.nextInt(4);
            if (random.nextInt(6) == 0) {
                if (root.contains(key)) {
                    root.remove(key);
                    erasedAt.put(key + "@" + time, time);
                    edit.writes.add(new ReturnModel.Write(key, null, time));
                }
            } else {
                String value = token();
                timeOf.put(value, time);
                edit.writes.add(new ReturnModel.Write(key, value, time));
                edit.tokens.add(value);
                root.put(key, value);
            }
        } else {
            editWildly(root, kind, edit);
        }
    }

    private void type(MapEditor root, String key, Edit edit) {
        String before = root.kindOf(key) == SlotKind.TEXT ? root.text(key).toString() : "";
        int at = random.nextInt(before.length() + 1);
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            typed.append(character++);
        }
        root.text(key).insert(at, typed);
        List<Object> now = characters(root, key);
        for (char each : typed.toString().toCharArray()) {
            edit.text.add(new ReturnModel.Step(each, new HashSet<>(now.subList(0, now.indexOf(each)))));
            edit.tokens.add(each);
        }
        String left = at == 0 ? "" : before.substring(at - 1, at);
        String right = at == before.length() ? "" : before.substring(at, at + 1);
        edit.between.add(new String[] {left, typed.toString(), right});
    }

    private static List<Object> characters(MapReader root, String key) {
        List<Object> characters = new ArrayList<>();
        if (root.kindOf(key) == SlotKind.TEXT) {
            root.text(key).chars().forEach(each -> characters.add((char) each));
        }
        return characters;
    }

    private static List<Object> values(MapReader root) {
        List<Object> values = new ArrayList<>();
        if (root.kindOf("l") == SlotKind.LIST) {
            root.list("l").values().forEach(each -> values.add(((Value.Str) each).value()));
        }
        return values;
    }

    /** What was received may stand left of what was inserted before. */
    private void look() {
        List<Object> text = characters(former.root(), "t");
        List<Object> list = values(former.root());
        for (Edit edit : ofFormer) {
            edit.text.forEach(step -> look(step, text));
            edit.list.forEach(step -> look(step, list));
        }
    }

    private static void look(ReturnModel.Step step, List<Object> now) {
        int at = now.indexOf(step.each());
        if (at >= 0 && step.left() != null) {
            step.left().addAll(now.subList(0, at));
        }
    }

    private void erase(MapEditor root, String key, Edit edit) {
        String before = root.kindOf(key) == SlotKind.TEXT ? root.text(key).toString() : "";
        if (!before.isEmpty()) {
            int start = random.nextInt(before.length());
            int end = Math.min(before.length(), start + 1 + random.nextInt(4));
            for (char each : before.substring(start, end).toCharArray()) {
                edit.text.add(new ReturnModel.Step(each, null));
            }
            root.text(key).delete(start, end);
        }
    }

    private void list(MapEditor root, Edit edit) {
        ListEditor list = root.list("l");
        if (list.size() > 0 && random.nextInt(4) == 0) {
            int at = random.nextInt(list.size());
            list.get(at).ifPresent(value -> edit.list.add(new ReturnModel.Step(((Value.Str) value).value(), null)));
            list.remove(at);
        } else {
            String value = token();
            edit.tokens.add(value);
            int at = random.nextInt(list.size() + 1);
            list.insert(at, value);
            edit.list.add(new ReturnModel.Step(value, new HashSet<>(values(root).subList(0, at))));
        }
    }

    private void editWildly(MapEditor root, int kind, Edit edit) {
        ListEditor list = root.list("l");
        String key = List.of("t", "l", "s", "c", "m", "r0").get(random.nextInt(6));
        if (kind < 13 && random.nextInt(3) == 0) {
            boolean text = random.nextBoolean();
            root.replaceWithNew(text ? "t" : "m", text ? SlotKind.TEXT : SlotKind.MAP);
        } else if (kind < 13) {
            root.remove(key);
        } else if (kind < 14) {
            String value = token();
            edit.tokens.add(value);
            root.put(key, value);
        } else if (kind < 15 && list.size() > 1) {
            list.move(random.nextInt(list.size()), random.nextInt(list.size()));
        } else if (kind < 16 && list.size() > 0) {
            String value = token();
            edit.tokens.add(value);
            list.set(random.nextInt(list.size()), value);
        } else if (kind < 17) {
            type(list.insertMap(random.nextInt(list.size() + 1)), "t", edit);
        } else if (kind < 18) {
            for (int i = 0; i < list.size(); i++) {
                if (list.kindOf(i) == SlotKind.MAP) {
                    type(list.map(i), "t", edit);
                    break;
                }
            }
        } else if (kind < 19) {
            MapEditor map = root.map("m");
            String value = token();
            edit.tokens.add(value);
            map.map("n").put("k" + random.nextInt(3), value);
            type(map, "t", edit);
        } else if (random.nextBoolean()) {
            root.counter("c").set(random.nextInt(100));
        } else {
            String value = token();
            edit.tokens.add(value);
            root.log("g").append(value);
        }
    }

    private void comeBack() {
        Document from = member();
        byte[] saved = from.save(random.nextBoolean() ? SaveOptions.withHistory() : SaveOptions.withoutHistory());
        List<byte[]> journal = new ArrayList<>();
        int[] left = {Integer.MAX_VALUE};
        DocumentOptions options = Replicas.options(clock).withReplica(AGAIN).withSink(bytes -> {
            if (left[0]-- == 0) {
                throw new IllegalStateException("crash");
            }
            journal.add(bytes);
        });
        Document again = Document.load(saved, options);
        again.receive(from.membership().join(AGAIN).toBytes());
        for (int round = 0; round < 2; round++) {
            for (Document member : members) {
                if (again.version().covers(member.base())) {
                    again.receive(member.changesSince(again.version()));
                }
                again.receiveAcknowledgement(member.acknowledgement());
            }
        }
        byte[] checkpoint = again.checkpoint();
        journal.clear();
        int had = Math.toIntExact(again.version().get(FORMER));
        Before before = new Before(again);
        String snapshot = again.toJson();
        ReturnReport preview = Return.of(former, again).preview();
        assertThat(again.toJson()).isEqualTo(snapshot);
        left[0] = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(unsentEdits + 1);
        ReturnReport report;
        try {
            report = Return.of(former, again).run();
        } catch (IllegalStateException crash) {
            assertThat(crash).hasMessage("crash");
            again = Document.resume(checkpoint, journal, options);
            report = Return.of(former, again).run();
        }
        left[0] = Integer.MAX_VALUE;
        assertThat(report.sources()).isEqualTo(preview.sources());
        ReturnReport second = Return.of(former, again).run();
        assertThat(second.written()).isEmpty();
        assertThat(second.sources()).isEqualTo(report.sources());
        assertThat(report.others()).isEmpty();
        check(again, report, before, had);
        converge(again);
    }

    /** What the document held before the return. */
    private static final class Before {
        final List<Object> text;
        final List<Object> list;
        final Set<Object> set = new HashSet<>();
        final Map<String, Object> registers = new HashMap<>();
        long counter;

        Before(Document document) {
            MapReader root = document.root();
            text = characters(root, "t");
            list = values(root);
            if (root.kindOf("s") == SlotKind.SET) {
                root.set("s").values().forEach(each -> set.add(((Value.Str) each).value()));
            }
            if (root.kindOf("c") == SlotKind.COUNTER) {
                counter = root.counter("c").value();
            }
            for (int i = 0; i < 4; i++) {
                root.getString("r" + i).ifPresent(new Register("r" + i, registers)::put);
            }
        }

        private record Register(String key, Map<String, Object> into) {
            void put(String value) {
                into.put(key, value);
            }
        }
    }

    private List<Edit> unsent(int had) {
        return ofFormer.stream().filter(edit -> edit.change.firstSeq() >= had).toList();
    }

    private void check(Document again, ReturnReport report, Before before, int had) {
        notRepeated = report.notRepeated().size();
        repeated = report.sources().size();
        String json = again.toJson();
        StringBuilder reported = new StringBuilder();
        for (ReturnOutcome.NotRepeated each : report.notRepeated()) {
            each.value().ifPresent(reported::append);
        }
        String seen = former.toJson();
        for (Edit edit : unsent(had)) {
            for (Object token : edit.tokens) {
                if (seen.contains(token.toString())) {
                    assertThat(json.contains(token.toString())
                                    || reported.toString().contains(token.toString()))
                            .as("%s is there or reported: %s in %s", token, report, json)
                            .isTrue();
                }
            }
            for (String[] between : edit.between) {
                String text = json;
                int left = between[0].isEmpty() ? -1 : text.indexOf(between[0]);
                int right = between[2].isEmpty() ? -1 : text.indexOf(between[2]);
                for (char each : between[1].toCharArray()) {
                    int at = text.indexOf(each);
                    if (!wild && at >= 0) {
                        assertThat(left < 0 || left < at)
                                .as("%s behind %s in %s", each, between[0], json)
                                .isTrue();
                        assertThat(right < 0 || at < right)
                                .as("%s before %s in %s", each, between[2], json)
                                .isTrue();
                    }
                }
            }
        }
        Matcher each = TOKEN.matcher(json);
        Set<String> once = new HashSet<>();
        while (each.find()) {
            assertThat(once.add(each.group()))
                    .as("%s once in %s", each.group(), json)
                    .isTrue();
        }
        json.chars()
                .filter(one -> one >= FIRST_CHARACTER)
                .forEach(one -> assertThat(once.add(String.valueOf((char) one))).isTrue());
        if (!wild) {
            compareWithModel(new Before(again), before, unsent(had), report);
        }
    }

    private void compareWithModel(Before now, Before base, List<Edit> unsent, ReturnReport report) {
        List<ReturnModel.Step> text = new ArrayList<>();
        List<ReturnModel.Step> list = new ArrayList<>();
        Set<Object> set = new HashSet<>(base.set);
        List<ReturnModel.Write> writes = new ArrayList<>();
        long counter = base.counter;
        for (Edit edit : unsent) {
            text.addAll(edit.text);
            list.addAll(edit.list);
            set.addAll(edit.added);
            counter += edit.counted;
            writes.addAll(edit.writes);
        }
        unsent.forEach(edit -> set.removeAll(edit.removed));
        assertThat(now.text).as("base %s steps %s", base.text, text).isEqualTo(ReturnModel.sequence(base.text, text));
        assertThat(now.list).isEqualTo(ReturnModel.sequence(base.list, list));
        assertThat(now.set).isEqualTo(set);
        assertThat(now.counter).isEqualTo(counter);
        Map<String, ReturnModel.Write> standing = new HashMap<>();
        base.registers.forEach((key, value) -> standing.put(key, new ReturnModel.Write(key, value, timeOf.get(value))));
        // When nothing can be read, the time of the last removal is not known here: such keys are left out.
        Map<String, Object> expected = ReturnModel.registers(standing, writes);
        for (int i = 0; i < 4; i++) {
            String key = "r" + i;
            if (base.registers.containsKey(key)) {
                assertThat(Optional.ofNullable(now.registers.get(key)))
                        .as(key)
                        .isEqualTo(Optional.ofNullable(expected.get(key)));
            }
        }
        for (ReturnOutcome.NotRepeated each : report.notRepeated()) {
            assertThat(each.reason()).isEqualTo(ReturnOutcome.Reason.NEWER_WRITE);
        }
    }

    private void converge(Document again) {
        List<Document> all = new ArrayList<>(members);
        all.add(again);
        for (int round = 0; round < 4; round++) {
            for (Document from : all) {
                byte[] told = from.acknowledgement();
                for (Document to : all) {
                    give(from, to);
                    if (to != from) {
                        to.receiveAcknowledgement(told);
                    }
                }
            }
        }
        for (Document each : all) {
            each.prune(Long.MAX_VALUE);
            assertThat(each.version()).isEqualTo(again.version());
            assertThat(each.stateHash()).isEqualTo(again.stateHash());
            Document loaded = Document.load(each.save(), Replicas.options(clock).withReplica(new ReplicaId(999)));
            assertThat(loaded.save()).isEqualTo(each.save());
        }
        VersionVector end = again.version();
        assertThat(Return.of(former, again).run().written()).isEmpty();
        assertThat(again.version()).isEqualTo(end);
    }
}
