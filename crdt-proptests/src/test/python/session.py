"""What the messages of a session stand for: the section "Session form" of docs/FORMAT.md."""
from types import SimpleNamespace
from basics import Reader, crc32c, expect, replica, unzigzag

def varint(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)
def opened(id): return SimpleNamespace(id=id, highest=-1, last=None, slots={}, prefixes={}, kept={})
def units(utf8): return len(utf8.decode("utf-8").encode("utf-16-le")) // 2

def prefix_of(operations):
    """Kind, container and key at the beginning of operations."""
    r = Reader(operations)
    kind = r.varint()
    if r.u8(): r.times(lambda: (r.u8(), r.bytes()))
    if kind in (0x20, 0x21): r.bytes()
    return operations[:r.at]

def rebuilt(r, session):
    """The session that a message belongs to, its number and how far back, the frame, and whether the digest lacks."""
    flags = r.u8()
    more = r.u8() if flags & 128 else 0
    back, known = 0, session
    if more & 1:
        id, number, back = r.take(8), r.varint(), r.varint()
        known = session if session.id == id else opened(id)
    else:
        number = known.highest + 1 + (r.u8() - known.highest - 1 + 128) % 256 - 128

    def define(slot, id):
        if slot not in known.slots or known.slots[slot].id != id:
            known.slots[slot] = SimpleNamespace(id=id, message=-1, end=0, millis=0, named=0, named_in=0)
        return slot

    if more & 2:
        slot, end, millis = define(r.varint(), r.take(8)), r.varint(), 0
    elif more & 4:
        slot, end, millis = known.kept[number - r.u8()]
    else:
        slot = r.varint() if flags & 16 else known.last
        end, millis = known.slots[slot].end, known.slots[slot].millis
    first = end + (r.varint() if more & 8 else 0)
    count = r.varint() if flags & 4 else 1
    millis = r.u48() if more & 2 else millis + r.varint()
    counter = r.varint() if flags & 8 else 0

    def reference():
        name = r.varint()
        of, coded = name - 1 if name else define(r.varint(), r.take(8)), r.varint()
        relative = name and not more & 6
        return of, known.slots[of].named + unzigzag(coded >> 1) if relative else coded >> 1, coded & 1

    references = r.times(reference) if flags & 32 else []
    lacks = first > 0 and not flags & 64 and not more & 32
    digest = r.take(4) if flags & 64 else bytes(4) if lacks else b""
    note = b"".join(varint(len(part)) + part for part in [r.bytes(), r.bytes()]) if more & 16 else b""
    form = flags & 3
    prefix = r.varint() if form == 3 or more & 64 else None
    payload = r.take(r.left())
    count = units(payload) if form == 1 else count
    if form == 0 and prefix is not None: known.prefixes[prefix] = prefix_of(payload)
    operations = [lambda: payload, lambda: b"\x30" + varint(len(payload)) + payload,
                  lambda: b"\x38\0" + payload + b"\1", lambda: known.prefixes[prefix] + payload][form]()
    author, end = known.slots[slot], first + count
    named = [known.slots[of].id + varint(seq * 2 + marked) for of, seq, marked in references]
    head = [1 if named else 0, 2 if note else 0, 4 if counter else 0, 8 if count > 1 else 0, 16 if digest else 0]
    frame = (bytes([0x11, sum(head)]) + author.id + varint(first) + (varint(count) if count > 1 else b"")
             + millis.to_bytes(6, "big") + (varint(counter) if counter else b"")
             + (varint(len(named)) + b"".join(named) if named else b"") + digest + note + operations)
    for of, seq in [(of, seq) for of, seq, _ in references] + [(slot, end - 1)] * (number > author.message):
        if number >= known.slots[of].named_in: known.slots[of].named, known.slots[of].named_in = seq, number
    if number > author.message: author.message, author.end, author.millis = number, end, millis
    if number > known.highest: known.highest, known.last = number, slot
    known.kept[number] = slot, end, millis
    return known, number, back, frame, lacks

def read(data, document, change):
    """Messages and answers, each behind its length. Of a change whose digest the receiver knows, none is told here."""
    stream, session, out = Reader(data), opened(None), []
    for message in iter(lambda: stream.bytes() if stream.left() else None, None):
        kind, r, sent = message[0], Reader(message, 1, len(message) - 4), int.from_bytes(message[-4:], "big")
        if kind == 0x61:
            expect(crc32c(document + message[:-4]) == sent, "checksum of an answer")
            out.append([r.u8(), replica(r.u64()), r.varint(), r.varint(), r.u8()])
            expect(not r.left(), "no trailing bytes")
            continue
        expect(kind == 0x51, "a message of a session")
        session, number, back, frame, lacks = rebuilt(r, session)
        check = crc32c(document + frame + session.id + number.to_bytes(8, "big"))
        expect(lacks or check ^ back == sent, "check of what a message stands for")
        dump = change(frame + crc32c(document + frame).to_bytes(4, "big"), document)
        out.append(dump | {"digest": None} if lacks else dump)
    return out
