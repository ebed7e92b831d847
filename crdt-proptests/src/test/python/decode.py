#!/usr/bin/env python3
"""Prints what Rejoin's golden vectors hold, as JSON: a second reader, written from docs/FORMAT.md alone."""
import json, pathlib, sys
import session
from basics import Reader, checked
from changes import Change, History, columns
from state import State

def frame(data, kind, document):
    """A reader of what stands behind the id of the document, and the flags."""
    r = Reader(checked(data))
    first, flags, of = r.u8(), r.u8(), r.take(16)
    assert first == kind and of == document, "this kind of frame, in version 1, of this document"
    return r, flags

def extensions(r, flags):
    return {11: b"\0"} | dict(r.many("varint bytes") if flags & 128 else {})

def batch(data, document):
    r, flags = frame(data, 0x21, document)
    history = History(r, flags & 1)
    for author in (author for author, first in history.first.items() if first):
        first_change = next(change for change in history.changes if change["author"] == author)
        first_change["digest"] = r.u64()[8:]  # as a change has it: the low half
    gaps = Reader(extensions(r, flags)[11])
    gaps.take(8 * len(history.fill(flags, gaps)))  # a digest for each author of whom something is not there
    return history.changes

def snapshot(data, document):
    r, flags = frame(data, 0x31, document)
    authors, *state = columns(r, 11, flags & 1)
    authors, version, bases = Reader(authors), [], {}
    for _ in range(authors.varint()):
        of, coded, base = authors.read("u64 varint varint")
        if base: authors.read("varint u64 u64")
        if base < coded >> 1: authors.read("u64")
        version.append((of, coded >> 1))
        bases[of] = base
    history = History(r, flags & 1) if flags & 2 else None
    parts = extensions(r, flags)
    if history:
        assert history.first.items() <= bases.items(), "a history from the bases on"
        history.fill(flags, Reader(parts[11]))
    changes = history.changes if history else None
    content = State(state, bases, changes or [])
    assert bases.keys() >= set(content.replicas), "replicas that are authors"
    out = {"version": version, "changes": changes, "state": {"map": content.map()},
           "schema": content.read("varint stamp value")[0] if content.left() else None}
    if 6 in parts:  # which elements of the new replica stand for which is not printed
        returned = Reader(parts[6]).many("u64 return*")
        out["returned"] = [(of, [part[:2] for part in returns]) for of, returns in returned]
    return out

def checkpoint(data, document):
    r, flags = frame(data, 0x41, document)
    out = {"replica": r.u64(), "clock": int(r.u64(), 16), "held": r.many("hex"),
           "peers": Reader(r.bytes()).many("peer"), "saved": snapshot(r.bytes(), document)}
    extensions(r, flags)
    return out

READERS = {"value": lambda data, document: Reader(data).value(),
           "change": lambda data, document: Change(checked(data, document)).dump(),
           "batch": batch, "snapshot": snapshot, "checkpoint": checkpoint, "session": session.read}

if __name__ == "__main__":
    for file in map(pathlib.Path, sys.argv[2:]):
        Reader.made.clear()
        dump = READERS[file.parent.name](file.read_bytes(), bytes.fromhex(sys.argv[1]))
        assert not any(reader.left() for reader in Reader.made), "nothing behind what was read"
        print(json.dumps(dump, sort_keys=True, separators=(",", ":")))
