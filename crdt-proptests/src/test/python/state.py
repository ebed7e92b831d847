"""What can be read in the state of a snapshot: the section "State" of docs/FORMAT.md."""
from basics import Reader, units, unzigzag
from changes import INSERTS

CONTENTS = {1: "map", 2: "list", 3: "text", 4: "counter", 5: "set", 6: "remove_wins", 7: "log"}

def two_parts(low, high):
    byte = low.u8()
    return byte & 127 | (high.varint() << 7 if byte & 128 else 0)

class State(Reader):
    """The column of fields. What it gives for a container is what an application sees there."""

    def __init__(self, cols, bases, changes):
        super().__init__(cols[0])
        self.order, self.above, self.fates, children = map(Reader, cols[5:9])
        coding = ["utf-16-be", "surrogatepass"] if cols[9][:1] == b"\1" else ["utf-8"]
        self.characters = Reader(units(cols[9][1:].decode(*coding)))
        self.brought = {(change["author"], op["seq"] + i): element for change in changes
                        for op in change["operations"] if op["kind"] in INSERTS
                        for i, element in enumerate(op["body"][-1])}
        self.bases, self.replicas = bases, self.many("u64")
        self.covers, self.last, self.last_run = [], {"time": 0, "seq": 0}, -1
        self.runs = self.pieces(*map(Reader, cols[1:5]))
        children.all("varint varint")

    def pieces(self, gaps, lengths, low, high):
        """Columns 1 to 4: runs in the order of ids, each with replica, time and the seqs of its pieces."""
        runs, time = [], 0
        for replica, number in [(replica, gaps.varint()) for replica in self.replicas]:
            end = begun = 0
            for _ in range(number):
                gap = gaps.varint()
                start = end + max(gap - 1, 0)
                end = start + lengths.varint()
                coded = two_parts(low, high) if gap else 0
                if coded:
                    millis = (time >> 16) + unzigzag(coded - 1 >> 1) + 200 * (start - begun)
                    time = millis << 16 | (0 if coded & 1 else high.varint())
                if gap:
                    runs.append((replica, time, Reader([])))
                    begun = start
                runs[-1][2].data.append(range(start, end))
        return runs

    def sequence(self):
        """Columns 5 to 7: the elements from left to right with their times, and which are visible."""
        times, waiting, visible = {}, [], []
        for _ in range(self.varint()):
            coded = two_parts(self.order, self.above)
            self.last_run = self.last_run + 1 + unzigzag(coded - 1) if coded else waiting.pop()
            replica, time, pieces = self.runs[self.last_run]
            times |= {(replica, seq): time for seq in pieces.next()}
            if pieces.left(): waiting.append(self.last_run)
        elements = Reader(tuple(times))
        while elements.left():
            visible += elements.take(self.fates.varint())
            elements.take(self.fates.varint() if elements.left() else 0)
        return times, visible

    def difference(self, what):
        self.last[what] += self.zigzag()
        return self.last[what]
    def time(self): return self.difference("time")
    def seq(self): return self.difference("seq")
    def replica(self): return self.replicas[self.varint()]

    def container(self):
        """Creation marker and content, or None if what touched it is covered."""
        kind = self.varint()
        if kind & 64: self.read("id")
        flags, touched, hidden, cleared, _, marker, _, _ = self.read(
            "u8 vector?1 vector?2 vector?4 vector?16 stamp?8 start?32 dead*?64")
        assert kind < 128 and flags < 128, "known flags"
        self.covers.append(dict(cleared))
        name = CONTENTS.get(kind & 63, "")
        content = {name: self.read(name)}
        covers = [*self.covers, dict(hidden)]
        self.covers.pop()
        readable = any(all(end > cover.get(of, 0) for cover in covers) for of, end in touched)
        return (marker, content) if readable else None

    def slot(self):
        """In a list what is read at a place: the container that was created last, else the last write."""
        writes = [self.read("stamp value*") for _ in range(self.varint() - 1)]
        shown = sorted((found for found in self.many("container") if found), key=lambda found: found[0])
        return [shown[-1][1]] if shown else writes[-1][1] if writes else []

    def element(self, id, kept): return kept() if id[1] < self.bases[id[0]] else self.brought[id]
    def map(self): return [(key, content) for key, slot in self.many("string slot") for content in slot]
    def set(self): return [element for element, _ in self.many("value vector")]
    def log(self): return [value for *_, value in self.many("time replica varint value")]

    def text(self):
        _, visible = self.sequence()
        return "".join(self.element(id, self.characters.next) for id in visible)

    def list(self):
        times, visible = self.sequence()
        moved = {}
        for _ in range(self.varint()):
            position, element = self.read("id id")
            stamp = (times[position] or self.time(), *position)
            moved[element] = max(stamp, moved.get(element, stamp))
        slots = dict(self.many("id slot"))
        items = {id: slots[id] if id in slots else [self.element(id, self.value)] for id in visible}
        stands = {stamp[1:]: element for element, stamp in moved.items()}
        order = [stands.get(id, id) for id in times if id not in moved]
        return [content for id in order for content in items.get(id, [])]

    def counter(self):
        total, settings = 0, [((), 0)]
        for of, _, folded, increments, _, floor, setting in self.many("tally"):
            total += folded + sum(delta for _, delta in increments) - floor
            settings += [((time, of, seq), value) for time, seq, value in setting]
        return total + max(settings)[1]

    def remove_wins(self):
        added, removed = self.set(), self.set()
        return [element for element in added if element not in removed]
