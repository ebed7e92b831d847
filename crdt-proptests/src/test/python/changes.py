"""Changes, alone and in columns: the sections "Change", "Operations" and "Batch" of docs/FORMAT.md."""
import zlib
from basics import Reader, units, unzigzag

# The bodies of operations. Kinds from 0x40 on that are not here hold bytes.
BODIES = {0x04: "zigzag", 0x05: "zigzag total*", 0x08: "value dots", 0x09: "value dots",
          0x20: "string dots value", 0x21: "string dots", 0x22: "id dots value", 0x23: "dots", 0x24: "dots",
          0x25: "dots", 0x26: "id id varint", 0x28: "dots", 0x29: "value dots", 0x2A: "value dots",
          0x2B: "value", 0x30: "text", 0x31: "id text", 0x32: "id text", 0x33: "text", 0x34: "values",
          0x35: "id values", 0x36: "id values", 0x37: "values", 0x38: "id elements", 0x39: "id elements",
          0x3A: "id elements", 0x3C: "varint value", 0x3E: "zigzag varint", 0x52: "former"}
TEXTS, INSERTS, DELETIONS = range(0x30, 0x34), range(0x30, 0x38), (0x39, 0x3A)
WITHOUT_CONTAINER = {*range(0x30, 0x3B)} - {0x33, 0x37}

class Change(Reader):
    """A change in its self-contained form, without its CRC."""
    path = ()

    def dump(self):
        kind, flags, self.author, self.seq, count, millis, counter, self.references, digest, note = self.read(
            "u8 u8 u64 varint varint?8 u48 varint?4 end*?1 u32?16 note?2")
        end = self.seq + (count or 1)
        out = {"author": self.author, "firstSeq": self.seq, "seqs": count or 1, "millis": millis,
               "counter": counter or 0, "digest": digest or None, "note": note or None,
               "dependencies": sorted((of, coded >> 1) for of, coded in self.references if coded & 1),
               "operations": [self.operation(self.varint()) for _ in iter(self.left, 0)]}
        assert kind == 0x11 and flags < 32 and self.seq == end, "version, flags, and seqs as the head says"
        return out

    def operation(self, kind):
        self.kind = kind
        at = None if kind in WITHOUT_CONTAINER else self.container()
        body = self.parts(BODIES[kind] if kind < 0x40 else BODIES.get(kind, "hex"))
        out = {"kind": kind, "at": at, "seq": self.seq, "body": body}
        self.seq += len(body[-1]) if kind in INSERTS else body[-1] if kind in DELETIONS else 1
        return out

    def id(self):
        place, rest = self.varint(), self.varint()
        return (self.references[place - 1][0], rest) if place else (self.author, self.seq - rest)

    def container(self):
        is_given = self.u8()
        assert is_given < 2, "0 for the path of the operation before, 1 for one that follows"
        if is_given: self.path = self.many("step")
        return self.path

    def step(self):
        kind = self.u8()
        place = self.id() if kind & 128 else self.string()
        return (kind & 63, place, self.id()) if kind & 64 else (kind & 63, place)

    def former(self):
        """The replica that comes back, and the numbers behind it."""
        inner = Reader(self.bytes())
        return inner.zigzag(), inner.all("varint")

def columns(frame, number, deflated):
    out = []
    for length in (frame.varint() for _ in range(number)):
        out.append(zlib.decompress(frame.bytes(), -15) if deflated and length else frame.take(length))
        assert len(out[-1]) == length, "inflated length"
    return out

def numbers(column, bits):
    """A column of numbers: what it leaves out are the next bits, from a whole byte on and up to one."""
    widths = [byte // 4 - 2 if byte > 15 else 0 for byte in column]
    held, out = int.from_bytes(bits.take((sum(widths) + 7) // 8), "little"), []
    for byte, width in zip(column, widths):
        out.append((4 + byte % 4) << width | held & (1 << width) - 1 if width else byte)
        held >>= width
    assert held == 0, "zeros up to a whole byte"
    return Reader(out)

class History(Change):
    """Changes in columns, of which it reads that of fields itself. Replicas stand for their places."""

    def __init__(self, frame, deflated):
        first, self.table = frame.many("varint"), frame.many("u64")
        cols = columns(frame, 11, deflated)
        super().__init__(cols[9])
        segments, kinds, self.notes, self.places, bits = (Reader(cols[i]) for i in (0, 1, 4, 5, 10))
        self.times, self.dependencies, self.seqs, self.counts = (numbers(cols[i], bits) for i in (2, 3, 6, 7))
        self.characters = Reader(units(cols[8].decode()))
        self.first = dict(zip(self.table, first))
        self.newest = {of: {"firstSeq": seq, "seqs": 0, "millis": 0} for of, seq in self.first.items()}
        self.last, self.paths, self.erased, self.changes = dict.fromkeys(self.table, 0), [()], set(), []
        authors = Reader([self.table[place] for place, n in segments.all("varint varint") for _ in range(n)])
        for code in kinds.all("varint"):
            if code < 8:
                self.changes.append(self.begin(authors.next(), code))
            else:
                self.changes[-1]["operations"].append(self.operation(code - 7))
                self.changes[-1]["seqs"] = self.seq - self.changes[-1]["firstSeq"]

    def begin(self, author, flags):
        before = self.newest[author]
        self.author, self.seq = author, before["firstSeq"] + before["seqs"]
        dependencies = range(self.dependencies.next() if flags & 1 else 0)
        self.newest[author] = {
            "author": author, "firstSeq": self.seq, "seqs": 0, "operations": [], "digest": None,
            "millis": before["millis"] + 200 * before["seqs"] + unzigzag(self.times.next()),
            "counter": self.times.next() if flags & 4 else 0,
            "dependencies": sorted(self.dependency() for _ in dependencies),
            "note": self.notes.read("note") if flags & 2 else None}
        return self.newest[author]

    def dependency(self):
        of, where = self.table[self.dependencies.next()], self.dependencies.next()
        shown = self.newest.get(of)
        return of, shown["firstSeq"] + shown["seqs"] - 1 - where if shown else where

    def id(self):
        place = self.places.varint()
        self.named = self.table[place - 1] if place else self.author
        self.last[self.named] += unzigzag(self.seqs.next())
        return self.named, self.last[self.named]

    def container(self):
        number = self.varint()
        if number != len(self.paths): return self.paths[number]
        self.paths.append((*self.container(), self.step()))
        return self.paths[-1]

    def text(self):
        """The seqs of characters, which take the place of these once it is known which are there."""
        self.last[self.author] = self.seq + self.counts.next()
        return range(self.seq, self.last[self.author] + 1)

    def values(self): return [self.value() for _ in self.text()]

    def elements(self):
        seq, n = self.last[self.named], self.counts.next() + 1
        seqs = range(seq - n + 1, seq + 1) if self.kind == 0x3A else range(seq, seq + n)
        self.erased |= {(self.named, seq) for seq in seqs}
        self.last[self.named] = seqs[0] - 1
        return n

    def fill(self, flags, gaps):
        """Puts characters to inserts: "Text that is not there". Gives the authors of whom some is not."""
        listed, end = set(), dict(self.first)
        for place, skip, n in gaps.many("run"):
            author = self.table[place]
            listed |= {(author, end[author] + skip + i) for i in range(n)}
            end[author] += skip + n
        texts = [(change["author"], op["body"]) for change in self.changes for op in change["operations"]
                 if op["kind"] in TEXTS]
        typed = {(author, seq) for author, body in texts for seq in body[-1]}
        lost = self.erased & typed ^ listed if flags & 4 else listed
        for author, body in texts:
            body[-1] = "".join("\ufffd" if (author, s) in lost else self.characters.next() for s in body[-1])
        noteless = {change["author"] for change in self.changes if change["note"] == ("", "")}
        return noteless | {author for author, _ in lost}
