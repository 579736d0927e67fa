import { checkBid, locksOf, type BidCheck, type PublicTender } from '../bids/check-bid.js';
import type { BidContent } from '../bids/bid-payload.dto.js';
import type { BidDocument } from '../bids/pack-bid.js';
import { readForm, showForm } from './bid-form.js';
import { byId, element, two, valueOf } from './elements.js';
import { contentDigestOf, documentOf, ownKey, sealHere, type SealedHere } from './seal-here.js';

let tender: PublicTender | null = null;
let made: { sealed: SealedHere; tenderId: string; key: string } | null = null;

/** Asks the platform for what everybody may read of the tender; no token goes with it. */
async function load(id: string): Promise<void> {
  const answer = await fetch(`/v1/tenders/${encodeURIComponent(id)}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) return tell('没有该项目，或尚未公布。', 'There is no such tender, or it is not published.');
  tender = (await answer.json()) as PublicTender;
  if (tender.openingSteps === 'two') {
    byId('bid').hidden = true;
    return tell(
      '本项目两步开标，每份投标须密封为资格与报价两个文件；请使用命令 npm run seal，本页不适用。',
      'Bids of this tender are sealed in two files, qualification and price: use the command npm run seal; this page does not do it.',
    );
  }
  const { title, bidsCloseAt, sealing } = tender;
  byId('tender-title').replaceChildren(...two(title.zh, title.en ?? ''));
  byId('tender-deadline').textContent = bidsCloseAt ?? '';
  byId('locks').replaceChildren(
    ...sealing.map(({ lock, recipient, organizationId }) =>
      element('li', { textContent: `${lock}: ${recipient} (${organizationId})` }),
    ),
  );
  showForm(byId('tender-fields'), tender);
  byId('bid').hidden = false;
  tell('已载入。', 'Loaded.');
}

async function checked(): Promise<{ content: BidContent; documents: BidDocument[]; checks: BidCheck[] }> {
  const current = tender as PublicTender;
  const files = [...(byId<HTMLInputElement>('documents').files ?? [])];
  const documents: BidDocument[] = [];
  for (const file of files) documents.push(await documentOf(file));
  const { content, checks } = readForm(current, documents);
  const all = checks.length > 0 ? checks : checkBid(current, content);
  byId('checks').replaceChildren(...all.map(checkLine));
  if (all.length === 0) tell('核对无误。', 'Nothing was found wrong.');
  else tell(`发现${all.length}处问题。`, `${all.length} found.`);
  return { content, documents, checks: all };
}

function checkLine({ kind, pointer, detail }: BidCheck): HTMLElement {
  const line = element('li', { className: kind });
  line.append(element('code', { textContent: pointer }), ' ', ...two(detail.zh, detail.en));
  return line;
}

async function seal(): Promise<void> {
  const { content, documents, checks } = await checked();
  const stops = checks.filter((one) => one.kind === 'fault' || !byId<HTMLInputElement>('incomplete').checked);
  const locks = locksOf(tender as PublicTender);
  if (stops.length > 0 || locks === null) return;
  tell('正在密封……', 'Sealing …');
  const keyFile = byId<HTMLInputElement>('own-key').files?.[0];
  const own = await ownKey(keyFile);
  const sealed = await sealHere(content, documents, locks, own);
  made = { sealed, tenderId: content.tenderId, key: crypto.randomUUID() };
  offer('download-sealed', sealed.sealed, 'bid.age');
  offer('download-copy', sealed.copy, 'bid.own.age');
  const key = byId('download-key');
  key.hidden = keyFile !== undefined;
  offer('download-key', new Blob([`# ${own.recipient}\n${own.identity}\n`]), 'own-copy.key');
  byId('sha256').textContent = sealed.sha256;
  byId('content-digest').textContent = contentDigestOf(sealed.sha256);
  byId('result').hidden = false;
  tell('已密封；自留副本已读回并核对一致。', 'Sealed; the own copy was read back and found the same.');
}

/** The only thing that leaves the browser: the sealed file. */
async function upload(): Promise<void> {
  if (!made) return;
  const replaces = byId<HTMLInputElement>('replaces').checked;
  const answer = await fetch(`/v1/tenders/${made.tenderId}/bids${replaces ? '/mine' : ''}`, {
    method: replaces ? 'PUT' : 'POST',
    headers: {
      authorization: `Bearer ${valueOf('token').trim()}`,
      'content-type': 'application/age',
      'content-digest': contentDigestOf(made.sealed.sha256),
      'idempotency-key': made.key,
    },
    body: made.sealed.sealed,
  });
  const body = await answer.text();
  byId('receipt').textContent = body;
  if (!answer.ok) return tell(`平台拒收（${answer.status}）。`, `The platform refused it (${answer.status}).`);
  offer('download-receipt', new Blob([body], { type: 'application/json' }), 'receipt.json');
  byId('download-receipt').hidden = false;
  const same = (JSON.parse(body) as { ciphertextSha256?: string }).ciphertextSha256 === made.sealed.sha256;
  if (same) tell('平台已收到，回执摘要一致。', 'The platform has received it; the digest in the receipt is the same.');
  else tell('回执的摘要与所传文件不一致！', 'The digest in the receipt is not that of the file that was sent!');
}

function offer(id: string, blob: Blob, download: string): void {
  const link = byId<HTMLAnchorElement>(id);
  if (link.href !== '') URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(blob), download });
}

function tell(zh: string, en: string): void {
  byId('status').replaceChildren(...two(zh, en));
}

/** What goes wrong is said, and never sent anywhere. */
function on(id: string, act: () => Promise<unknown>): void {
  const button = byId<HTMLButtonElement>(id);
  button.addEventListener('click', () => {
    button.disabled = true;
    act()
      .catch((error: unknown) => tell(`未能完成：${String(error)}`, `It did not work: ${String(error)}`))
      .finally(() => (button.disabled = false));
  });
}

on('load', () => load(valueOf('tender').trim()));
on('check', checked);
on('seal', seal);
on('upload', upload);
const asked = new URLSearchParams(location.search).get('tender');
if (asked !== null) {
  byId<HTMLInputElement>('tender').value = asked;
  byId<HTMLButtonElement>('load').click();
}
