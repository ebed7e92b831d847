package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDiffTest {
    @Test
    void diff_smallTexts_isAShortestScriptThatCutsNoPair() {
        Random random = new Random(11);
        String[] alphabet = {"a", "b", "c", "\ud83d\ude00", "\ud83d\ude01", "\ud840\ude00"};
        for (int i = 0; i < 20_000; i++) {
            String old = word(random, alphabet, 12);
            String now = word(random, alphabet, 12);
            assertThat(check(old, now)).as("%s to %s", old, now).isEqualTo(distance(old, now));
        }
    }

    @Test
    void diff_scatteredEdits_isShortestBelowTheBound() {
        Random random = new Random(12);
        for (int i = 0; i < 20; i++) {
            StringBuilder old = new StringBuilder();
            for (int k = 0; k < 3_000; k++) {
                old.append((char) ('a' + random.nextInt(26)));
            }
            StringBuilder now = new StringBuilder(old);
            for (int k = 0; k < 60; k++) {
                int at = random.nextInt(now.length());
                if (random.nextBoolean()) {
                    now.insert(at, (char) ('a' + random.nextInt(26)));
                } else {
                    now.deleteCharAt(at);
                }
            }
            assertThat(check(old.toString(), now.toString())).isEqualTo(distance(old.toString(), now.toString()));
        }
    }

    @Test
    void diff_thousandsOfEdits_keepsNearlyAllOfTheRest() {
        StringBuilder old = new StringBuilder();
        Random random = new Random(13);
        for (int k = 0; k < 20_000; k++) {
            old.append("word").append(random.nextInt(1000)).append(k % 4 == 0 ? " old " : " ");
        }
        String before = old.toString();
        String after = before.replace(" old ", " newer ");
        assertThat(check(before, after)).isLessThan(3 * 8 * 5_000);
    }

    @Test
    void diff_nothingInCommon_isBounded() {
        Random random = new Random(14);
        String[] letters = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
        String old = word(random, letters, 400_000);
        String now = word(random, letters, 400_000);
        check(old, now);
        check(old, "");
        check("", now);
        check(old, old);
        check("x".repeat(300_000), "y".repeat(300_000));
    }

    @Test
    void diff_equalTexts_isEmpty() {
        assertThat(new TextDiff("same \ud83d\ude00", "same \ud83d\ude00").size())
                .isZero();
    }

    /** Applies the replacements; answers how many code points they delete and insert. */
    private static int check(String old, String now) {
        TextDiff diff = new TextDiff(old, now);
        StringBuilder text = new StringBuilder();
        int kept = 0;
        int sum = 0;
        for (int i = 0; i < diff.size(); i++) {
            assertThat(diff.oldStart(i)).isGreaterThanOrEqualTo(kept);
            text.append(old, kept, diff.oldStart(i));
            assertThat(text.length()).isEqualTo(diff.newStart(i));
            text.append(now, diff.newStart(i), diff.newEnd(i));
            kept = diff.oldEnd(i);
            for (String part : new String[] {
                old.substring(diff.oldStart(i), diff.oldEnd(i)), now.substring(diff.newStart(i), diff.newEnd(i))
            }) {
                assertThat(part.isEmpty()
                                || !Character.isLowSurrogate(part.charAt(0))
                                        && !Character.isHighSurrogate(part.charAt(part.length() - 1)))
                        .isTrue();
                sum += part.codePointCount(0, part.length());
            }
        }
        text.append(old, kept, old.length());
        assertThat(text.toString().equals(now)).isTrue();
        return sum;
    }

    /** Insertions and deletions that are needed at least, by the table of all prefixes. */
    private static int distance(String old, String now) {
        int[] a = old.codePoints().toArray();
        int[] b = now.codePoints().toArray();
        int[] row = new int[b.length + 1];
        for (int k = 0; k <= b.length; k++) {
            row[k] = k;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k <= b.length; k++) {
                int above = row[k];
                row[k] = a[i - 1] == b[k - 1] ? diagonal : 1 + Math.min(above, row[k - 1]);
                diagonal = above;
            }
        }
        return row[b.length];
    }

    private static String word(Random random, String[] alphabet, int most) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            word.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return word.toString();
    }
}
