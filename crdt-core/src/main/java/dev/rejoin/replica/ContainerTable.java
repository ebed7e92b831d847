package dev.rejoin.replica;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identity of the containers of one document: (parent, key or list element, type) to a small ordinal and back. A container
 * that was made to be another one than all before it at its key has the id of the operation that made it as a fourth part.
 *
 * <p>The ordinal is local: it follows the order of arrival and never decides anything that another replica sees. The root
 * map has ordinal 0 and is no child. Containers are never removed, except that {@link #truncate} takes back what a
 * refused change had named. Live only: views reach containers through the states of their parents.
 */
public final class ContainerTable {
    /** Ordinal of the root map. */
    public static final int ROOT = 0;

    /** No such container. */
    public static final int NONE = -1;

    private static final long ROOT_HASH = 0x5245_4a4f_494eL;

    private final ReplicaTable replicas;
    private final ArrayList<Identity> identities = new ArrayList<>(2);
    private final HashMap<Identity, Identity> ordinals = new HashMap<>(4);
    private int truncations;

    /** An empty table that holds the root only; replicas gives the ids of list elements for {@link #pathHash}. */
    public ContainerTable(ReplicaTable replicas, int rootType) {
        this.replicas = replicas;
        identities.add(new Identity(NONE, null, ElementId.NONE, rootType, ElementId.NONE, 0, ROOT_HASH, ROOT));
    }

    /** Ordinal of the container under a map key, or {@link #NONE}. */
    public int find(int parent, String key, int type) {
        Identity known = ordinals.get(probe(parent, key, ElementId.NONE, type, ElementId.NONE));
        return known == null ? NONE : known.ordinal;
    }

    /** Ordinal of the container in a list element (packed id), or {@link #NONE}. */
    public int find(int parent, long element, int type) {
        Identity known = ordinals.get(probe(parent, null, element, type, ElementId.NONE));
        return known == null ? NONE : known.ordinal;
    }

    /** Ordinal of the container under a map key; new ones get the next ordinal. */
    public int intern(int parent, String key, int type) {
        return intern(parent, key, type, ElementId.NONE);
    }

    /** The same for a container that an operation (packed id) made to be another one; NONE for the one of all. */
    public int intern(int parent, String key, int type, long maker) {
        return intern(probe(parent, key, ElementId.NONE, type, maker));
    }

    /** Ordinal of the container in a list element (packed id); new ones get the next ordinal. */
    public int intern(int parent, long element, int type) {
        return intern(probe(parent, null, element, type, ElementId.NONE));
    }

    /** Ordinal of the container that holds this one; {@link #NONE} for the root. */
    public int parent(int ordinal) {
        return identities.get(ordinal).parent;
    }

    /** Whether it stands in a list element (else under a map key, or it is the root). */
    public boolean isInElement(int ordinal) {
        return identities.get(ordinal).element != ElementId.NONE;
    }

    /** Its key in the parent map. */
    public String key(int ordinal) {
        return Objects.requireNonNull(identities.get(ordinal).key, "no container under a key");
    }

    /** Packed id of its element in the parent list; ElementId.NONE under a map key. */
    public long element(int ordinal) {
        return identities.get(ordinal).element;
    }

    /** Code of its type, see ContainerType; codes of later versions are possible. */
    public int type(int ordinal) {
        return identities.get(ordinal).type;
    }

    /** Packed id of the operation that made it to be another one; ElementId.NONE if all who create it create the same. */
    public long maker(int ordinal) {
        return identities.get(ordinal).maker;
    }

    /** Steps from the root; 0 for the root. */
    public int depth(int ordinal) {
        return identities.get(ordinal).depth;
    }

    /** 64-bit hash of the path, equal at all replicas. */
    public long pathHash(int ordinal) {
        return identities.get(ordinal).pathHash;
    }

    /** Number of containers ever named, the root included. */
    public int size() {
        return identities.size();
    }

    /** Changes whenever ordinals were forgotten, which may then be given to other containers. */
    public int truncations() {
        return truncations;
    }

    /** Forgets all ordinals from size on, which nothing refers to yet. */
    public void truncate(int size) {
        truncations += identities.size() > size ? 1 : 0;
        while (identities.size() > size) {
            ordinals.remove(identities.remove(identities.size() - 1));
        }
    }

    private int intern(Identity wanted) {
        Identity known = ordinals.get(wanted);
        if (known != null) {
            return known.ordinal;
        }
        ordinals.put(wanted, wanted);
        identities.add(wanted);
        return wanted.ordinal;
    }

    private Identity probe(int parent, @Nullable String key, long element, int type, long maker) {
        Identity above = identities.get(parent);
        long hash = Digest.mix(above.pathHash, type);
        if (key != null) {
            hash = Digest.mixText(hash, key);
        } else {
            hash = mixId(hash, element);
        }
        if (maker != ElementId.NONE) {
            hash = mixId(hash, maker);
        }
        return new Identity(parent, key, element, type, maker, above.depth + 1, hash, identities.size());
    }

    private long mixId(long hash, long id) {
        return Digest.mix(Digest.mix(hash, replicas.id(ElementId.replica(id))), ElementId.seq(id));
    }

    /** Comparable, so that crafted keys with equal hash codes cost a HashMap log n and not n. */
    private static final class Identity implements Comparable<Identity> {
        final int parent;
        final @Nullable String key;
        final long element;
        final int type;
        final long maker;
        final int depth;
        final long pathHash;
        final int ordinal;

        Identity(
                int parent,
                @Nullable String key,
                long element,
                int type,
                long maker,
                int depth,
                long pathHash,
                int ordinal) {
            this.parent = parent;
            this.key = key;
            this.element = element;
            this.type = type;
            this.maker = maker;
            this.depth = depth;
            this.pathHash = pathHash;
            this.ordinal = ordinal;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity that
                    && parent == that.parent
                    && element == that.element
                    && type == that.type
                    && maker == that.maker
                    && Objects.equals(key, that.key);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(pathHash);
        }

        @Override
        public int compareTo(Identity other) {
            int order = Integer.compare(parent, other.parent);
            if (order == 0) {
                order = Integer.compare(type, other.type);
            }
            if (order == 0) {
                order = Long.compare(element, other.element);
            }
            if (order == 0) {
                order = Long.compare(maker, other.maker);
            }
            if (order == 0 && key != null && other.key != null) {
                order = key.compareTo(other.key);
            }
            return order;
        }
    }
}
