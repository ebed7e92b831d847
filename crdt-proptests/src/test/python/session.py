"""What the messages of a session stand for: the section "Session form" of docs/FORMAT.md."""
from basics import Reader, checked, units, unzigzag
from changes import Change

AUTHOR, OPEN, NEW, BASE = 16, 1, 2, 4  # the first of flags, the others of more

def varint(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)

class Message(Change):
    """A message. Known is what others said, by number: slots, prefixes, bases, and seqs that they named."""

    def latest(self, what):
        return next(self.known[n][what] for n in sorted(self.known, reverse=True) if what in self.known[n])

    def define(self, what, read):
        key = what, self.varint()
        self.said[key] = read()
        return self.said[key]

    def copied(self, shape, bits=0):
        start = self.at
        self.parts(shape, bits)
        return self.data[start:self.at]

    def reference(self):
        name = self.varint()
        of = self.latest(("slot", name - 1)) if name else self.define("slot", self.u64)
        coded = self.varint()
        if name and self.relative: coded = (self.latest(("seq", of)) + unzigzag(coded >> 1)) * 2 + coded % 2
        self.said["seq", of] = coded >> 1
        return bytes.fromhex(of) + varint(coded)

    def prefix(self):
        prefix = self.copied("varint container")
        if prefix[0] in (0x20, 0x21): prefix += self.copied("bytes")
        self.at -= len(prefix)  # the payload begins with it, too
        return prefix

    def change(self, number, flags, more, known):
        """The self-contained form without its CRC, and without a digest that the receiver is to put in."""
        self.known, self.said, self.relative = known, {}, not more & (NEW | BASE)
        if more & NEW: author, end, millis = self.define("slot", self.u64), self.varint(), 0
        elif more & BASE: author, end, millis = known[number - self.u8()]["base"]
        elif flags & AUTHOR: author, end, millis = self.latest(self.latest(("slot", self.varint())))
        else: author, end, millis = self.latest("base")
        first = end + (self.varint() if more & 8 else 0)
        count = self.varint() if flags & 4 else 1
        millis = self.u48() if more & NEW else millis + self.varint()
        counter = self.copied("varint?8", flags)
        references = self.many("reference") if flags & 32 else []
        digest_and_note = self.copied("u32?64", flags) + self.copied("note?16", more)
        form, before = flags & 3, b""
        if form == 3: before = self.latest(("prefix", self.varint()))
        elif more & 64: self.define("prefix", self.prefix)
        payload = self.take(self.left())
        if form == 1: count, before = len(units(payload.decode())), b"\x30" + varint(len(payload))
        if form == 2: before, payload = b"\x38\0", payload + b"\1"
        self.said["base"] = self.said[author] = author, first + count, millis
        known[number] = self.said | {("seq", author): first + count - 1}
        bits = {1: flags & 32, 2: more & 16, 4: flags & 8, 8: count > 1, 16: flags & 64}
        head = bytes([0x11, sum(bit for bit in bits if bits[bit])]) + bytes.fromhex(author) + varint(first)
        time = (varint(count) if count > 1 else b"") + millis.to_bytes(6, "big") + counter
        named = b"".join([varint(len(references))] + references) if references else b""
        return head + time + named + digest_and_note + before + payload

def read(stream, document):
    """Messages and answers, each behind its length."""
    session, known, out = None, {}, []
    for data in Reader(stream).all("bytes"):
        message = Message(data[:-4])
        kind, flags = message.read("u8 u8")
        if kind == 0x61:
            checked(data, document)
            out.append((flags, *message.read("u64 varint varint u8")))
            continue
        more, back = message.u8() if flags & 128 else 0, 0
        if more & OPEN:
            id, number, back = message.read("u64 varint varint")
            session, known = id, known if id == session else {}
        else:
            number = max(known) + 1
            number += (message.u8() - number + 128) % 256 - 128
        assert kind == 0x51 and number >= 0, "a message of a session"
        change = message.change(number, flags, more, known)
        dump = Change(change).dump()
        if dump["digest"] or dump["firstSeq"] == 0 or more & 32:  # else the digest is not known here
            check = (int.from_bytes(data[-4:], "big") ^ back).to_bytes(4, "big")
            checked(change + bytes.fromhex(session) + number.to_bytes(8, "big") + check, document)
        out.append(dump)
    return out
