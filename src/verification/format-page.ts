import { logFormats } from './log-format-page.js';

const chinese = `格式 ftz-opening-minutes-2、ftz-receipt-1、ftz-identities-1、ftz-file-keys-1、ftz-ruling-1、ftz-bundle-1 与公布的密钥

一、总则
  所有文件为UTF-8的JSON（RFC 8259，符合RFC 7493：键不重复，数字不超出双精度）。“规范形式”指RFC 8785（JCS）：键按UTF-16码元排序，
  无空白，结果以UTF-8编码。“签名”指Ed25519（RFC 8032），对规范形式的字节直接签署，不先取摘要，以无填充的base64url书写，共86个字符。
  “摘要”指SHA-256，64位小写十六进制。“时刻”为RFC 3339，精确到微秒。金额为十进制文本，元后至多两位。未列的成员可能日后增加：
  它们同在签名之内，核验者应说明自己不认识，不应因此判为不成立。

二、密钥 GET /v1/keys
  {"keys":[{"kty":"OKP","crv":"Ed25519","x":…,"kid":…,"use":"sig","alg":"EdDSA"}…]}，RFC 7517与8037。x为32字节公钥的base64url。
  kid为RFC 7638指纹：对文本 {"crv":"Ed25519","kty":"OKP","x":"…"} 取SHA-256，写作base64url。可有nbf、exp：1970年以来的秒数，
  签署时刻须满足 nbf ≤ 时刻 < exp。首个密钥为现用，其余不再签署。

三、回执 ftz-receipt-1
  成员：format，id，tenderId，version（该投标人在本项目中的第几次行为，自1起），state（submitted|withdrawn），
  action（submission|replacement|withdrawal），previousId（上一次行为的id，首次为null），ciphertextSha256与bytes（所收文件的摘要与字节数，
  撤回为null），receivedAt，statement{zh,en}，keyId，signature。
  签名对象：去掉signature一项后整个对象的规范形式。keyId为所用密钥的kid。

四、开标记录 GET /v1/tenders/{id}/opening
  应答{id,tenderId,version,minutes,signature,keyId}；签名对象：minutes一项的值的规范形式，其余不在签名之内。
  minutes：format，tenderId，envelope（bid|qualification|price），referenceNumber，bidsCloseAt，openableAt，openedAt，locks{A,B}，bids[]。
  openableAt不早于bidsCloseAt之后20秒；openedAt不早于openableAt；每份receivedAt早于bidsCloseAt（恰在截止时刻即为迟到）。
  lock：recipient（age公钥），threshold，identitySha256（对密钥文本AGE-SECRET-KEY-1…的74个ASCII字节取摘要），organizationId（分发机构），
  shares[{index,organizationId,commitment,used}]，index自1起依次递增。used恰有threshold个，属于至少两个机构；没有机构持有threshold个或更多；
  两把锁的分发机构、公钥、摘要各不相同，所有承诺互不相同。
  bid：bidId（即回执的id），supplierId，supplierName，receivedAt，ciphertextSha256，noticeVersion，result（opened|defective），
  price{amount,currency:"CNY"}或null，可有offered{amount,currency,rate}与lots[{id,price}]，defect{cause,rule,detail}或null。
  bids按receivedAt、再按bidId排列；bidId与supplierId各不重复；先前已出现的ciphertextSha256再次出现者必为defective；密封文件任一层的文件密钥先前已出现者亦然。
  有offered时 price = offered.amount × rate，四舍五入到分。lots各价之和等于offered.amount，无offered时等于price.amount。
  已被撤回或替换的投标不在其中：后来的回执以previousId指明它。

五、分片与承诺
  每把锁的密钥文本（74字节）按Shamir方法逐字节分割，域GF(2^8)，约化多项式x^8+x^4+x^3+x+1（0x11b）。分片75字节：前74字节为各多项式在x处的值，
  末字节为x（1至255，各不相同；与index无关）。取threshold个分片在0处作拉格朗日插值，即得密钥文本。
  commitment = SHA-256( "ftz-share-1\\n" + tenderId + "\\n" + envelope + "\\n" + lock + "\\n" + index + "\\n" + 分片的75字节 )，
  文本为ASCII，tenderId为小写，lock为A或B，index为十进制，每项后一个换行符（0x0a）。
  未使用的分片位于同一组多项式上：在1至255中其余各x处逐一插值，得出的75字节之一须符合其承诺。

六、密钥文件 GET /v1/tenders/{id}/opening/identities（仅审计与复议机构）
  {tenderId,envelope,keyId,sealedIdentities,releasedAt}；sealedIdentities为age文件的base64，内容为
  {"format":"ftz-identities-1",tenderId,envelope,"identities":{"A":…,"B":…},"shares":{"A":[{index,share}],"B":[…]}}，
  share为75字节的base64，即记录中used的各分片，按index排列。早期文件没有shares。

七、密封文件及其自身密钥
  age第1版二进制文件（C2SP age.md）：外层以B锁公钥加密，内层以A锁公钥加密，各一个X25519条目。内容为ftz-bid-1的JSON
  （其后可有空格），或以bid.json开头的tar（其后可有零字节），附件依bid.json所列次序随后。bid.json含tenderId、price{amount,currency}、
  可有lots、documents[{name,sha256,bytes}]。以人民币报价者，记录的price即bid的price；否则offered为其price，rate取自公告。
  GET …/bids/mine/file-keys、…/opening/file-keys/{bidId}：{"format":"ftz-file-keys-1",tenderId,bidId,envelope,ciphertextSha256,"fileKeys":{"outer":…,"inner":…}}，
  各为该文件外层、内层的age文件密钥（16字节，base64；inner为null即内层未能开启），只开启这一份文件。

七之二、投诉处理决定 GET /v1/review-decisions/{id}（成员copy，公开本）、GET /v1/complaints/{id}/decision（全本）
  {"format":"ftz-ruling-1",root,fields[]}。已公开的项：name，salt（32字节，十六进制），value（任意JSON）；未公开的项：name，digest，以及理由与日期。
  已公开项的digest = SHA-256( salt的字节 + value的规范形式 )；叶 = SHA-256( 0x00 + {"name":…,"digest":…}的规范形式 )；
  root = 按次序对各叶求得的RFC 6962第2.1节默克尔树哈希。名称不得重复。根值相同的两份为同一记录；审计条目以rulingRoot载明根值。

七之三、采购档案包 GET /v1/archive/tenders/{id}/bundle
  一个文件夹的tar，文件夹为BagIt 1.0（RFC 8493）：bagit.txt，bag-info.txt，manifest-sha256.txt、manifest-sha512.txt及两份tagmanifest，signature.json，
  data/。清单每行为“摘要、两个空格、文件名”，按文件名的字节排序，列出data/下全部文件；文件名中没有回车、换行、%与反斜杠。此外别无文件。
  signature.json：{format:"ftz-bundle-signature-1",tenderId,recordedAt,manifests{文件名:该文件的SHA-512},keyId,signature}，manifests为bag-info.txt与两份清单；
  签名对象：去掉keyId、signature后的规范形式。
  data/bundle.json：{format:"ftz-bundle-1",tenderId,referenceNumber,title,state,endedOn,retainUntil,missing[],log{size,root,recordedAt,keyId,signature},checkpoint}；
  log的签名对象：{recordedAt,root,size}的规范形式。data/keys.json即第二节的密钥。
  data/entries.jsonl：每行一条{index,id,type,article,recordedAt,leaf,leafHash,payload,salt,proof[]}，按index递增。leafHash = SHA-256(0x00‖leaf)；
  leaf与payload为规范形式的文本；leaf的sha256、sha512为SHA-256、SHA-512(salt‖payload)，salt为32字节。leaf的type为sealed者只有摘要；
  其余leaf的type、id、recordedAt、tenderId与该行及包一致；payload的type、id、article、recordedAt、tenderId亦然。payload、salt为null即已依法销毁。
  proof为RFC 6962的包含证明（自叶向上），对size与root成立。
  data/documents/、data/redacted-documents/、data/application-documents/、data/sealed/、data/sealed-prices/下每个文件的SHA-256见于某条payload；
  data/bid-documents/<bidId>/<SHA-256>/<文件名>。data/openings/即第四节，其minutes规范形式的SHA-256见于某条payload；data/receipts/即第三节；
  data/notices/<版次>.json的contentSha256为content规范形式的SHA-256。data/records/<表>.jsonl为各表的行，其中audit_entries的id、leaf与entries.jsonl一致。
  payload的rows为{"表/行名":封印}。data/seals.jsonl每行{entryId,table,row}，另有salt（16字节）与key（列名），为包中该行的最后一个封印，rows中不得有更后者；或另有
  columns，为先前的封印。行名为key各列的值以“/”相连。columns为{列名:SHA-256(salt‖列名‖"="‖该值在行中的原文)的前32位}，值为null的列不计。
  封印为 {"列名": "摘要", "列名": "摘要"} 之文本的SHA-256（冒号与逗号后各一空格），列名先短后长，等长者按字节排序。
  checkpoint为null，即制作时尚未签署，包中没有data/checkpoint与.tlog-proof；或为{origin,size,consistency[]}。data/checkpoint即第八节的检查点，origin、size与之一致，
  consistency为RFC 6962第2.1.2节的一致性证明（base64），自log至该检查点。每份回执data/receipts/<id>.json另有<id>.tlog-proof（第十一节）：其检查点即data/checkpoint原文，
  index为entries.jsonl中该行为条目的index，extra为该条目{leaf,payload,salt}的规范形式；条目的type为bid.submitted、bid.replaced或bid.withdrawn，subject.id为回执的id，内容与回执的对应同第十一节。`;

const english = `The formats ftz-opening-minutes-2, ftz-receipt-1, ftz-identities-1, ftz-file-keys-1, ftz-ruling-1, ftz-bundle-1, and the published keys

1. In general
  Every file is JSON in UTF-8 (RFC 8259, within RFC 7493: no key twice, no number beyond a double). "Canonical form" is RFC 8785 (JCS): keys in
  the order of their UTF-16 code units, no white space, encoded in UTF-8. A "signature" is Ed25519 (RFC 8032) over the octets of the canonical form
  itself, no digest before it, written in base64url without padding: 86 characters. A "digest" is SHA-256 as 64 hexadecimal digits in small letters.
  A "moment" is RFC 3339 to the microsecond. Amounts are decimal texts with at most two places. Members that are not named here may be added: they
  are under the signature; a verifier says that it does not know them, and does not fail for them.

2. Keys: GET /v1/keys
  {"keys":[{"kty":"OKP","crv":"Ed25519","x":…,"kid":…,"use":"sig","alg":"EdDSA"}…]}, RFC 7517 and 8037. x is the public key's 32 octets in base64url.
  kid is the RFC 7638 thumbprint: base64url of SHA-256 over the text {"crv":"Ed25519","kty":"OKP","x":"…"}. There may be nbf and exp, in seconds
  since 1970: the moment of signing has nbf ≤ moment < exp. The first key signs now; the others sign no more.

3. A receipt: ftz-receipt-1
  Members: format; id; tenderId; version (counts this bidder's acts in the tender, from 1); state (submitted|withdrawn); action
  (submission|replacement|withdrawal); previousId (the id of the act before, null for the first); ciphertextSha256 and bytes (digest and length of the
  file received, null for a withdrawal); receivedAt; statement{zh,en}; keyId; signature.
  Signed: the canonical form of the whole object without its member signature. keyId is the kid of the key.

4. The minutes of an opening: GET /v1/tenders/{id}/opening
  The answer is {id,tenderId,version,minutes,signature,keyId}. Signed: the canonical form of the value of minutes, and nothing else of the answer.
  minutes: format; tenderId; envelope (bid|qualification|price); referenceNumber; bidsCloseAt; openableAt; openedAt; locks{A,B}; bids[].
  openableAt is no sooner than 20 seconds after bidsCloseAt; openedAt no sooner than openableAt; every receivedAt before bidsCloseAt (at the deadline is late).
  lock: recipient (age); threshold; identitySha256 (digest of the 74 ASCII octets of the text AGE-SECRET-KEY-1…); organizationId (of who dealt it);
  shares[{index,organizationId,commitment,used}], their indexes 1, 2, 3 and so on. Exactly threshold of them are used, of at least two organisations; no
  organisation has threshold or more; the locks differ in organizationId, recipient and identitySha256; no two commitments are the same.
  bid: bidId (the id of its receipt); supplierId; supplierName; receivedAt; ciphertextSha256; noticeVersion; result (opened|defective);
  price{amount,currency:"CNY"} or null; perhaps offered{amount,currency,rate} and lots[{id,price}]; defect{cause,rule,detail} or null.
  bids stand in the order of receivedAt, then bidId; no bidId and no supplierId stands twice; who has a ciphertextSha256 that stood there before is
  defective, and so is whose sealed file has, in either layer, a file key of one before. With offered, price = offered.amount × rate, half a fen up. The lots' prices sum to offered.amount, or without it to price.amount.
  A bid that was withdrawn or replaced is not listed: a later receipt names it as previousId.

5. Shares and commitments
  The text of a lock's identity (74 octets) is split octet by octet after Shamir, over GF(2^8) with the polynomial x^8+x^4+x^3+x+1 (0x11b). A share has 75
  octets: the first 74 are the polynomials' values at x, the last is x (1 to 255, no two alike; it has nothing to do with index). Lagrange interpolation
  at 0 through threshold shares gives the text of the identity.
  commitment = SHA-256( "ftz-share-1\\n" + tenderId + "\\n" + envelope + "\\n" + lock + "\\n" + index + "\\n" + the share's 75 octets ),
  the text in ASCII, tenderId in small letters, lock A or B, index in decimal, one line feed (0x0a) after each.
  A share that was not used lies on the same polynomials: interpolate at each x that is left; one of the results, of 75 octets, fits its commitment.

6. Identities: GET /v1/tenders/{id}/opening/identities (auditors and review bodies only)
  {tenderId,envelope,keyId,sealedIdentities,releasedAt}; sealedIdentities is an age file in base64. It holds
  {"format":"ftz-identities-1",tenderId,envelope,"identities":{"A":…,"B":…},"shares":{"A":[{index,share}],"B":[…]}},
  share in base64 of 75 octets: those that the minutes mark as used, by index. Early files have no shares.

7. Sealed files, and the keys of one
  An age v1 file in binary (C2SP age.md): the outer layer for the recipient of lock B, the inner one for that of lock A, one X25519 stanza each. Inside is
  the JSON of ftz-bid-1 (spaces may follow), or a tar that begins with bid.json (zeros may follow) and goes on with the documents in its order. bid.json has
  tenderId, price{amount,currency}, perhaps lots, and documents[{name,sha256,bytes}]. Of a bid in CNY the minutes' price is the bid's; of another,
  offered is the bid's price, and rate is that of the notice.
  GET …/bids/mine/file-keys, …/opening/file-keys/{bidId}: {"format":"ftz-file-keys-1",tenderId,bidId,envelope,ciphertextSha256,"fileKeys":{"outer":…,"inner":…}}:
  the age file keys of that file's layers (16 octets, base64; inner is null where that layer did not open). They open this file alone.

7a. A ruling: GET /v1/review-decisions/{id} (its member copy; redacted), GET /v1/complaints/{id}/decision (whole)
  {"format":"ftz-ruling-1",root,fields[]}. A field that is shown: name, salt (32 octets in hex), value (any JSON). One that is withheld: name, digest, and
  why and until when. digest of a field that is shown = SHA-256( the salt's octets + the canonical form of value ). Its leaf = SHA-256( 0x00 + the canonical
  form of {"name":…,"digest":…} ). root = the Merkle tree hash of RFC 6962 section 2.1 over the leaves in their order. No name stands twice. Two copies with
  one root are of one record. The entry of the ruling has the root as rulingRoot.

7b. The bundle of a procurement: GET /v1/archive/tenders/{id}/bundle
  A tar of one folder, which is a bag of BagIt 1.0 (RFC 8493): bagit.txt, bag-info.txt, manifest-sha256.txt, manifest-sha512.txt, the two tagmanifests,
  signature.json, and data/. A line of a manifest is the digest, two spaces, the file's name; lines stand in the order of the names' octets and list all of
  data/. No name has CR, LF, % or a backslash. There is no other file.
  signature.json: {format:"ftz-bundle-signature-1",tenderId,recordedAt,manifests{name:SHA-512 of that file},keyId,signature}; manifests has bag-info.txt and
  both manifests. Signed: the canonical form without keyId and signature.
  data/bundle.json: {format:"ftz-bundle-1",tenderId,referenceNumber,title,state,endedOn,retainUntil,missing[],log{size,root,recordedAt,keyId,signature},
  checkpoint}. Signed of log: the canonical form of {recordedAt,root,size}. data/keys.json: the keys of section 2.
  data/entries.jsonl: a line each of {index,id,type,article,recordedAt,leaf,leafHash,payload,salt,proof[]}, index rising. leafHash = SHA-256(0x00‖leaf). leaf
  and payload are texts in canonical form; sha256 and sha512 of the leaf are SHA-256 and SHA-512 of salt‖payload, salt of 32 octets. A leaf of type sealed has
  digests alone; type, id, recordedAt and tenderId of any other are those of the line and the bundle, and so are type, id, article, recordedAt and tenderId
  of the payload. payload and salt are null once they were destroyed by law. proof is the inclusion proof of RFC 6962, from the leaf upwards, for size and root.
  The SHA-256 of each file of data/documents/, data/redacted-documents/, data/application-documents/, data/sealed/ and data/sealed-prices/ stands in a
  payload; data/bid-documents/<bidId>/<SHA-256>/<name>. data/openings/ is section 4, and the SHA-256 of the canonical form of its minutes stands in a payload;
  data/receipts/ is section 3; contentSha256 of data/notices/<version>.json is the SHA-256 of the canonical form of content. data/records/<table>.jsonl are
  rows of tables; id and leaf of audit_entries are those of entries.jsonl.
  rows of a payload: {"table/row":seal}. data/seals.jsonl: a line each of {entryId,table,row} with salt (16 octets) and key (names of columns), the last seal of that
  row of the bundle, and no rows name a later one; or with columns, a seal of before. row: the values of key, joined by "/". columns: {name:the first 32 digits of
  SHA-256( salt ‖ name ‖ "=" ‖ the value in the characters of the row )}, without columns that are null. A seal is the SHA-256 of the text
  {"name": "digits", "name": "digits"}, one space behind each colon and comma, the shorter names first, those of one length in the order of their octets.
  checkpoint is null where none had been signed when the bundle was made: then there is neither data/checkpoint nor a .tlog-proof; or {origin,size,consistency[]}.
  data/checkpoint is a checkpoint (section 8) of that origin and size; consistency is the consistency proof of RFC 6962 section 2.1.2 (base64) from log to it. Beside
  each receipt data/receipts/<id>.json stands <id>.tlog-proof (section 11): its checkpoint is data/checkpoint to the octet, its index that of the act's entry in
  entries.jsonl, its extra the canonical form of {leaf,payload,salt} of that entry, whose type is bid.submitted, bid.replaced or bid.withdrawn and whose subject.id is
  the id of the receipt; payload and receipt go together as in section 11.`;

/** `verify --help format`: from this page alone another verifier can be written; a test does. */
export const formatPage = `${chinese}\n\n${logFormats.zh}\n\n${english}\n\n${logFormats.en}\n`;
