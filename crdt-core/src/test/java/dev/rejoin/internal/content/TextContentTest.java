package dev.rejoin.internal.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.internal.EditEpoch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextContentTest {
    private static final int HOLE = -1;

    private final EditEpoch epoch = new EditEpoch();
    private TextContent content = new TextContent(epoch);

    @Test
    void append_acrossPages_readsBack() {
        String text = "0123456789".repeat(1000);
        content.append(3, 4090, text, 5, text.length());

        assertThat(read(3, 4090, text.length() - 5)).isEqualTo(text.substring(5));
        assertThat(content.end(3)).isEqualTo(4090 + text.length() - 5);
        assertThat(content.end(2)).isZero();
        assertThat(content.hasOnlyLatin1()).isTrue();
    }

    @Test
    void append_wideCharacter_widensItsPageOnly() {
        content.append(0, 0, "x".repeat(5000), 0, 5000);
        content.append(0, 5000, "\u20ac", 0, 1);
        byte[] bytes = new byte[5001];

        assertThat(content.hasOnlyLatin1()).isFalse();
        assertThat(content.copyLatin1To(0, 0, 4096, bytes, 0)).isTrue();
        assertThat(content.copyLatin1To(0, 0, 4097, bytes, 0)).isFalse();
        assertThat(read(0, 4998, 3)).isEqualTo("xx\u20ac");
    }

    @Test
    void append_beforeTheEnd_throws() {
        content.append(0, 10, "ab", 0, 2);

        assertThatThrownBy(() -> content.append(0, 11, "c", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> content.charAt(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void append_toAStoreThatAViewHolds_throwsWhereAViewCouldNotice() {
        content.append(0, 0, "ab", 0, 2);
        epoch.advance();

        assertThatThrownBy(() -> content.append(1, 0, "c", 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writeUtf8_anyCharacters_isWhatTheJdkWrites() {
        String text = "a\u00e9\u00ff\u0100\u07ff\u0800\uffff\ud83d\ude00z\ud83d\ude00";
        content.append(0, 4091, text, 0, text.length());
        byte[] target = new byte[3 * text.length() + 2];

        int end = content.writeUtf8(0, 4091, text.length(), target, 2);

        assertThat(new String(target, 2, end - 2, StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(content.isWellFormed(0, 4091, text.length())).isTrue();
    }

    @Test
    void writeUtf8_loneSurrogates_writesReplacements() {
        String text = "a\ud83db\ude00\ud83d";
        content.append(0, 0, text, 0, text.length());
        byte[] target = new byte[3 * text.length()];

        int end = content.writeUtf8(0, 0, text.length(), target, 0);

        assertThat(new String(target, 0, end, StandardCharsets.UTF_8)).isEqualTo("a\ufffdb\ufffd\ufffd");
        assertThat(content.isWellFormed(0, 0, text.length())).isFalse();
        assertThat(content.isWellFormed(0, 1, 1)).isFalse();
        assertThat(content.isWellFormed(0, 3, 1)).isFalse();
    }

    @Test
    void truncate_thenAppend_leavesViewsAlone() {
        content.append(0, 0, "hello world", 0, 11);
        TextContent view = content;
        epoch.advance();
        content = content.forkIfStale();
        content.truncate(0, 6);
        content.append(0, 6, "there", 0, 5);

        assertThat(read(content, 0, 0, 11)).isEqualTo("hello there");
        assertThat(read(view, 0, 0, 11)).isEqualTo("hello world");
    }

    @Test
    void randomEdits_withViews_areWhatAListSays() {
        for (long seed = 0; seed < 60; seed++) {
            randomEdits(new Random(seed), "seed " + seed);
        }
    }

    private record View(TextContent content, List<List<Integer>> characters) {}

    private static void randomEdits(Random random, String name) {
        EditEpoch epoch = new EditEpoch();
        TextContent content = new TextContent(epoch);
        List<List<Integer>> model = new ArrayList<>();
        for (int replica = 0; replica < 3; replica++) {
            model.add(new ArrayList<>());
        }
        List<View> views = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            content = content.forkIfStale();
            int replica = random.nextInt(3);
            List<Integer> characters = model.get(replica);
            int dice = random.nextInt(20);
            if (dice == 0) {
                int end = characters.size() - Math.min(characters.size(), random.nextInt(20));
                content.truncate(replica, end);
                characters.subList(end, characters.size()).clear();
            } else if (dice == 1) {
                List<List<Integer>> copy = new ArrayList<>();
                model.forEach(one -> copy.add(List.copyOf(one)));
                views.add(new View(content, copy));
                epoch.advance();
            } else if (dice == 2) {
                for (int hole = random.nextInt(700); hole >= 0; hole--) {
                    characters.add(HOLE);
                }
            } else {
                append(content, replica, characters, random);
            }
        }
        check(content, model, name);
        views.forEach(view -> check(view.content(), view.characters(), name));
    }

    private static void append(TextContent content, int replica, List<Integer> characters, Random random) {
        int length = random.nextInt(3) == 0 ? 1 + random.nextInt(300) : 1;
        boolean latin1 = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(latin1 || random.nextInt(30) > 0 ? 0x100 : 0x3000));
        }
        if (latin1) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            content.appendLatin1(replica, characters.size(), bytes, 0, length);
        } else {
            content.append(replica, characters.size(), text, 0, length);
        }
        text.chars().forEach(characters::add);
    }

    private static void check(TextContent content, List<List<Integer>> model, String name) {
        for (int replica = 0; replica < model.size(); replica++) {
            List<Integer> characters = model.get(replica);
            for (int i = 0; i < characters.size(); i++) {
                if (characters.get(i) != HOLE) {
                    assertThat((int) content.charAt(replica, i)).as(name).isEqualTo(characters.get(i));
                }
            }
        }
    }

    private String read(int replica, long seq, int count) {
        char[] chars = new char[count + 1];
        content.copyTo(replica, seq, count, chars, 1);
        String text = new String(chars, 1, count);
        assertThat(read(content, replica, seq, count)).isEqualTo(text);
        return text;
    }

    private static String read(TextContent from, int replica, long seq, int count) {
        StringBuilder text = new StringBuilder();
        from.appendTo(replica, seq, count, text);
        return text.toString();
    }
}
