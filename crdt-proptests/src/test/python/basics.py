"""How bytes are read: the sections "Notation" and "Values" of docs/FORMAT.md."""
import struct

# What stands one after the other. x* is a count and as many x; x?8 is x if the last u8 has this bit, else ().
SHAPES = {"note": "string string", "entry": "string value", "dots": "id*", "total": "id zigzag",
          "text": "string", "values": "value*", "elements": "varint", "end": "u64 varint", "peer": "u64 end*",
          "run": "varint varint varint", "return": "u64 varint run*", "id": "replica seq",
          "dead": "id varint", "bound": "replica varint", "vector": "bound*",
          "start": "u8 vector?1 vector?2 vector?4", "stamp": "time replica seq", "increment": "varint zigzag",
          "setting": "time varint zigzag", "tally": "replica varint zigzag increment* varint zigzag setting*"}
# The contents of values, by tag.
VALUES = ["", "", "", "zigzag", "u64", "zigzag signed", "string", "hex", "zigzag varint",
          "hash varint string", "value*", "entry*", "string hex"]

def checked(data, before=b""):
    """What stands before a CRC-32C, which covers what is before, too."""
    crc = 0xFFFFFFFF
    for byte in before + data[:-4]:
        crc ^= byte
        for _ in range(8): crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    assert crc ^ 0xFFFFFFFF == int.from_bytes(data[-4:], "big"), "checksum"
    return data[:-4]

def unzigzag(n): return n >> 1 ^ -(n & 1)

def units(text):
    """The text with one character for each UTF-16 code unit, because that is what an element is."""
    utf16 = text.encode("utf-16-be", "surrogatepass")
    return "".join(map(chr, struct.unpack(f">{len(utf16) // 2}H", utf16)))

class Reader:
    """Reads bytes, or takes what else stands in a row. All readers must be used up: nothing may follow."""
    made = []

    def __init__(self, data):
        self.data, self.at = data, 0
        self.made.append(self)

    def left(self): return len(self.data) - self.at
    def next(self): return self.take(1)[0]
    def u8(self): return self.next()
    def u32(self): return self.take(4).hex()
    def u48(self): return int.from_bytes(self.take(6), "big")
    def u64(self): return self.take(8).hex()
    def hash(self): return self.take(32).hex()
    def bytes(self): return self.take(self.varint())
    def hex(self): return self.bytes().hex()
    def string(self): return units(self.bytes().decode())
    def zigzag(self): return unzigzag(self.varint())
    def signed(self): return int.from_bytes(self.bytes(), "big", signed=True)
    def many(self, shape): return [self.read(shape) for _ in range(self.varint())]
    def all(self, shape): return [self.read(shape) for _ in iter(self.left, 0)]

    def take(self, n):
        assert n <= self.left(), f"truncated at {self.at}"
        self.at += n
        return self.data[self.at - n:self.at]

    def varint(self):
        value, shift, byte = 0, 0, 128
        while byte > 127:
            byte = self.u8()
            value |= (byte & 127) << shift
            shift += 7
        assert value >> 64 == 0 and (byte or shift == 7), f"over-long varint before {self.at}"
        return value

    def value(self):
        tag = self.u8()
        return [tag, *self.parts(VALUES[tag])]

    def parts(self, shape, bits=0):
        out = []
        for name, _, bit in (part.partition("?") for part in shape.split()):
            if bit and not bits & int(bit): out.append(())
            elif name.endswith("*"): out.append(self.many(name[:-1]))
            else: out.append(getattr(self, name)() if hasattr(self, name) else self.read(SHAPES[name]))
            if name == "u8": bits = out[-1]
        return out

    def read(self, shape):
        """What the one part of a shape is, or a tuple of what its parts are."""
        parts = self.parts(shape)
        return parts[0] if len(parts) == 1 else tuple(parts)
