"""A second verifier of the log and of bundles, from `npm run verify -- --help format` alone and with Python's standard library alone.

second_verifier.py log FOLDER LOG_VKEYS [WITNESS_VKEYS]
second_verifier.py proof FILE LOG_VKEYS [WITNESS_VKEYS] [--receipt FILE]
second_verifier.py bundle FOLDER LOG_VKEYS [WITNESS_VKEYS]   the platform's keys are those in the bundle
second_verifier.py vectors < JSON   questions {"kind": ..., ...}, one answer true or false each, in order

One line for each fault; exit code 0 holds, 1 faults.
"""

import base64
import binascii
import hashlib
import json
import os
import re
import sys

# Ed25519 (RFC 8032, section 5.1), with points in extended coordinates (X, Y, Z, T).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def x_of(y, odd):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x % 2 != odd else x


def point_of(octets):
    number = int.from_bytes(octets, "little")
    y, odd = number & (2**255 - 1), number >> 255
    x = x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % P)


def plus(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count, point):
    result = (0, 1, 1, 0)
    while count > 0:
        if count & 1:
            result = plus(result, point)
        point = plus(point, point)
        count >>= 1
    return result


def is_same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signature(key, message, signature):
    if len(signature) != 64 or len(key) != 32:
        return False
    public, nonce = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return is_same(times(s, BASE), plus(nonce, times(h, public)))


def base64_of(text):
    """None for what is not written the one way there is."""
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return octets if base64.b64encode(octets).decode() == text else None


def number_of(text):
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,15}", text) and int(text) < 2**53 else None


# Signed notes and verifier keys.
class Key:
    def __init__(self, text):
        name, key_id, octets = split_vkey(text)
        octets = base64_of(octets)
        if octets is None or len(octets) != 33 or octets[0] not in (1, 4) or not is_name(name):
            raise ValueError("no verifier key")
        if hashlib.sha256(name.encode() + b"\n" + octets).hexdigest()[:8] != key_id:
            raise ValueError("not the id of this key")
        self.name, self.id, self.kind, self.octets = name, bytes.fromhex(key_id), octets[0], octets[1:]


def split_vkey(text):
    """Name, id and octets: base64 may hold plus signs, a name may not."""
    return (text.split("+", 2) + ["", ""])[:3]


def is_name(name):
    return name != "" and "+" not in name and not any(letter.isspace() or letter < " " for letter in name)


def note_of(text):
    """The text and its signature lines; None for what is no signed note."""
    if any(letter < " " and letter != "\n" for letter in text) or "\ufffd" in text or not text.endswith("\n"):
        return None
    at = text.rfind("\n\n")
    if at < 0:
        return None
    lines = []
    for line in text[at + 2 : -1].split("\n"):
        found = re.fullmatch("\u2014 (\\S+) (\\S+)", line)
        octets = base64_of(found.group(2)) if found else None
        if octets is None or len(octets) < 5 or not is_name(found.group(1)):
            return None
        lines.append((found.group(1), octets[:4], octets[4:]))
    return text[: at + 1], lines


def signed_by(note, key):
    """'valid', 'absent' or 'wrong'."""
    text, lines = note
    own = [octets for name, key_id, octets in lines if name == key.name and key_id == key.id]
    if not own:
        return "absent"
    return "valid" if all(is_signed(text, octets, key) for octets in own) else "wrong"


def is_signed(text, octets, key):
    if key.kind == 1:
        return is_signature(key.octets, text.encode(), octets)
    seconds = int.from_bytes(octets[:8], "big")
    if len(octets) != 72 or not 0 < seconds < 2**63:
        return False
    return is_signature(key.octets, f"cosignature/v1\ntime {seconds}\n{text}".encode(), octets[8:])


def checkpoint_of(text):
    """Origin, size and root of a checkpoint's text."""
    if not text.endswith("\n"):
        return None
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        return None
    size, root = number_of(lines[1]), base64_of(lines[2])
    return None if size is None or root is None or len(root) != 32 else (lines[0], size, root)


# RFC 6962.
def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    """The recursive definition, without recursion: complete subtrees on a stack."""
    stack = []
    for index, one in enumerate(hashes):
        while index & 1:
            one = node_hash(stack.pop(), one)
            index >>= 1
        stack.append(one)
    if not stack:
        return hashlib.sha256(b"").digest()
    root = stack.pop()
    while stack:
        root = node_hash(stack.pop(), root)
    return root


def is_included(index, size, leaf, proof, root):
    """RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size or any(len(one) != 32 for one in [leaf, root, *proof]):
        return False
    node, last, result = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(one, result)
            while not node & 1 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, one)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


# A downloaded log.
def keys_in(path):
    with open(path, encoding="utf-8") as file:
        return [Key(line) for line in file.read().split("\n") if line != ""]


def checked_checkpoint(text, name, logs, witnesses, faults):
    note = note_of(text)
    checkpoint = checkpoint_of(note[0]) if note else None
    if checkpoint is None:
        faults.append(f"{name}: no checkpoint")
        return None
    said = [signed_by(note, key) for key in logs if key.name == checkpoint[0]]
    if "wrong" in said or "valid" not in said:
        faults.append(f"{name}: signature")
        return None
    cosigned = [signed_by(note, key) for key in witnesses]
    faults.extend(f"{name}: cosignature" for one in cosigned if one == "wrong")
    if cosigned and "valid" not in cosigned:
        faults.append(f"{name}: not cosigned")
    return checkpoint


def index_of(path):
    return int(path.replace("x", "").replace("/", ""))


def path_of(level, index, width):
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    names = "/".join([*("x" + one for one in parts[:-1]), parts[-1]])
    return f"{level}/{names}" + ("" if width == 256 else f".p/{width}")


def tiles_of(level, size):
    count = size // (1 if level == "entries" else 256**level)
    # One at a time: a checkpoint may claim any size.
    return ((level, at, min(256, count - at * 256)) for at in range(-(-count // 256)))


def bytes_of(folder, level, index, width):
    for one in {width, 256}:
        path = os.path.join(folder, "tile", path_of(level, index, one))
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read(), one
    return None, 0


def leaves_in(bundle):
    leaves, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        leaf = bundle[at + 2 : at + 2 + length]
        if at + 2 > len(bundle) or len(leaf) != length:
            return None
        leaves.append(leaf)
        at += 2 + length
    return leaves


def verify_log(folder, logs, witnesses):
    faults, checkpoints = [], []
    names = sorted(name for name in os.listdir(folder) if re.fullmatch(r"checkpoint(\.[0-9]+)?", name))
    for name in names:
        if not os.path.isfile(os.path.join(folder, name)):
            faults.append(f"{name}: no file")
            continue
        with open(os.path.join(folder, name), "rb") as file:
            text = file.read().decode("utf-8", "replace")
        checkpoint = checked_checkpoint(text, name, logs, witnesses, faults)
        if checkpoint:
            checkpoints.append((name, checkpoint))
    if not names:
        return ["checkpoint: missing"]
    if len({origin for _, (origin, _, _) in checkpoints}) > 1:
        return [*faults, "checkpoint: several logs"]
    size = max([0, *(size for _, (_, size, _) in checkpoints)])
    hashes = []
    for level, index, width in tiles_of(0, size):
        octets, _ = bytes_of(folder, level, index, width)
        if octets is None or len(octets) < width * 32:
            return [*faults, f"tile/{path_of(level, index, width)}: missing"]
        hashes.extend(octets[at * 32 : at * 32 + 32] for at in range(width))
    for name, (_, count, root) in checkpoints:
        if root_of(hashes[:count]) != root:
            faults.append(f"{name}: root")
    levels = [hashes]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        levels.append([root_of(below[at * 256 : at * 256 + 256]) for at in range(len(below) // 256)])
    faults.extend(tile_faults(folder, levels, size))
    return faults


def tile_faults(folder, levels, size):
    faults, ids = [], set()
    needed = {path_of(*tile): tile for tile in tiles_of("entries", size)}
    for path, (level, index, width) in needed.items():
        octets, there = bytes_of(folder, level, index, width)
        faults.extend(bundle_faults(path, octets, there, index, width, levels[0], ids))
    for at, _, files in os.walk(os.path.join(folder, "tile")):
        for file in files:
            path = os.path.relpath(os.path.join(at, file), os.path.join(folder, "tile"))
            found = re.fullmatch(r"(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?", path)
            level = found and ("entries" if found.group(1) == "entries" else int(found.group(1)))
            index, width = (index_of(found.group(2)), int(found.group(3) or 256)) if found else (0, 0)
            if not found or not 0 < width <= 256 or path_of(level, index, width) != path:
                faults.append(f"tile/{path}: no tile")
            elif (index * 256 + width) * (1 if level == "entries" else 256**level) > size:
                faults.append(f"tile/{path}: beyond the checkpoint")
            elif level == "entries":
                if path not in needed:
                    octets, there = bytes_of(folder, level, index, width)
                    faults.extend(bundle_faults(path, octets, there, index, width, levels[0], None))
            else:
                with open(os.path.join(at, file), "rb") as opened:
                    octets = opened.read()
                if octets != b"".join(levels[level][index * 256 : index * 256 + width]):
                    faults.append(f"tile/{path}: hashes")
    return faults


def bundle_faults(path, octets, there, index, width, hashes, ids):
    leaves = None if octets is None else leaves_in(octets)
    if leaves is None or len(leaves) != there:
        return [f"tile/{path}: entries"]
    faults = []
    for at, leaf in enumerate(leaves[:width]):
        if leaf_hash(leaf) != hashes[index * 256 + at]:
            faults.append(f"tile/{path}: entry {index * 256 + at}")
        found = re.match(rb'\{"id":"([0-9a-f-]{36})"', leaf)
        if found and ids is not None:
            if found.group(1) in ids:
                faults.append(f"tile/{path}: an event twice")
            ids.add(found.group(1))
    return faults


# Proofs.
def proof_of(text):
    """Extra data, index, hashes and the checkpoint's note."""
    head, empty, rest = text.partition("\n\n")
    lines = head.split("\n")
    if not empty or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        return None
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = base64_of(lines.pop(0)[len("extra ") :])
        if extra is None:
            return None
    found = re.fullmatch(r"index ([0-9]+)", lines.pop(0)) if lines else None
    index = number_of(found.group(1)) if found else None
    hashes = [base64_of(line) for line in lines]
    note = note_of(rest)
    if index is None or note is None or checkpoint_of(note[0]) is None or len(hashes) > 63:
        return None
    return None if any(one is None or len(one) != 32 for one in hashes) else (extra, index, hashes, rest)


def verify_proof(text, logs, witnesses, receipt):
    faults = []
    proof = proof_of(text)
    if proof is None:
        return ["no proof"]
    extra, index, hashes, note = proof
    checkpoint = checked_checkpoint(note, "proof", logs, witnesses, faults)
    try:
        said = json.loads(extra)
        leaf = said["leaf"].encode()
    except (TypeError, ValueError, KeyError, AttributeError):
        return [*faults, "extra"]
    if checkpoint is None:
        return faults
    if not is_included(index, checkpoint[1], leaf_hash(leaf), hashes, checkpoint[2]):
        faults.append("inclusion")
    if "payload" in said:
        salted = bytes.fromhex(said["salt"]) + said["payload"].encode()
        digests = json.loads(leaf)
        for name in ("sha256", "sha512"):
            if digests.get(name) != hashlib.new(name, salted).hexdigest():
                faults.append(name)
    if receipt is not None:
        faults.extend(receipt_faults(said, receipt))
    return faults


def receipt_faults(said, receipt):
    if "payload" not in said:
        return ["receipt: no payload"]
    logged = json.loads(said["payload"])
    act = logged["payload"]
    pairs = {
        "id": logged["subject"]["id"],
        "tenderId": logged["tenderId"],
        "receivedAt": logged["recordedAt"],
        "action": act.get("action", receipt["action"]),
        "ciphertextSha256": act.get("ciphertextSha256"),
        "bytes": act.get("bytes"),
    }
    return [f"receipt: {name}" for name, value in pairs.items() if receipt[name] != value]


# Bundles.
def is_consistent(old_size, old_root, size, root, proof):
    """RFC 9162 section 2.1.4.2."""
    if old_size > size or any(len(one) != 32 for one in [old_root, root, *proof]):
        return False
    if old_size in (0, size):
        return not proof and (old_size == 0 or old_root == root)
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    path = [old_root, *proof] if node == 0 else list(proof)
    if not path:
        return False
    first = second = path.pop(0)
    for one in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not node & 1 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, one)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == root


class Bundle:
    """The files of a bag, and what is found wrong with them, each line beginning with a file."""

    def __init__(self, folder):
        self.faults, self.files = [], {}
        for at, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as file:
                    self.files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
        self.keys, self.facts = {}, {}
        self.entries, self.digests, self.seals = {}, set(), {}

    def fault(self, name, what):
        self.faults.append(f"{name}: {what}")

    def below(self, *folders):
        return [name for name in sorted(self.files) if name.startswith(tuple(f"data/{folder}/" for folder in folders))]

    def json(self, name):
        try:
            return json.loads(self.files[name])
        except (KeyError, ValueError):
            self.fault(name, "no JSON, or missing")
            return None

    def lines(self, name):
        """Each with its number and its text."""
        for number, line in enumerate(self.files.get(name, b"").decode("utf-8", "replace").split("\n")[:-1], 1):
            try:
                yield f"{name}:{number}", line, json.loads(line)
            except ValueError:
                self.fault(f"{name}:{number}", "no JSON")

    def is_signed(self, value, key_id, signature):
        octets = base64.urlsafe_b64decode(signature + "==")
        return key_id in self.keys and is_signature(self.keys[key_id], canonical(value).encode(), octets)


def verify_bundle(folder, logs, witnesses):
    bundle = Bundle(folder)
    facts, keys, signature = (bundle.json(name) for name in ("data/bundle.json", "data/keys.json", "signature.json"))
    if facts is None or keys is None or signature is None:
        return bundle.faults
    bundle.facts = facts
    for key in keys["keys"]:
        octets = f'{{"crv":"Ed25519","kty":"OKP","x":"{key["x"]}"}}'.encode()
        kid = base64.urlsafe_b64encode(hashlib.sha256(octets).digest()).decode().rstrip("=")
        bundle.keys[kid] = base64.urlsafe_b64decode(key["x"] + "=")
    for part in (manifest_faults, entry_faults, file_faults, row_faults):
        part(bundle, signature)
    checkpoint_faults(bundle, logs, witnesses)
    return bundle.faults


def manifest_faults(bundle, signature):
    stated = {name: value for name, value in signature.items() if name not in ("keyId", "signature")}
    if not bundle.is_signed(stated, signature["keyId"], signature["signature"]):
        bundle.fault("signature.json", "signature")
    for name, digest in signature["manifests"].items():
        if hashlib.sha512(bundle.files.get(name, b"")).hexdigest() != digest:
            bundle.fault("signature.json", name)
    for algorithm in ("sha256", "sha512"):
        text = bundle.files.get(f"manifest-{algorithm}.txt", b"").decode()
        listed = {line[line.index("  ") + 2 :]: line[: line.index("  ")] for line in text.split("\n")[:-1]}
        for name in {*listed, *(name for name in bundle.files if name.startswith("data/"))}:
            if name not in bundle.files or hashlib.new(algorithm, bundle.files[name]).hexdigest() != listed.get(name):
                bundle.fault(name, algorithm)


def entry_faults(bundle, _):
    log, before = bundle.facts["log"], -1
    stated = {name: log[name] for name in ("recordedAt", "root", "size")}
    if not bundle.is_signed(stated, log["keyId"], log["signature"]):
        bundle.fault("data/bundle.json", "log")
    for at, _, line in bundle.lines("data/entries.jsonl"):
        try:
            leaf, proof = line["leaf"].encode(), [bytes.fromhex(one) for one in line["proof"]]
            said = json.loads(leaf)
            if leaf_hash(leaf).hex() != line["leafHash"] or line["index"] <= before:
                bundle.fault(at, "leaf")
            if not is_included(line["index"], log["size"], leaf_hash(leaf), proof, bytes.fromhex(log["root"])):
                bundle.fault(at, "inclusion")
            before = line["index"]
            told = {}
            if line["payload"] is not None:
                salted = bytes.fromhex(line["salt"]) + line["payload"].encode()
                if any(hashlib.new(name, salted).hexdigest() != said[name] for name in ("sha256", "sha512")):
                    bundle.fault(at, "payload")
                told = json.loads(line["payload"])
                if any(told[name] != line[name] for name in ("type", "id", "article", "recordedAt")):
                    bundle.fault(at, "line and payload")
            if said["type"] != "sealed" and any(said[name] != line[name] for name in ("type", "id", "recordedAt")):
                bundle.fault(at, "line and leaf")
        except (AttributeError, KeyError, TypeError, ValueError):
            bundle.fault(at, "form")
            continue
        line["told"] = told
        bundle.entries[line["id"]] = line
        bundle.digests.update(re.findall(r"\b[0-9a-f]{64}\b", line["payload"] or ""))
        for row, digest in told.get("rows", {}).items():
            bundle.seals.setdefault(row, []).append((line["id"], digest))


def file_faults(bundle, _):
    for name in bundle.below("documents", "redacted-documents", "application-documents", "sealed", "sealed-prices"):
        if hashlib.sha256(bundle.files[name]).hexdigest() not in bundle.digests:
            bundle.fault(name, "in no payload")
    for name in bundle.below("bid-documents"):
        if hashlib.sha256(bundle.files[name]).hexdigest() != name.split("/")[3]:
            bundle.fault(name, "digest")
    for name in bundle.below("openings"):
        opening = bundle.json(name)
        try:
            if not bundle.is_signed(opening["minutes"], opening["keyId"], opening["signature"]):
                bundle.fault(name, "signature")
            if hashlib.sha256(canonical(opening["minutes"]).encode()).hexdigest() not in bundle.digests:
                bundle.fault(name, "in no payload")
        except (KeyError, TypeError, ValueError):
            bundle.fault(name, "form")


def members_of(row):
    """Each member of an object with its value in the characters of the row."""
    decoder, at, members = json.JSONDecoder(), row.index("{") + 1, {}
    while True:
        at += len(row[at:]) - len(row[at:].lstrip())
        if row[at] == "}":
            return members
        name, at = decoder.raw_decode(row, at)
        start = row.index(":", at) + 1
        start += len(row[start:]) - len(row[start:].lstrip())
        _, end = decoder.raw_decode(row, start)
        members[name] = row[start:end]
        at = end + len(row[end:]) - len(row[end:].lstrip())
        at += row[at] == ","


def seal_of(columns):
    names = sorted(columns, key=lambda name: (len(name.encode()), name.encode()))
    text = "{" + ", ".join(f"{text_of(name)}: {text_of(columns[name])}" for name in names) + "}"
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_columns(row, salt):
    digests = {}
    for name, value in members_of(row).items():
        if value != "null":
            digests[name] = hashlib.sha256(salt + f"{name}={value}".encode()).hexdigest()[:32]
    return digests


def row_faults(bundle, _):
    """Rows under their latest seals; others are the platform's word."""
    latest, keys = {}, {}
    if bundle.seals and "data/seals.jsonl" not in bundle.files:
        bundle.fault("data/seals.jsonl", "missing")
    for at, _, seal in bundle.lines("data/seals.jsonl"):
        try:
            name = f"{seal['table']}/{seal['row']}"
            named = bundle.seals.get(name, [])
            digest = dict(named).get(seal["entryId"])
            if digest is None or ("columns" in seal and seal_of(seal["columns"]) != digest):
                bundle.fault(at, "in no payload")
            elif "columns" not in seal:
                if named[-1][0] != seal["entryId"] or name in latest or keys.setdefault(seal["table"], seal["key"]) != seal["key"]:
                    bundle.fault(at, "not the last")
                latest[name] = (at, bytes.fromhex(seal["salt"]), digest)
        except (AttributeError, KeyError, TypeError, ValueError):
            bundle.fault(at, "form")
    for file in bundle.below("records"):
        table = file[len("data/records/") : -len(".jsonl")]
        for at, text, row in bundle.lines(file):
            name = f"{table}/" + "/".join(str(row.get(column)) for column in keys.get(table, ["id"]))
            if name in latest:
                _, salt, digest = latest[name]
                if seal_of(sealed_columns(text, salt)) != digest:
                    bundle.fault(at, "seal")
                latest[name] = (None, salt, digest)
            if table == "audit_entries" and bundle.entries.get(row.get("id"), {}).get("leaf") != row.get("leaf"):
                bundle.fault(at, "leaf")
    for at, _, _ in latest.values():
        if at is not None:
            bundle.fault(at, "no such row")
    rows = [name for name in bundle.files if name.startswith("data/records/")]
    for file in rows:
        texts = [line for line in bundle.files[file].split(b"\n") if line]
        if len(set(texts)) != len(texts):
            bundle.fault(f"{file}:1", "a row twice")


def checkpoint_faults(bundle, logs, witnesses):
    receipts = [name for name in bundle.below("receipts") if name.endswith(".json")]
    acts = {}
    for entry in bundle.entries.values():
        if entry["type"] in ("bid.submitted", "bid.replaced", "bid.withdrawn") and entry["told"]:
            acts[entry["told"]["subject"]["id"]] = entry
    name, said, log = "data/checkpoint", bundle.facts.get("checkpoint"), bundle.facts["log"]
    note = bundle.files.get(name, b"").decode("utf-8", "replace")
    proofs = {one for one in bundle.below("receipts") if one.endswith(".tlog-proof")}
    checkpoint = None
    if said is None:
        for one in [*proofs, *([name] if name in bundle.files else [])]:
            bundle.fault(one, "data/bundle.json says that there is no checkpoint")
    else:
        checkpoint = checked_checkpoint(note, name, logs, witnesses, bundle.faults)
    if checkpoint:
        proof = [base64_of(one) or b"" for one in said["consistency"]]
        if (said["origin"], said["size"]) != checkpoint[:2]:
            bundle.fault(name, "not that of data/bundle.json")
        if not is_consistent(log["size"], bytes.fromhex(log["root"]), checkpoint[1], checkpoint[2], proof):
            bundle.fault(name, "not a later state")
    for file in receipts:
        receipt = bundle.json(file)
        own = file[: -len(".json")] + ".tlog-proof"
        try:
            stated = {member: value for member, value in receipt.items() if member != "signature"}
            if not bundle.is_signed(stated, receipt["keyId"], receipt["signature"]):
                bundle.fault(file, "signature")
            entry = acts[receipt["id"]]
            bundle.faults.extend(f"{file}: {one}" for one in receipt_faults(entry, receipt))
        except (AttributeError, KeyError, TypeError, ValueError):
            bundle.fault(file, "of no entry")
            proofs.discard(own)
            continue
        if said is not None and own not in proofs:
            bundle.fault(own, "missing")
        elif checkpoint:
            proof_of_receipt(bundle, own, entry, checkpoint, note)
        proofs.discard(own)
    if said is not None:
        for one in proofs:
            bundle.fault(one, "no receipt")


def proof_of_receipt(bundle, name, entry, checkpoint, note):
    proof = proof_of(bundle.files[name].decode("utf-8", "replace"))
    if proof is None:
        return bundle.fault(name, "no proof")
    extra, index, hashes, rest = proof
    if rest != note:
        bundle.fault(name, "another checkpoint")
    expected = canonical({member: entry[member] for member in ("leaf", "payload", "salt")})
    if index != entry["index"] or extra != expected.encode():
        bundle.fault(name, "another entry")
    if not is_included(index, checkpoint[1], leaf_hash(entry["leaf"].encode()), hashes, checkpoint[2]):
        bundle.fault(name, "inclusion")


# RFC 8785.
def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{text_of(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return text_of(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return number_text(float(value))


def text_of(text):
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
    return '"' + "".join(short.get(ord(one)) or (f"\\u{ord(one):04x}" if one < " " else one) for one in text) + '"'


def number_text(value):
    """As ECMAScript writes a double: Python's repr has the same digits, and other places for the point."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" else part
    digits = (whole + part).lstrip("0")
    point = int(exponent or 0) + len(whole) - (len(whole + part) - len(digits) if whole.strip("0") == "" else 0)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + power


def answer(question):
    kind = question["kind"]
    if kind == "inclusion":
        octets = lambda text: base64.b64decode(text or "")
        proof = [octets(one) for one in question["proof"] or []]
        return is_included(question["index"], question["size"], octets(question["leafHash"]), proof, octets(question["root"]))
    if kind == "checkpoint":
        return checkpoint_of(question["text"]) is not None
    if kind == "proof":
        return proof_of(question["text"]) is not None
    if kind == "note":
        note = note_of(question["text"])
        return note is not None and signed_by(note, Key(question["vkey"])) == "valid"
    if kind == "canonical":
        return canonical(json.loads(question["text"])) == question["canonical"]
    raise ValueError(kind)


def main(arguments):
    if arguments[0] == "vectors":
        print(json.dumps([answer(question) for question in json.load(sys.stdin)]))
        return 0
    receipt = None
    if "--receipt" in arguments:
        at = arguments.index("--receipt")
        with open(arguments[at + 1], encoding="utf-8") as file:
            receipt = json.load(file)
        del arguments[at : at + 2]
    verb, path, logs, *witnesses = arguments
    keys, others = keys_in(logs), [key for one in witnesses for key in keys_in(one)]
    if verb == "log":
        faults = verify_log(path, keys, others)
    elif verb == "bundle":
        faults = verify_bundle(path, keys, others)
    else:
        with open(path, "rb") as file:
            faults = verify_proof(file.read().decode("utf-8", "replace"), keys, others, receipt)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
