import { documentBytesMax } from './bid-documents.js';
import { locksOf, type PublicTender } from './check-bid.js';
import type { Bilingual } from '../rules/breach.js';
import { packBid } from './pack-bid.js';
import { type Prepared } from './seal-inputs.js';
import { CommandFault } from '../platform/command-fault.js';
import { writeSealed, type Written } from './seal-outputs.js';
import { dividedContent } from './envelope-parts.js';

/** Where the command says what it did. */
export interface Console {
  say(line: Bilingual): Promise<void>;
  write(part: Uint8Array | string): Promise<void>;
}

const parts = ['qualification', 'price'] as const;
type Part = (typeof parts)[number];

interface Sealed {
  file: Written['sealed'];
  at: { sealed: string; copy: string };
}

/**
 * Seals a bid whose prices are opened later: two files, each for the locks of its envelope, each with an own copy. The checks have been passed.
 * Throws CommandFault where either is too large or cannot be written.
 */
export async function sealInTwo(
  call: Console,
  prepared: Prepared,
  to: { own: string; out: string; address: string },
): Promise<number> {
  const { tender, content, documents, priceDocuments } = prepared;
  const first = documents.length - priceDocuments;
  const divided = dividedContent(content, content.documents.slice(first));
  const files = { qualification: documents.slice(0, first), price: documents.slice(first) };
  const base = to.out.replace(/(\.age)?$/, '');
  const sealed: Partial<Record<Part, Sealed>> = {};
  for (const part of parts) {
    const payload = packBid(divided[part], files[part]);
    if (payload.bytes > documentBytesMax)
      throw new CommandFault({ zh: '密封文件超过200 MiB。', en: 'One of the sealed files is larger than 200 MiB.' });
    const at = { sealed: `${base}.${part}.age`, copy: `${base}.${part}.own.age` };
    const locks = locksOf(tender, part) as Record<'A' | 'B', string>;
    sealed[part] = { file: (await writeSealed(payload, locks, to.own, { tenderId: tender.id, ...at })).sealed, at };
  }
  await tellBoth(call, prepared, sealed as Record<Part, Sealed>, to.address);
  return 0;
}

const names: Record<Part, { zh: string; en: string }> = {
  qualification: { zh: '资格与技术部分', en: 'Qualification' },
  price: { zh: '报价部分', en: 'Price' },
};

async function tellBoth(call: Console, { tender }: Prepared, sealed: Record<Part, Sealed>, address: string): Promise<void> {
  for (const part of parts) {
    const { file, at } = sealed[part];
    const { zh, en } = names[part];
    await tellLocks(
      call,
      tender.sealing.filter((one) => one.envelope === part),
    );
    await call.say({
      zh: `${zh}已密封：${at.sealed}（${file.bytes}字节）；自留副本：${at.copy}，已读回并核对一致。`,
      en: `${en} sealed: ${at.sealed} (${file.bytes} bytes); own copy: ${at.copy}, read back and found the same.`,
    });
    const digest = `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`;
    await call.write(
      `SHA-256 ${file.sha256}\n` +
        `curl -i -X POST '${address}/uploads' -H 'Authorization: Bearer <token>' -H 'Idempotency-Key: ${file.sha256.slice(0, 32)}' ` +
        `-H 'Tus-Resumable: 1.0.0' -H 'Upload-Length: ${file.bytes}' -H 'Repr-Digest: ${digest}'\n` +
        `curl -X PATCH 'https://<platform>/v1/uploads/<${part} id>' -T '${at.sealed}' -H 'Authorization: Bearer <token>' ` +
        `-H 'Tus-Resumable: 1.0.0' -H 'Upload-Offset: 0' -H 'Content-Type: application/offset+octet-stream'\n`,
    );
  }
  await call.say({
    zh: '两个文件都上传后，以一次请求同时提交：',
    en: 'Once both are uploaded, one request hands them in together:',
  });
  await call.write(
    `curl -X POST '${address}/bids' -H 'Authorization: Bearer <token>' -H 'Idempotency-Key: ${sealed.price.file.sha256.slice(0, 32)}' ` +
      `-H 'Content-Type: application/json' -d '{"uploadId":"<qualification id>","priceUploadId":"<price id>"}'\n`,
  );
}

/** For the bidder to hold against the notice. */
export async function tellLocks({ say }: Console, sealing: PublicTender['sealing']): Promise<void> {
  for (const { lock, recipient, organizationId } of sealing) {
    await say({
      zh: `锁${lock}：${recipient}（机构 ${organizationId}），请与公告核对。`,
      en: `Lock ${lock}: ${recipient} (organisation ${organizationId}). Compare it with the notice.`,
    });
  }
}
