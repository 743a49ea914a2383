"""Reads event files by the format alone, as a reader that shares nothing with the writer: a JSON line for each event.

Arguments: the files. Frames and checksums are TFRecord's; the messages' fields are named by TensorBoard's numbers.
"""
import json
import struct
import sys

# By message: the number of a field, its name, and what it is.
MESSAGES = {
    "event": {1: ("wall_time", "double"), 2: ("step", "int"), 3: ("file_version", "text"), 5: ("summary", "summary"), 7: ("session_log", "session")},
    "session": {1: ("status", "int")},
    "summary": {1: ("value", ["value"])},
    "value": {1: ("tag", "text"), 2: ("simple_value", "float"), 5: ("histo", "histogram"), 8: ("tensor", "tensor"), 9: ("metadata", "metadata")},
    "metadata": {1: ("plugin_data", "plugin")},
    "plugin": {1: ("plugin_name", "text"), 2: ("content", "text")},
    "tensor": {1: ("dtype", "int"), 2: ("tensor_shape", "shape"), 8: ("string_val", ["text"])},
    "shape": {2: ("dim", ["dimension"])},
    "dimension": {1: ("size", "int")},
    "histogram": {
        1: ("min", "double"), 2: ("max", "double"), 3: ("num", "double"), 4: ("sum", "double"), 5: ("sum_squares", "double"),
        6: ("bucket_limit", "doubles"), 7: ("bucket", "doubles"),
    },
}


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        head = data[at:at + 8]
        (length,), (checksum,) = struct.unpack("<Q", head), struct.unpack("<I", data[at + 8:at + 12])
        assert checksum == masked(head), f"the length at {at} has another checksum"
        body = data[at + 12:at + 12 + length]
        (checksum,) = struct.unpack("<I", data[at + 12 + length:at + 16 + length])
        assert len(body) == length and checksum == masked(body), f"the message at {at} has another checksum"
        yield body
        at += 16 + length


def varint(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return number - (1 << 64 if number >> 63 else 0), at


def message(data, kind):
    fields, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        name, what = MESSAGES[kind][key >> 3]
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at:at + 8], at + 8
        elif wire == 5:
            value, at = data[at:at + 4], at + 4
        else:
            assert wire == 2, f"wire type {wire}"
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        if isinstance(what, list):
            fields.setdefault(name, []).append(converted(value, what[0]))
        else:
            fields[name] = converted(value, what)
    return fields


def converted(value, what):
    if what == "int":
        return value
    if what == "text":
        return value.decode()
    if what == "double":
        return struct.unpack("<d", value)[0]
    if what == "float":
        return struct.unpack("<f", value)[0]
    if what == "doubles":
        return list(struct.unpack(f"<{len(value) // 8}d", value))
    return message(value, what)


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        for record in records(file.read()):
            print(json.dumps(message(record, "event")))
