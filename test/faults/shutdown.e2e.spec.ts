import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { sealedFor, startBids, type BidsApp } from '../bids/box.js';
import { contentDigest } from '../content-digest.js';
import { until } from '../until.js';
import { startApiProcess, type ApiProcess } from './api-process.js';

describe('an API process that is told to stop', () => {
  let app: BidsApp;
  let api: ApiProcess;
  beforeAll(async () => {
    app = await startBids();
    api = await startApiProcess(app);
  });
  afterAll(async () => {
    await api.end();
    await app.close();
  });

  it('answers the bid that is on its way with its receipt, and then ends (art. 58)', async () => {
    const tender = await app.tender();
    const file = await sealedFor(tender);
    const path = `/v1/tenders/${tender.id}/bids`;
    const caller = await api.as('supplier-shenda');
    const headers = {
      authorization: caller('post', path).get('authorization'),
      'idempotency-key': 'on-its-way',
      'content-type': 'application/age',
      'content-digest': contentDigest(file),
      'content-length': String(file.length),
    };
    const upload = request(new URL(path, api.address), { method: 'POST', headers });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      upload.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    upload.write(file.subarray(0, file.length / 2));
    const staging = join(app.config.dataDir, 'blobs', 'staging');
    await until(() => Promise.resolve(readdirSync(staging).length === 1), 'half of the bid');

    const ended = once(api.child, 'exit');
    api.child.kill('SIGTERM');
    await until(() => closed(api.address), 'the door to be closed');
    upload.end(file.subarray(file.length / 2));

    expect(await answer).toBe(201);
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(await app.sql('SELECT 1 FROM bid_submissions WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });
});

/** Whether nobody new is let in. */
function closed(address: string): Promise<boolean> {
  return fetch(address).then(
    ({ status }) => status === 503,
    () => true,
  );
}
