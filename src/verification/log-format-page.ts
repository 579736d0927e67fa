/** The part of `verify --help format` on the log. */
export const logFormats = {
  zh: `八、日志的密钥、签名与检查点（C2SP signed-note、tlog-checkpoint、tlog-cosignature）
  验证密钥：名称 + "+" + 密钥编号 + "+" + base64(类型一字节 ‖ Ed25519公钥32字节)。密钥编号为 SHA-256(名称 ‖ 0x0a ‖ 类型 ‖ 公钥) 的前4字节，小写十六进制。
  类型0x01为日志，0x04为见证人。GET /v1/log/key 每行一个，首个为现用。base64均为标准字母表、带填充，只有一种写法。数字为十进制，无前导零。
  签名文本：正文以换行（0x0a）结尾，其后一空行，再后为签名行："— "（U+2014与空格）+ 名称 + 空格 + base64(编号4字节 ‖ 签名)。以最后一个空行为界；
  除换行外无控制字符。名称与编号均非所信密钥的行略过；与所信密钥相符而签名不正确的，整份无效。类型0x01：对正文的字节作Ed25519签名。
  类型0x04：签名为 秒数8字节（大端，自1970年）‖ 64字节，对 "cosignature/v1\\n" + "time 秒数\\n" + 正文 签署。
  检查点 GET /v1/log/checkpoint：正文首行为日志名称，次行为大小（叶数），第三行为根（32字节的base64）；其后若有行，均非空，略过。
  须有名称即为日志名称的密钥的签名。给出见证人密钥时，至少一个见证人的副署正确。

九、树与块（RFC 6962，C2SP tlog-tiles）
  叶散列 SHA-256(0x00 ‖ 叶)，内节点 SHA-256(0x01 ‖ 左 ‖ 右)，空树的根为空串的SHA-256；n个叶的树，左子树取小于n的最大2的幂个叶。
  块 tile/L/N 或 tile/L/N.p/W：L为层，N为序号，写作三位一组，除末组外前加x（1234067即x001/x234/067）；W为1至255，无W者为整块，256个。
  块为32字节散列相连，其第i个为第 (N·256+i)·256^L 号起256^L个叶之树的根。记录 tile/entries/N[.p/W]：每个叶前有其长度，两字节，大端；与0层块逐一相符。
  下载的文件夹：checkpoint，及先前的checkpoint.数字，与tile/之下的块。每个检查点的根均为0层块前若干叶之根，故各检查点彼此一致；
  其余各块须与下层相符，不得超出最大的检查点。部分块可由其整块代替。

十、叶
  规范形式的JSON：{"id","recordedAt","sha256","sha512","tenderId","type","v":1}，或密封者 {"sha256","sha512","type":"sealed","v":1}。
  sha256、sha512为对 盐32字节 ‖ 内容的UTF-8字节 所取摘要。盐与内容可以销毁，叶与证明不受影响。同一id只有一个叶。
  密封者每分钟固定数目，不足者以无内容者补足，故日志的大小不透露投标数目。

十一、证明（C2SP tlog-proof） GET /v1/log/entries/{id}/proof，GET /v1/receipts/{id}/proof
  各行：c2sp.org/tlog-proof@v1；extra base64（无签名）；index 序号；自叶的兄弟起逐行为散列的base64；空行；检查点原文。
  extra为JSON {"leaf"}，或 {"leaf","payload","salt"}（盐为十六进制）。按RFC 9162第2.1.3.2节核验叶散列、序号、大小、散列与根。
  有内容时，叶中两摘要须与之相符。回执：内容的subject.id、tenderId、recordedAt、payload.action（若有）、payload.ciphertextSha256与bytes
  须为回执的id、tenderId、receivedAt、action、ciphertextSha256与bytes（撤回为null）。
  两份各自成立的证明：一棵完整子树在日志的各个状态中散列不变；两份所定的同一完整子树散列不同，或大小相同而根不同，即证明日志签署了两种历史。`,
  en: `8. The log's keys, signatures and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)
  A verifier key: NAME + "+" + KEY ID + "+" + base64(one octet of type ‖ 32 octets of Ed25519 public key). The key id is the first 4 octets of
  SHA-256(NAME ‖ 0x0a ‖ type ‖ public key), hexadecimal in small letters. Type 0x01 is a log, 0x04 a witness. GET /v1/log/key has one a line, the present one
  first. Base64 is the standard alphabet with padding, written the one way there is. Numbers are decimal without zeros before them.
  A signed note: a text that ends with a line feed (0x0a), an empty line, and signature lines: "— " (U+2014, a space) + NAME + a space + base64(4 octets of key
  id ‖ signature). The last empty line parts them; there are no control characters but line feeds. A line whose name and id are not those of a key you trust is
  passed over; where they are and the signature is wrong, the whole note counts for nothing. Type 0x01 signs the octets of the text (Ed25519).
  Type 0x04: 8 octets of seconds since 1970, the largest first ‖ 64 octets that sign "cosignature/v1\\n" + "time SECONDS\\n" + the text.
  A checkpoint, GET /v1/log/checkpoint: the first line of its text is the name of the log, the second its size in leaves, the third the root (base64 of 32
  octets); lines after that are not empty, and passed over. A key with the name of the log has signed it. Where keys of witnesses are given, at least one
  of them has cosigned it.

9. Tree and tiles (RFC 6962, C2SP tlog-tiles)
  Leaf hash: SHA-256(0x00 ‖ leaf). Node: SHA-256(0x01 ‖ left ‖ right). Empty tree: SHA-256 of nothing. Of n leaves, the left subtree has the largest power
  of two smaller than n. A tile, tile/L/N or tile/L/N.p/W: L is its level, N its number in groups of three digits, each but the last with an x before it
  (1234067 is x001/x234/067); W is 1 to 255, and a tile without it is full, 256 wide. It is hashes of 32 octets, one behind the other: number i is the root
  over the 256^L leaves from (N·256+i)·256^L. Entries, tile/entries/N[.p/W]: before each leaf its length in two octets, the larger first; they are the leaves
  hashed in the tile of level 0. A downloaded folder: checkpoint, earlier ones as checkpoint.NUMBER, and the tiles below tile/. The root of every checkpoint
  is that over the first leaves of the tiles of level 0, so that all of them are consistent; every other tile follows from what is below it, and none goes
  beyond the largest checkpoint. A full tile stands for a partial one.

10. Leaves
  JSON in canonical form: {"id","recordedAt","sha256","sha512","tenderId","type","v":1}, or of what is sealed {"sha256","sha512","type":"sealed","v":1}.
  sha256 and sha512 are digests over 32 octets of salt ‖ the payload in UTF-8. Salt and payload can be destroyed; leaf and proofs stay. No id has two leaves.
  Sealed leaves come in fixed numbers each minute, filled up with leaves of nothing, so that the size of the log does not count bids.

11. Proofs (C2SP tlog-proof): GET /v1/log/entries/{id}/proof, GET /v1/receipts/{id}/proof
  Lines: c2sp.org/tlog-proof@v1; extra BASE64 (signed by nobody); index NUMBER; hashes in base64, from the leaf's sibling upwards; an empty line; the
  checkpoint as it is. extra is JSON, {"leaf"} or {"leaf","payload","salt"} (salt in hexadecimal). Leaf hash, index, size, hashes and root go together by
  RFC 9162 section 2.1.3.2. With a payload, both digests in the leaf are those of it. Of a receipt, the payload's subject.id, tenderId, recordedAt,
  payload.action (where it stands), payload.ciphertextSha256 and bytes are the receipt's id, tenderId, receivedAt, action, ciphertextSha256 and bytes
  (null for a withdrawal).
  Two proofs that each hold: a complete subtree has one hash in every state of a log. Where both fix the same complete subtree and its hashes differ, or the
  sizes are equal and the roots differ, the log has signed two histories.`,
};
