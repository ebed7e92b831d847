#!/usr/bin/env python3
"""Prints what Rejoin's golden vectors hold, as JSON: a second reader, written from docs/FORMAT.md alone."""
import json, sys, zlib
from types import SimpleNamespace
import session, state
from basics import Reader, crc32c, expect, replica, unzigzag, value

# Operations. A change and a batch differ in where they have ids, containers, elements and counts: that is their source.
# The bodies of operations: K key, V value, D dots or vector, I id, N zigzag, T totals, F flag.
BODIES = {0x01: "DV", 0x02: "D", 0x04: "N", 0x05: "NT", 0x08: "VD", 0x09: "VD", 0x20: "KDV", 0x21: "KD",
          0x22: "IDV", 0x23: "D", 0x24: "D", 0x25: "D", 0x26: "IIF", 0x28: "D", 0x29: "VD", 0x2A: "VD", 0x2B: "V",
          0x3C: "FV", 0x3E: "NF"}

# The former replica, then numbers: first seq and count, runs of elements, what was left out.
def came_back(r): return [replica(r.zigzag() % (1 << 64)), [r.varint() for _ in iter(r.left, 0)]]

def body(r, kind, ids):
    if kind == 0x52: return came_back(Reader(r.bytes()))
    if kind >= 0x40: return [r.bytes().hex()]
    read = {"K": r.string, "V": lambda: value(r), "I": ids, "N": lambda: str(r.zigzag()), "F": r.varint,
            "D": lambda: r.times(ids), "T": lambda: r.times(lambda: [ids(), str(r.zigzag())])}
    return [read[part]() for part in BODIES[kind]]

def operation(kind, seq, source):
    """An operation, and the seq behind it."""
    if 0x30 <= kind <= 0x37:
        side = (kind - 0x30) % 4
        op = {"at": source.container() if side == 3 else None, "beside": source.ids() if side in (1, 2) else None,
              "seq": seq, "kind": ["continue", "right", "left", "first"][side]}
        return op, seq + source.elements(op, kind < 0x34)
    if 0x38 <= kind <= 0x3A:
        way = [0, 1, -1][kind - 0x38]
        op = {"kind": "delete", "first": source.ids(), "elements": source.deleted(way), "step": way, "seq": seq}
        return op, seq + (op["elements"] if way else 1)
    return {"kind": kind, "at": source.container(), "seq": seq, "body": body(source.fields, kind, source.ids)}, seq + 1

def units(text): return len(text.encode("utf-16-le", "surrogatepass")) // 2

def step(kind, r, ids):
    return [kind & 0x3F, ids() if kind & 0x80 else r.string()] + ([ids()] if kind & 0x40 else [])

def change(data, document):
    r = Reader(data, 0, len(data) - 4)
    expect(crc32c(document + data[:-4]) == int.from_bytes(data[-4:], "big"), "checksum")
    expect(r.u8() >> 4 == 1, "a change")
    flags, author, first = r.u8(), r.u64(), r.varint()
    count = r.varint() if flags & 8 else 1
    out = {"author": replica(author), "firstSeq": first, "seqs": count, "millis": r.u48(),
           "counter": r.varint() if flags & 4 else 0}
    refs = r.times(lambda: (replica(r.u64()), r.varint())) if flags & 1 else []
    out["dependencies"] = sorted([of, coded >> 1] for of, coded in refs if coded & 1)
    out["digest"] = f"{r.u32():08x}" if flags & 16 else None
    out["note"] = [r.string(), r.string()] if flags & 2 else None
    seq, last, out["operations"] = first, [], []

    def ids():
        place, rest = r.varint(), r.varint()
        return [replica(author), seq - rest] if place == 0 else [refs[place - 1][0], rest]

    def container():
        nonlocal last
        if r.u8() == 1: last = r.times(lambda: step(r.u8(), r, ids))
        return last

    def elements(op, is_text):
        op["text" if is_text else "values"] = found = r.string() if is_text else r.times(lambda: value(r))
        return units(found) if is_text else len(found)

    source = SimpleNamespace(fields=r, ids=ids, container=container, elements=elements, deleted=lambda way: r.varint())
    while r.left():
        op, seq = operation(r.varint(), seq, source)
        out["operations"].append(op)
    expect(seq == first + count, "as many operations as seqs")
    return out

# Batches and histories.
def columns(r, number, deflated):
    out = []
    for _ in range(number):
        length = r.varint()
        out.append(zlib.decompress(r.bytes(), -15) if deflated and length else r.take(length))
        expect(len(out[-1]) == length, "inflated length")
    return out

def numbers(data, bits):
    """A column of numbers; what it leaves out comes from the bits, which begin at a whole byte for each column."""
    out, held, count = [], 0, 0
    for byte in data:
        if byte < 16: out.append(byte); continue
        below = 4 + (byte - 16) // 4 - 2
        while count < below: held, count = held | bits.u8() << count, count + 8
        out.append((4 + (byte - 16) % 4) << below | held & (1 << below) - 1)
        held, count = held >> below, count - below
    expect(not held, "no bits behind the last number")
    return iter(out)

def history(r, deflated):
    first, table = r.times(r.varint), r.times(r.u64)
    cols = columns(r, 11, deflated)
    segments, kinds, notes, places, fields, bits = (Reader(cols[i]) for i in (0, 1, 4, 5, 9, 10))
    times, dependencies, seqs, counts = (numbers(cols[i], bits) for i in (2, 3, 6, 7))
    text, typed, erased = cols[8].decode("utf-8").encode("utf-16-le"), [], set()
    ends, starts, millis = dict(enumerate(first)), {}, {}
    last, containers, changes = {}, [[]], []
    author = seq = named = 0

    def ids():
        nonlocal named
        place = places.varint()
        named = author if place == 0 else place - 1
        last[named] = last.get(named, 0) + unzigzag(next(seqs))
        return [replica(table[named]), last[named]]

    def container():
        n = fields.varint()
        if n == len(containers):
            parent, kind = container(), fields.u8()
            containers.append(parent + [step(kind, fields, ids)])
            return containers[-1]
        return containers[n]

    def elements(op, is_text):
        n = next(counts) + 1
        if is_text: typed.append((op, author, seq, n))
        else: op["values"] = [value(fields) for _ in range(n)]
        last[author] = seq + n - 1
        return n

    def deleted(way):
        n, s = next(counts) + 1, last[named]
        erased.update((named, s - i if way < 0 else s + i) for i in range(n))
        last[named] = s - n if way < 0 else s - 1
        return n

    source = SimpleNamespace(fields=fields, ids=ids, container=container, elements=elements, deleted=deleted)
    while segments.left():
        author, number = segments.varint(), segments.varint()
        for _ in range(number):
            flags, start = kinds.varint(), ends[author]
            wait = 200 * (start - starts[author]) if author in starts else 0
            millis[author] = millis.get(author, 0) + wait + unzigzag(next(times))
            starts[author] = seq = start
            out = {"author": replica(table[author]), "firstSeq": start, "millis": millis[author],
                   "counter": next(times) if flags & 4 else 0, "digest": None, "operations": []}
            on = [(next(dependencies), next(dependencies)) for _ in range(next(dependencies) if flags & 1 else 0)]
            out["dependencies"] = sorted([replica(table[of]), ends[of] - 1 - n if of < len(first) else n]
                                         for of, n in on)
            out["note"] = [notes.string(), notes.string()] if flags & 2 else None
            while kinds.left() and kinds.data[kinds.at] > 7:
                op, seq = operation(kinds.varint() - 7, seq, source)
                out["operations"].append(op)
            ends[author], out["seqs"] = seq, seq - start
            changes.append(out)
    expect(not any(rest.left() for rest in (segments, kinds, notes, places, fields, bits)), "columns that are used up")

    def fill(flags, gaps):
        """Puts characters to their operations; gives the authors of whom something is not there."""
        listed, end, unit = set(), {}, (text[i:i + 2] for i in range(0, len(text), 2))
        for _ in range(gaps.varint() if gaps.left() else 0):
            of, skip, n = gaps.varint(), gaps.varint(), gaps.varint()
            start = end.get(of, first[of]) + skip
            end[of] = start + n
            listed |= {(of, i) for i in range(start, start + n)}
        both = erased & {(of, s + i) for _, of, s, n in typed for i in range(n)}
        lost = both ^ listed if flags & 4 else listed
        for op, of, s, n in typed:
            taken = [b"\xfd\xff" if (of, s + i) in lost else next(unit) for i in range(n)]
            op["text"] = b"".join(taken).decode("utf-16-le")
        expect(not list(unit), "no characters behind the last operation")
        return {replica(table[of]) for of, _ in lost} | {c["author"] for c in changes if c["note"] == ["", ""]}

    return changes, [replica(table[i]) for i, n in enumerate(first) if n], fill

def extensions(r, flags):
    parts = {r.varint(): r.bytes() for _ in range(r.varint())} if flags & 128 else {}
    expect(not r.left(), "no trailing bytes")
    return parts

def frame(data, kind, document):
    expect(crc32c(data[:-4]) == int.from_bytes(data[-4:], "big"), "checksum")
    r = Reader(data, 0, len(data) - 4)
    expect(r.u8() >> 4 == kind, "kind of frame")
    flags = r.u8()
    expect(r.take(16) == document, "document")
    return r, flags

def batch(data, document):
    r, flags = frame(data, 2, document)
    changes, from_base, fill = history(r, flags & 1)
    for of in from_base: next(c for c in changes if c["author"] == of)["digest"] = f"{r.u64() & 0xFFFFFFFF:08x}"
    gaps = Reader(extensions(r, flags).get(11, b""))
    expect(8 * len(fill(flags, gaps)) == gaps.left(), "digests behind gaps")
    return changes

def returned(r):
    """Former replicas, and as whom they came back and how far; which elements stand for which is passed over."""
    return r.times(lambda: [replica(r.u64()), r.times(lambda: [replica(r.u64()), r.varint(),
                                                               r.times(lambda: [r.varint() for _ in "123"])][:2])])

def snapshot(data, document):
    r, flags = frame(data, 3, document)
    cols = columns(r, 11, flags & 1)
    authors, version, bases = Reader(cols[0]), [], {}
    for _ in range(authors.varint()):
        of, coded, base = replica(authors.u64()), authors.varint(), authors.varint()
        if base: authors.varint(), authors.u64(), authors.u64()
        if base < coded >> 1: authors.u64()
        version.append([of, coded >> 1])
        bases[of] = base
    expect(not authors.left(), "no trailing bytes")
    changes, _, fill = history(r, flags & 1) if flags & 2 else (None, None, None)
    parts = extensions(r, flags)
    if fill: fill(flags, Reader(parts.get(11, b"")))
    out = {"version": version, "changes": changes} | state.read(cols[1:], bases, changes or [])
    return out | ({"returned": returned(Reader(parts[6]))} if 6 in parts else {})

def checkpoint(data, document):
    r, flags = frame(data, 4, document)
    out = {"replica": replica(r.u64()), "clock": r.u64(), "held": r.times(lambda: r.bytes().hex())}
    peers = Reader(r.bytes())
    out["peers"] = peers.times(lambda: [replica(peers.u64()),
                                        peers.times(lambda: [replica(peers.u64()), peers.varint()])])
    out["saved"] = snapshot(r.bytes(), document)
    extensions(r, flags)
    return out

READERS = {"value": lambda data, document: value(Reader(data)), "change": change, "batch": batch,
           "snapshot": snapshot, "checkpoint": checkpoint,
           "session": lambda data, document: session.read(data, document, change)}

def main():
    document = bytes.fromhex(sys.argv[1])
    for name in sys.argv[2:]:
        with open(name, "rb") as file:
            dump = READERS[name.replace("\\", "/").split("/")[-2]](file.read(), document)
        print(json.dumps(dump, sort_keys=True, separators=(",", ":"), ensure_ascii=True))

if __name__ == "__main__":
    main()
