"""How bytes are read: the sections "Notation" and "Values" of docs/FORMAT.md."""

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
    def times(self, read): return [read() for _ in range(self.varint())]

def unzigzag(n): return n >> 1 if n % 2 == 0 else -(n >> 1) - 1

def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8): crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF

def expect(holds, what):
    if not holds: raise ValueError(what)

def replica(raw): return f"{raw:016x}"

VALUES = {0x00: lambda r: None, 0x01: lambda r: False, 0x02: lambda r: True,
          0x03: lambda r: {"integer": str(r.zigzag())}, 0x04: lambda r: {"float": r.take(8).hex()},
          0x05: lambda r: {"decimal": [r.zigzag(), str(int.from_bytes(r.bytes(), "big", signed=True))]},
          0x06: Reader.string, 0x07: lambda r: {"bytes": r.bytes().hex()},
          0x08: lambda r: {"time": [r.zigzag(), r.varint()]},
          0x09: lambda r: {"blob": [r.take(32).hex(), r.varint(), r.string()]},
          0x0A: lambda r: {"list": r.times(lambda: value(r))},
          0x0B: lambda r: {"map": r.times(lambda: [r.string(), value(r)])},
          0x0C: lambda r: {"object": [r.string(), r.bytes().hex()]}}

def value(r): return VALUES[r.u8()](r)
