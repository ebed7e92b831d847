package dev.rejoin.bench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up traces: people who type runs, correct themselves, jump about, replace words, and now and then use a character
 * beyond the basic plane. One seed gives one trace. Of a concurrent trace every author keeps to a paragraph of its own,
 * because only then one end text is right whatever the order of concurrent inserts at one place is.
 */
public final class TraceGenerator {
    /** Letters, with a few of two, three and four bytes in UTF-8; the last ones take two UTF-16 units. */
    private static final String[] ALPHABET = "e t a o i n s h r d l u , . é ß 漢 字 😀 🧑 𝒳 𐍈".split(" ");

    private static final int LONGEST_WORD = 8;

    private final Random random;

    private TraceGenerator(long seed) {
        random = new Random(seed);
    }

    /**
     * A sequential trace.
     *
     * @param name of the trace
     * @param seed decides everything
     * @param transactions how many
     * @return a trace in which some transactions have several patches
     */
    public static EditingTrace sequential(String name, long seed, int transactions) {
        return new TraceGenerator(seed).sequential(name, transactions);
    }

    /**
     * A concurrent trace.
     *
     * @param name of the trace
     * @param seed decides everything
     * @param transactions how many, of all authors together
     * @param authors at least 1
     * @return a trace whose authors see each other's edits with delay
     */
    public static EditingTrace concurrent(String name, long seed, int transactions, int authors) {
        return new TraceGenerator(seed).concurrent(name, transactions, authors);
    }

    private EditingTrace sequential(String name, int transactions) {
        TraceBuilder builder = new TraceBuilder(name, name);
        builder.startContent = "Start 😀.\n";
        Author author = new Author(builder.startContent);
        while (builder.transaction() < transactions) {
            for (int patches = random.nextInt(8) == 0 ? 3 : 1; patches > 0; patches--) {
                author.edit(builder, 0);
            }
            builder.endTransaction(0, EditingTrace.NO_TIME);
        }
        builder.endContent = author.text.toString();
        return builder.build();
    }

    private EditingTrace concurrent(String name, int transactions, int authors) {
        TraceBuilder builder = new TraceBuilder(name, name);
        builder.concurrent = true;
        builder.agents = authors;
        // The first transaction parts the paragraphs; everybody has seen it.
        builder.addPatch(0, 0, "\n".repeat(authors - 1));
        builder.endTransaction(0, EditingTrace.NO_TIME);
        Paragraphs paragraphs = new Paragraphs(authors);
        while (builder.transaction() < transactions) {
            int author = random.nextInt(authors);
            // A stretch of typing, after a look at what one other author did so far.
            paragraphs.read(author, random.nextInt(authors));
            for (int length = 1 + random.nextInt(12); length > 0 && builder.transaction() < transactions; length--) {
                paragraphs.parents(author).forEach(builder::addParent);
                paragraphs.authors.get(author).edit(builder, paragraphs.offset(author));
                paragraphs.wrote(author, builder.transaction());
                builder.endTransaction(author, EditingTrace.NO_TIME);
            }
        }
        builder.endContent = paragraphs.join();
        return builder.build();
    }

    /** One person at one text. */
    private final class Author {
        private final CodePointText text;
        private int caret;

        Author(String content) {
            text = new CodePointText(content);
            caret = text.codePoints();
        }

        /** Adds a patch to the open transaction, its position moved by what stands before this author's text. */
        void edit(TraceBuilder builder, int offset) {
            if (random.nextInt(10) == 0) {
                caret = random.nextInt(text.codePoints() + 1);
            }
            int deleted = 0;
            String inserted = "";
            int kind = random.nextInt(10);
            if (kind < 7 || text.codePoints() == 0) {
                inserted = ALPHABET[random.nextInt(ALPHABET.length)];
            } else if (kind < 9 && caret > 0) {
                caret--;
                deleted = 1;
            } else {
                deleted = Math.min(text.codePoints() - caret, random.nextInt(LONGEST_WORD));
                inserted = word();
            }
            builder.addPatch(offset + caret, deleted, inserted);
            text.replace(text.indexOf(caret), text.indexOf(caret + deleted), inserted);
            caret += inserted.codePointCount(0, inserted.length());
        }

        private String word() {
            StringBuilder word = new StringBuilder();
            for (int length = 1 + random.nextInt(LONGEST_WORD); length > 0; length--) {
                word.append(ALPHABET[random.nextInt(ALPHABET.length)]);
            }
            return word.toString();
        }
    }

    /** What each author of a concurrent trace wrote, and how much of it the others have seen. */
    private final class Paragraphs {
        private final List<Author> authors = new ArrayList<>();
        /** Transactions of each author, and the length of its paragraph after each. */
        private final List<IntList> transactions = new ArrayList<>();

        private final List<IntList> lengths = new ArrayList<>();
        /** seen[a][b]: how many transactions of b a has seen. */
        private final int[][] seen;

        Paragraphs(int count) {
            seen = new int[count][count];
            for (int i = 0; i < count; i++) {
                authors.add(new Author(""));
                transactions.add(new IntList());
                lengths.add(new IntList());
            }
        }

        /** The reader sees all that the other has written and seen. */
        void read(int reader, int other) {
            for (int i = 0; i < seen.length; i++) {
                seen[reader][i] = Math.max(seen[reader][i], seen[other][i]);
            }
        }

        /** The latest transactions that an author has seen, of each author one; the first of all when there are none. */
        List<Integer> parents(int author) {
            List<Integer> parents = new ArrayList<>();
            for (int i = 0; i < seen.length; i++) {
                if (seen[author][i] > 0) {
                    parents.add(transactions.get(i).get(seen[author][i] - 1));
                }
            }
            return parents.isEmpty() ? List.of(0) : parents;
        }

        /** Where an author's paragraph starts in the text that it sees. */
        int offset(int author) {
            int offset = author;
            for (int i = 0; i < author; i++) {
                offset += seen[author][i] == 0 ? 0 : lengths.get(i).get(seen[author][i] - 1);
            }
            return offset;
        }

        void wrote(int author, int transaction) {
            transactions.get(author).add(transaction);
            lengths.get(author).add(authors.get(author).text.codePoints());
            seen[author][author]++;
        }

        String join() {
            return String.join(
                    "\n", authors.stream().map(author -> author.text.toString()).toList());
        }
    }
}
