package dev.rejoin.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.report.Footprint;
import dev.rejoin.document.Document;
import org.junit.jupiter.api.Test;

class SmallDocumentTest {
    private static final int DOCUMENTS = 1_000;

    @Test
    void open_manySmallDocuments_retainLittleMoreThanTheirBytes() {
        Document[] documents = new Document[DOCUMENTS];
        for (int i = 0; i < DOCUMENTS; i++) {
            documents[i] = Document.load(SmallDocumentBenchmark.saved(i));
        }
        System.gc(); // what was opened stays within reach until memory is collected
        assertThat(Footprint.deepBytes(documents) / DOCUMENTS).isLessThan(1_024);
        assertThat(documents[DOCUMENTS - 1].root().counter("visits").value()).isEqualTo(3);
    }
}
