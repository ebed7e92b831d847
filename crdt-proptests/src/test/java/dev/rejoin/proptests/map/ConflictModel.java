package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.document.Conflict;
import dev.rejoin.document.Document;
import dev.rejoin.document.Path;
import dev.rejoin.proptests.map.MapModel.Node;
import dev.rejoin.proptests.map.MapModel.Write;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is in conflict and why something is read, said of the {@link MapModel} as plainly as possible and compared with
 * what a document says. Elements of lists have no order in the model, so conflicts in lists are compared without index.
 */
final class ConflictModel {
    private static final Map<Character, String> NAMES =
            Map.of('M', "map", 'L', "list", 'T', "text", 'C', "counter", 'S', "set");

    private final Document document;
    private final List<String> expected = new ArrayList<>();

    ConflictModel(Document document) {
        this.document = document;
    }

    void compare(MapModel model) {
        visit(model.root, "", Path.root());
        List<String> found = new ArrayList<>();
        for (Conflict conflict : document.conflicts()) {
            found.add(conflict.path().steps().stream()
                            .map(step -> step instanceof Path.Key key ? "/" + key.key() : "/*")
                            .collect(Collectors.joining())
                    + " " + conflict.kind());
            assertThat(conflict.choices()).hasSizeGreaterThan(1);
        }
        Collections.sort(found);
        Collections.sort(expected);
        assertThat(found).isEqualTo(expected);
    }

    /** Everything below what is read; the path is null in lists, where the model knows no index. */
    private void visit(Node node, String at, Path path) {
        if (node.type == 'M') {
            Set<String> keys = new TreeSet<>(node.registers.keySet());
            node.children.keySet().forEach(key -> keys.add((String) key));
            for (String key : keys) {
                List<Write> writes = new ArrayList<>(node.registers.getOrDefault(key, List.of()));
                writes.sort(Comparator.comparing(Write::stamp).reversed());
                Path here = path == null ? null : path.key(key);
                expect(node, key, writes, MapModel.policy(node, key), at + "/" + key);
                if (here != null) {
                    explain(node, key, writes, here);
                }
                descend(node, key, at + "/" + key, here);
            }
        } else if (node.type == 'L') {
            node.elements.forEach((dot, element) -> {
                expect(node, dot, element.writes, RegisterPolicy.LAST_WRITER, at + "/*");
                descend(node, dot, at + "/*", null);
            });
        }
    }

    private void descend(Node node, Object key, String at, Path path) {
        Node winner = MapModel.winner(node, key);
        if (winner != null) {
            visit(winner, at, path);
        }
    }

    private void expect(Node node, Object key, List<Write> writes, RegisterPolicy policy, String at) {
        List<Node> shown = new ArrayList<>();
        for (Node child : node.children.getOrDefault(key, Map.of()).values()) {
            if (MapModel.own(child)) {
                shown.add(child);
            } else if (MapModel.isVisibleByDefault(child)) {
                expected.add(at + " " + ConflictKind.DELETED_AND_UPDATED);
            }
        }
        boolean anyValue = writes.stream().anyMatch(write -> write.value() != null);
        long outcomes = writes.stream().map(Write::value).distinct().count();
        boolean asked = policy == RegisterPolicy.LAST_WRITER || policy == RegisterPolicy.MULTI_VALUE;
        if (shown.size() > 1 || shown.size() == 1 && anyValue) {
            expected.add(at + " " + ConflictKind.TYPES);
        } else if (shown.isEmpty() && asked && outcomes > 1) {
            expected.add(at + " " + ConflictKind.VALUES);
        }
    }

    private void explain(Node node, String key, List<Write> writes, Path path) {
        Explanation explanation = document.explain(path);
        List<Node> byCreation =
                new ArrayList<>(node.children.getOrDefault(key, Map.of()).values());
        byCreation.sort(Comparator.<Node, MapModel.Stamp>comparing(child -> child.marker)
                .reversed());
        List<String> standing = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        for (Node child : byCreation) {
            String container = NAMES.get(child.type) + " " + id(child.marker);
            (MapModel.own(child) ? standing : hidden).add(container);
        }
        Node winner = MapModel.winner(node, key);
        String value = winner == null ? MapModel.scalar(node, key) : null;
        for (Write write : writes) {
            if (winner == null || write.value() != null) {
                standing.add(write.value() + " " + id(write.stamp()));
            }
        }
        List<String> found = new ArrayList<>();
        explanation.beside().forEach(candidate -> found.add(text(candidate)));
        explanation.read().map(ConflictModel::text).ifPresent(read -> {
            String reads = winner == null ? value + " " : NAMES.get(winner.type) + " ";
            assertThat(read).startsWith(reads);
            found.add(read);
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(standing);
        assertThat(explanation.hidden().stream().map(ConflictModel::text)).isEqualTo(hidden);
        assertThat(explanation.value())
                .isEqualTo(Optional.ofNullable(value).map(number -> Value.of(Long.parseLong(number))));
        assertThat(explanation.toString()).startsWith(path + ": ");
    }

    private static OpId id(MapModel.Stamp stamp) {
        return new OpId(MapSchedule.replica(stamp.replica()), stamp.seq());
    }

    private static String text(Candidate candidate) {
        if (candidate instanceof Candidate.Scalar scalar) {
            return ((Value.Int64) scalar.value()).value() + " "
                    + scalar.written().id();
        }
        if (candidate instanceof Candidate.Removal removal) {
            return "null " + removal.written().id();
        }
        Candidate.Container container = (Candidate.Container) candidate;
        return container.type() + " " + container.created().id();
    }
}
