#!/usr/bin/env python3
"""Prints what Rejoin's golden vectors hold, as JSON: a second reader, written from docs/FORMAT.md alone."""
import json, struct, sys, zlib

class Reader:
    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def take(self, n):
        if n < 0 or self.at + n > self.end: raise ValueError(f"truncated at {self.at}")
        self.at += n
        return self.data[self.at - n:self.at]

    def u8(self): return self.take(1)[0]
    def u32(self): return int.from_bytes(self.take(4), "big")
    def u48(self): return int.from_bytes(self.take(6), "big")
    def u64(self): return int.from_bytes(self.take(8), "big")

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if byte == 0 and shift > 0 or value >> 64: raise ValueError(f"over-long varint before {self.at}")
                return value
            shift += 7

    def zigzag(self): return unzigzag(self.varint())
    def bytes(self): return self.take(self.varint())
    def string(self): return self.bytes().decode("utf-8")
    def left(self): return self.end - self.at

def unzigzag(n): return n >> 1 if n % 2 == 0 else -(n >> 1) - 1

def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8): crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF

def replica(raw): return f"{raw:016x}"
def value(r):
    tag = r.u8()
    if tag == 0x00: return None
    if tag in (0x01, 0x02): return tag == 0x02
    if tag == 0x03: return {"integer": str(r.zigzag())}
    if tag == 0x04: return {"float": r.take(8).hex()}
    if tag == 0x05: return {"decimal": [r.zigzag(), str(int.from_bytes(r.bytes(), "big", signed=True))]}
    if tag == 0x06: return r.string()
    if tag == 0x07: return {"bytes": r.bytes().hex()}
    if tag == 0x08: return {"time": [r.zigzag(), r.varint()]}
    if tag == 0x09: return {"blob": [r.take(32).hex(), r.varint(), r.string()]}
    if tag == 0x0A: return {"list": [value(r) for _ in range(r.varint())]}
    if tag == 0x0B: return {"map": [[r.string(), value(r)] for _ in range(r.varint())]}
    if tag == 0x0C: return {"object": [r.string(), r.bytes().hex()]}
    raise ValueError(f"tag {tag} before {r.at}")

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
            "D": lambda: [ids() for _ in range(r.varint())],
            "T": lambda: [[ids(), str(r.zigzag())] for _ in range(r.varint())]}
    return [read[part]() for part in BODIES[kind]]

def insertion(kind, seq, container, ids):
    side = (kind - 0x30) % 4
    return {"at": container() if side == 3 else None, "beside": ids() if side in (1, 2) else None, "seq": seq,
            "kind": ["continue", "right", "left", "first"][side]}

def units(text): return len(text.encode("utf-16-le", "surrogatepass")) // 2

def step(kind, r, ids):
    return [kind & 0x3F, ids() if kind & 0x80 else r.string()] + ([ids()] if kind & 0x40 else [])

def change(data, document):
    r = Reader(data, 0, len(data) - 4)
    if crc32c(document + data[:-4]) != int.from_bytes(data[-4:], "big"): raise ValueError("checksum")
    if r.u8() >> 4 != 1: raise ValueError("no change")
    flags, author, first = r.u8(), r.u64(), r.varint()
    count = r.varint() if flags & 8 else 1
    out = {"author": replica(author), "firstSeq": first, "seqs": count, "millis": r.u48(),
           "counter": r.varint() if flags & 4 else 0}
    refs = [(replica(r.u64()), r.varint()) for _ in range(r.varint() if flags & 1 else 0)]
    out["dependencies"] = sorted([of, coded >> 1] for of, coded in refs if coded & 1)
    out["digest"] = f"{r.u32():08x}" if flags & 16 else None
    out["note"] = [r.string(), r.string()] if flags & 2 else None
    seq, last, operations = first, [], []

    def ids():
        place, rest = r.varint(), r.varint()
        return [replica(author), seq - rest] if place == 0 else [refs[place - 1][0], rest]

    def container():
        nonlocal last
        if r.u8() == 1: last = [step(r.u8(), r, ids) for _ in range(r.varint())]
        return last

    while r.left():
        kind = r.varint()
        if 0x30 <= kind <= 0x37:
            op = insertion(kind, seq, container, ids)
            if kind < 0x34:
                op["text"] = r.string()
                seq += units(op["text"])
            else:
                op["values"] = [value(r) for _ in range(r.varint())]
                seq += len(op["values"])
        elif 0x38 <= kind <= 0x3A:
            op = {"kind": "delete", "first": ids(), "elements": r.varint(), "step": [0, 1, -1][kind - 0x38], "seq": seq}
            seq += op["elements"] if op["step"] else 1
        else:
            op = {"kind": kind, "at": container(), "seq": seq, "body": body(r, kind, ids)}
            seq += 1
        operations.append(op)
    if seq != first + count: raise ValueError("seqs")
    out["operations"] = operations
    return out

def columns(r, number, deflated):
    out = []
    for _ in range(number):
        length = r.varint()
        out.append(zlib.decompress(r.bytes(), -15) if deflated and length else r.take(length))
        if len(out[-1]) != length: raise ValueError("inflated length")
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
    if held: raise ValueError("bits behind the last number")
    return iter(out)

def history(r, deflated):
    first = [r.varint() for _ in range(r.varint())]
    table = [r.u64() for _ in range(r.varint())]
    cols = columns(r, 11, deflated)
    segments, kinds, notes, places, fields, bits = (Reader(cols[i]) for i in (0, 1, 4, 5, 9, 10))
    times, dependencies, seqs, counts = (numbers(cols[i], bits) for i in (2, 3, 6, 7))
    text, typed, erased = cols[8].decode("utf-8").encode("utf-16-le"), [], set()
    ends, starts, millis = dict(enumerate(first)), {}, {}
    last, containers, changes = {}, [[]], []
    while segments.left():
        author, number = segments.varint(), segments.varint()
        for _ in range(number):
            flags, start = kinds.varint(), ends[author]
            wait = 200 * (start - starts[author]) if author in starts else 0
            millis[author] = millis.get(author, 0) + wait + unzigzag(next(times))
            starts[author] = seq = start
            out = {"author": replica(table[author]), "firstSeq": start, "millis": millis[author],
                   "counter": next(times) if flags & 4 else 0, "digest": None}
            on = [(next(dependencies), next(dependencies)) for _ in range(next(dependencies) if flags & 1 else 0)]
            out["dependencies"] = sorted([replica(table[of]), ends[of] - 1 - n if of < len(first) else n] for of, n in on)
            out["note"] = [notes.string(), notes.string()] if flags & 2 else None

            def raw():
                place = places.varint()
                of = author if place == 0 else place - 1
                last[of] = last.get(of, 0) + unzigzag(next(seqs))
                return of, last[of]

            def ids():
                of, s = raw()
                return [replica(table[of]), s]

            def container():
                n = fields.varint()
                if n < len(containers): return containers[n]
                parent, kind = container(), fields.u8()
                containers.append(parent + [step(kind, fields, ids)])
                return containers[-1]

            operations = []
            while kinds.left() and (kinds.data[kinds.at] > 7):
                kind = kinds.varint() - 7
                if 0x30 <= kind <= 0x37:
                    op = insertion(kind, seq, container, ids)
                    n = next(counts) + 1
                    if kind < 0x34:
                        typed.append((op, author, seq, n))
                    else:
                        op["values"] = [value(fields) for _ in range(n)]
                    seq += n
                    last[author] = seq - 1
                elif 0x38 <= kind <= 0x3A:
                    of, s = raw()
                    n, way = next(counts) + 1, [0, 1, -1][kind - 0x38]
                    op = {"kind": "delete", "first": [replica(table[of]), s], "elements": n, "step": way, "seq": seq}
                    erased |= {(of, s - i if way < 0 else s + i) for i in range(n)}
                    last[of] = s - n if way < 0 else s - 1
                    seq += n if way else 1
                else:
                    op = {"kind": kind, "at": container(), "seq": seq, "body": body(fields, kind, ids)}
                    seq += 1
                operations.append(op)
            ends[author] = seq
            out["seqs"], out["operations"] = seq - start, operations
            changes.append(out)
    for rest in (segments, kinds, notes, places, fields, bits):
        if rest.left(): raise ValueError("a column is not used up")

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
        if list(unit): raise ValueError("characters behind the last operation")
        return {replica(table[of]) for of, _ in lost} | {c["author"] for c in changes if c["note"] == ["", ""]}

    return changes, [replica(table[i]) for i, n in enumerate(first) if n], fill

def extensions(r, flags):
    parts = {r.varint(): r.bytes() for _ in range(r.varint())} if flags & 128 else {}
    if r.left(): raise ValueError("trailing bytes")
    return parts

def frame(data, kind):
    if crc32c(data[:-4]) != int.from_bytes(data[-4:], "big"): raise ValueError("checksum")
    r = Reader(data, 0, len(data) - 4)
    if r.u8() >> 4 != kind: raise ValueError("kind of frame")
    return r, r.u8()

def batch(data, document):
    r, flags = frame(data, 2)
    if r.take(16) != document: raise ValueError("document")
    changes, from_base, fill = history(r, flags & 1)
    for of in from_base: next(c for c in changes if c["author"] == of)["digest"] = f"{r.u64() & 0xFFFFFFFF:08x}"
    gaps = Reader(extensions(r, flags).get(11, b""))
    if 8 * len(fill(flags, gaps)) != gaps.left(): raise ValueError("digests behind gaps")
    return changes

def returned(r):
    """Former replicas, and as whom they came back and how far; which elements stand for which is passed over."""
    return [[replica(r.u64()), [[replica(r.u64()), r.varint(), [r.varint() for _ in range(3 * r.varint())]][:2]
                                for _ in range(r.varint())]] for _ in range(r.varint())]

def snapshot(data, document):
    """Versions and changes; the state is passed over."""
    r, flags = frame(data, 3)
    if r.take(16) != document: raise ValueError("document")
    cols = columns(r, 11, flags & 1)
    authors, out = Reader(cols[0]), []
    for _ in range(authors.varint()):
        of, coded, base = authors.u64(), authors.varint(), authors.varint()
        if base: authors.varint(), authors.u64(), authors.u64()
        if base < coded >> 1: authors.u64()
        out.append([replica(of), coded >> 1])
    changes, _, fill = history(r, flags & 1) if flags & 2 else (None, None, None)
    parts = extensions(r, flags)
    if fill: fill(flags, Reader(parts.get(11, b"")))
    if authors.left(): raise ValueError("trailing bytes")
    return {"version": out, "changes": changes} | ({"returned": returned(Reader(parts[6]))} if 6 in parts else {})

def checkpoint(data, document):
    r, flags = frame(data, 4)
    if r.take(16) != document: raise ValueError("document")
    out = {"replica": replica(r.u64()), "clock": r.u64(), "held": [r.bytes().hex() for _ in range(r.varint())]}
    peers = Reader(r.bytes())
    out["peers"] = [[replica(peers.u64()), [[replica(peers.u64()), peers.varint()] for _ in range(peers.varint())]]
                    for _ in range(peers.varint())]
    out["saved"] = snapshot(r.bytes(), document)
    extensions(r, flags)
    return out

READERS = {"value": lambda data, document: value(Reader(data)), "change": change, "batch": batch,
           "snapshot": snapshot, "checkpoint": checkpoint}

def main():
    document = bytes.fromhex(sys.argv[1])
    for name in sys.argv[2:]:
        with open(name, "rb") as file:
            dump = READERS[name.replace("\\", "/").split("/")[-2]](file.read(), document)
        print(json.dumps(dump, sort_keys=True, separators=(",", ":"), ensure_ascii=True))

if __name__ == "__main__":
    main()
