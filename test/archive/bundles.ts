import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type supertest from 'supertest';
import type { TestApp } from '../app.js';
import { fulfil } from '../awards/stories.js';
import { contentDigest } from '../content-digest.js';
import { act, approved, awarded, done, opened, publish, sign, type JourneyTender, type Opened } from '../journeys/steps.js';

export const specification = Buffer.from(
  `%PDF-1.7\n采购需求：3.0T磁共振成像系统\n${'扫描孔径不小于70厘米。'.repeat(200)}\n%%EOF\n`,
);
export const scheme = Buffer.from(`技术方案\n${'梯度线圈双层反向绕组。'.repeat(2_000)}`);

/** A procurement from its draft to the end of its contract, with a document, and a bid that has one. `meanwhile`: before the bids. */
export async function ended(app: TestApp, meanwhile?: (tender: JourneyTender) => Promise<void>): Promise<Opened> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const tender = await approved(app, {}, async (path) => {
    await addDocument(app, path, '采购需求（一）100%国产 70cm.pdf', specification);
  });
  done(await publish(app, tender));
  await meanwhile?.(tender);
  const sha256 = createHash('sha256').update(scheme).digest('hex');
  const documents = [{ name: '技术方案.pdf', sha256, bytes: scheme.toString('base64') }];
  const open = await opened(app, tender, { 'supplier-shenda': { documents } });
  const awardId = await awarded(app, open);
  await app.setClock('2026-04-28T09:00:00+08:00');
  const contract = `/v1/contracts/${done(await sign(app, open, awardId)).body.id}`;
  await app.setClock('2026-12-31T09:00:00+08:00');
  await fulfil(app, contract, { on: '2026-12-31', amount: '10400000.00' });
  done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on: '2026-12-31' }, contract));
  await app.drain();
  return open;
}

export async function addDocument(app: TestApp, tender: string, name: string, content: Buffer): Promise<string> {
  const answer = await (
    await app.as('procurer-wang')
  )('post', `${tender}/documents`)
    .set('content-type', 'application/pdf')
    .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .set('content-digest', contentDigest(content))
    .send(content);
  if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}

export async function bundleOf(app: TestApp, tenderId: string): Promise<{ answer: supertest.Response; tar: Buffer }> {
  const answer = await (
    await app.as('auditor-feng')
  )('get', `/v1/archive/tenders/${tenderId}/bundle`)
    .buffer(true)
    .parse((incoming, take) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => take(null, Buffer.concat(chunks)));
    });
  return { answer, tar: answer.body as Buffer };
}

export interface Unpacked {
  /** The bag's own folder. */
  folder: string;
  remove(): void;
}

/** With the system's own tar. */
export function unpacked(tar: Buffer): Unpacked {
  const at = mkdtempSync(join(tmpdir(), 'ftz-bundle-'));
  const remove = (): void => rmSync(at, { recursive: true, force: true });
  writeFileSync(join(at, 'bundle.tar'), tar);
  execFileSync('tar', ['xmf', 'bundle.tar'], { cwd: at });
  const [folder] = readdirSync(at).filter((name) => name !== 'bundle.tar');
  return { folder: join(at, folder as string), remove };
}

/** Every file below the folder, by its path from there. */
export function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
}
