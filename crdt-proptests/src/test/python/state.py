"""What can be read in the state of a snapshot: the sections "State", "Fields" and "Sequences" of docs/FORMAT.md."""
from basics import Reader, expect, replica, unzigzag, value

def join(a, b): return {r: max(a.get(r, 0), b.get(r, 0)) for r in a | b}

def read(cols, bases, changes):
    """The content, and the version of the schema. What lies at or above the base of its author is in the changes."""
    readers = f, gaps, lengths, low, high, order, order_high, fates, children = [Reader(col) for col in cols[:9]]
    utf16 = cols[9][1:].decode("utf-8" if cols[9][:1] != b"\1" else "utf-16-be").encode("utf-16-le")
    typed, brought = (utf16[i:i + 2] for i in range(0, len(utf16), 2)), {}
    for change in changes:
        for op in change["operations"]:
            whole = op.get("text", "").encode("utf-16-le")
            parts = [whole[i:i + 2] for i in range(0, len(whole), 2)] or op.get("values", [])
            brought |= {(change["author"], op["seq"] + i): part for i, part in enumerate(parts)}
    of, time, last_seq = f.times(lambda: replica(f.u64())), 0, 0
    pieces, runs, times, from_run, listed = [], [], [], -1, set()

    def two(lo, hi):
        byte = lo.u8()
        return byte & 127 | (hi.varint() << 7 if byte & 128 else 0)

    for i, number in enumerate([gaps.varint() for _ in of]):
        end = start = 0
        for _ in range(number):
            gap, n = gaps.varint(), lengths.varint()
            seq = end + max(gap - 1, 0)
            if gap:
                coded, t = two(low, high), times[-1] if times else 0
                counter = high.varint() if coded and (coded - 1) & 1 else 0
                millis = (t >> 16) + unzigzag((coded - 1) >> 1) + 200 * (seq - start)
                times.append(millis << 16 | counter if coded else t)
                runs.append(len(pieces))
                start = seq
            pieces.append((i, seq, n, len(runs) - 1))
            end = seq + n
    while children.left(): children.varint(), children.varint()

    def goes_on(at):
        (i, seq, n, run), (j, after, _, other) = pieces[at - 1], pieces[at]
        return i == j and seq + n == after and times[run] == times[other]

    def sequence():
        """The elements of the next sequence from left to right, with the times of their heads, and who is visible."""
        nonlocal from_run
        waiting, out, visible, same = [], [], False, 0
        for _ in range(f.varint()):
            coded = two(order, order_high)
            at = runs[from_run + 1 + unzigzag(coded - 1)] if coded else waiting.pop()
            while not coded and pieces[at][3] != pieces[at - 1][3]: at = waiting.pop()
            i, seq, n, from_run = pieces[at]
            listed.add(at)
            if at + 1 < len(pieces) and at + 1 not in listed and at + 1 not in waiting and goes_on(at + 1):
                waiting.append(at + 1)
            for k in range(seq, seq + n):
                while not same: visible, same = not visible, fates.varint()
                out.append(((i, k), times[from_run], visible))
                same -= 1
        return out

    def stamp():
        nonlocal time
        time += f.zigzag()
        i, s = dot()
        return time, of[i], s

    def dot():
        nonlocal last_seq
        i = f.varint()
        last_seq += f.zigzag()
        return i, last_seq

    def vector(there): return dict(f.times(lambda: (f.varint(), f.varint()))) if there else {}

    def container(kind, above):
        """Creation marker and content of a container that can be read, else nothing."""
        flags = f.varint()
        touched, hidden, cleared, _ = (vector(flags & bit) for bit in (1, 2, 4, 16))
        marker, covered = stamp() if flags & 8 else (), join(above, cleared)
        if flags & 32:
            what = f.varint()
            for bit in (1, 2, 4): vector(what & bit)
        if flags & 64: f.times(lambda: (dot(), f.varint()))
        content = contents.get(kind, lambda c: None)(covered)
        hides = join(covered, hidden)
        return [marker, content] if any(end > hides.get(r, 0) for r, end in touched.items()) else None

    def slot(covered):
        """What is read at a place: the container that was created last, or the last write."""
        writes, shown = [(stamp(), f.u8() and [value(f)]) for _ in range(f.varint() - 1)], []
        for _ in range(f.varint()):
            kind = f.varint()
            if kind & 0x40: dot()
            shown.append(container(kind & 0x3F, covered))
        shown = sorted((c for c in shown if c), key=lambda c: c[0])
        return [shown[-1][1]] if shown else writes[-1][1] if writes else None

    def fields(covered):
        slots = f.times(lambda: [f.string(), slot(covered)])
        return {"fields": [[key, read[0]] for key, read in slots if read]}

    def kept(at): return at[1] < bases[of[at[0]]]
    def inserted(at): return brought[of[at[0]], at[1]]

    def characters(covered):
        ids = [at for at, _, visible in sequence() if visible]
        return {"text": b"".join(next(typed) if kept(at) else inserted(at) for at in ids).decode("utf-16-le")}

    def items(covered):
        elements = sequence()
        times = {at: t for at, t, _ in elements}
        def move():
            nonlocal time
            position, element = dot(), dot()
            if times[position] == 0:
                time += f.zigzag()
                times[position] = time
            return position, element
        moves = dict(f.times(move))
        slots = dict(f.times(lambda: (dot(), slot(covered))))
        here = {at: visible for at, _, visible in elements}
        held = {at: slots[at] if at in slots else [value(f)] if kept(at) else [inserted(at)]
                for at, _, visible in elements if visible}
        last = {}
        for position in moves:
            best = (times[position], of[position[0]], position[1], position)
            last[moves[position]] = max(best, last.get(moves[position], best))
        stands = {best[3]: at for at, best in last.items()}
        order = [stands.get(at, at) for at, _, _ in elements if at in stands or at not in last]
        return {"items": [held[at][0] for at in order if here[at] and held[at]]}

    def counter(covered):
        """The value that was set last, and what was added since by those who set it."""
        nonlocal time
        total, settings = 0, [((), 0)]
        for _ in range(f.varint()):
            of_tally, _, folded = of[f.varint()], f.varint(), f.zigzag()
            steps = f.times(lambda: (f.varint(), f.zigzag()))
            _, floor = f.varint(), f.zigzag()
            total += folded + sum(delta for _, delta in steps) - floor
            if f.varint():
                time += f.zigzag()
                settings.append(((time, of_tally, f.varint()), f.zigzag()))
        return {"counter": str(total + max(settings)[1])}

    def dotted(): return f.times(lambda: (value(f), f.times(lambda: (f.varint(), f.varint()))))

    def remove_wins(covered):
        added, removed = dotted(), [element for element, _ in dotted()]
        return {"set": [element for element, _ in added if element not in removed]}

    def log(covered):
        nonlocal time
        entries = []
        for _ in range(f.varint()):
            time += f.zigzag()
            f.varint(), f.varint()
            entries.append(value(f))
        return {"log": entries}

    contents = {1: fields, 2: items, 3: characters, 4: counter, 6: remove_wins, 7: log,
                5: lambda covered: {"set": [element for element, _ in dotted()]}}
    content, schema = fields({}), None
    if f.left():
        schema = f.varint()
        stamp(), value(f)
    expect(len(listed) == len(pieces), "a place for each piece")
    expect(not any(Reader.left(r) for r in readers) and not list(typed), "columns that are used up")
    return {"state": content, "schema": schema}
