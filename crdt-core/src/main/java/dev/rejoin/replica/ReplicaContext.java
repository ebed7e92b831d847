package dev.rejoin.replica;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.member.MemberTable;
import dev.rejoin.member.ReturnTable;
import dev.rejoin.version.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of one document share: identity tables, content stores, the edit epoch.
 *
 * <p>Not thread-safe; views keep the objects that they captured.
 */
public final class ReplicaContext {
    private final DocumentId documentId;
    private final EditEpoch epoch = new EditEpoch();
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private @Nullable MemberTable members;
    private @Nullable ReturnTable returns;
    private TextContent text;
    private ElementContent elements;
    private IdRanges gaps = IdRanges.EMPTY;
    private boolean lacksNotes;

    /** An empty context for a document whose root is a container of the given type. */
    public ReplicaContext(DocumentId documentId, int rootType) {
        this.documentId = documentId;
        this.replicas = new ReplicaTable();
        this.containers = new ContainerTable(replicas, rootType);
        this.text = new TextContent(epoch);
        this.elements = new ElementContent(epoch);
    }

    /** An empty context of the same document, in which replicas and containers keep their numbers. */
    public ReplicaContext(ReplicaContext names) {
        documentId = names.documentId;
        replicas = names.replicas;
        containers = names.containers;
        text = new TextContent(epoch);
        elements = new ElementContent(epoch);
    }

    /** The document. */
    public DocumentId documentId() {
        return documentId;
    }

    /** Who owns mutable nodes. */
    public EditEpoch epoch() {
        return epoch;
    }

    /** Replica ids and their local indices. */
    public ReplicaTable replicas() {
        return replicas;
    }

    /** Containers and their local ordinals. */
    public ContainerTable containers() {
        return containers;
    }

    /** Who was joined and who was retired. */
    public MemberTable members() {
        MemberTable known = members;
        if (known == null) {
            known = new MemberTable();
            members = known;
        }
        return known;
    }

    /** Who came back as whom. */
    public ReturnTable returns() {
        ReturnTable known = returns;
        if (known == null) {
            known = new ReturnTable();
            returns = known;
        }
        return known;
    }

    /** Characters of all texts, for reading. */
    public TextContent text() {
        return text;
    }

    /** Values of all lists, for reading. */
    public ElementContent elements() {
        return elements;
    }

    /** Characters of all texts, for appending: a view never sees what is appended now. */
    public TextContent writableText() {
        text = text.forkIfStale();
        return text;
    }

    /** Puts other stores in the place of these, with all content that is still needed. */
    public void replaceContent(TextContent keptText, ElementContent keptElements) {
        text = keptText;
        elements = keptElements;
    }

    /** The ids whose content is not here: what stands in the stores for them says nothing. Not to be added to. */
    public IdRanges gaps() {
        return gaps;
    }

    /** Whether all content and all notes are here. */
    public boolean isWhole() {
        return gaps.isEmpty() && !lacksNotes;
    }

    /** Whether notes of changes are not here. */
    public boolean lacksNotes() {
        return lacksNotes;
    }

    /** Says whether notes of changes are not here. */
    public void setLacksNotes(boolean lacking) {
        lacksNotes = lacking;
    }

    /** Says whose content is not here. */
    public void setGaps(IdRanges lacking) {
        gaps = lacking;
    }

    /** Values of all lists, for appending. */
    public ElementContent writableElements() {
        elements = elements.forkIfStale();
        return elements;
    }
}
