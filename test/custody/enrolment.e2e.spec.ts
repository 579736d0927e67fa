import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { demoIdentities } from '../../seeds/demo-custodians.js';
import { openText } from '../../src/custody/age-text.js';
import { startTestApp, type TestApp } from '../app.js';
import { act, answered, audited, done, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const path = '/v1/me/custodian-keys';

async function asked(client: string, identity: string): Promise<{ id: string; challenge: string; nonce: string }> {
  const { body } = done(await act(app, client, 'post', path, { recipient: await identityToRecipient(identity) }));
  const challenge = String(body['challenge']);
  const nonce = Buffer.from((await openText(identity, challenge)) ?? []).toString('utf8');
  return { id: body.id, challenge, nonce };
}

const prove = (client: string, id: string, nonce: string): Promise<Answered> =>
  act(app, client, 'post', `${path}/${id}/proof`, { nonce });

const activeOf = (client: string): Promise<{ recipient: string }[]> =>
  app.sql(
    `SELECT recipient FROM custodian_keys key JOIN people ON people.id = person_id
      WHERE subject = $1 AND proved_at IS NOT NULL AND replaced_at IS NULL`,
    [client],
  );

describe('a custodian enrols its own key (art. 58)', () => {
  it('and replaces it by proving another; the one before stays known', async () => {
    const client = 'custodian-notary-zheng';
    expect(await activeOf(client)).toEqual([{ recipient: await identityToRecipient(demoIdentities[client] as string) }]);
    const identity = await generateX25519Identity();
    const key = await asked(client, identity);
    expect(await activeOf(client)).not.toEqual([{ recipient: await identityToRecipient(identity) }]);
    expect(done(await prove(client, key.id, key.nonce)).body).toMatchObject({
      id: key.id,
      recipient: await identityToRecipient(identity),
    });
    expect(await activeOf(client)).toEqual([{ recipient: await identityToRecipient(identity) }]);
    expect(rulesOf(await prove(client, key.id, key.nonce))).toEqual(['custody.challenge-over']);
    expect(await audited(app, 'custody.key-proved')).toBe(Object.keys(demoIdentities).length + 1);
  });

  it('only who can open the challenge has proved it', async () => {
    const key = await asked('custodian-notary', await generateX25519Identity());
    const wrong = await prove('custodian-notary', key.id, 'a guess');
    expect({ status: wrong.status, rules: rulesOf(wrong) }).toEqual({ status: 422, rules: ['custody.proof-wrong'] });
    expect((await prove('custodian-hospital', key.id, key.nonce)).status).toBe(404);
    expect((await prove('custodian-notary', 'none', key.nonce)).status).toBe(404);
    done(await prove('custodian-notary', key.id, key.nonce));
  });

  it('in a day, and not later', async () => {
    const late = await asked('custodian-hospital', await generateX25519Identity());
    await app.setClock('2026-03-03T09:30:00+08:00');
    expect(rulesOf(await prove('custodian-hospital', late.id, late.nonce))).toEqual(['custody.challenge-over']);
    await app.setClock('2026-03-02T09:00:00+08:00');
  });

  it('a key is one person’s, also where two prove it at once', async () => {
    const taken = await act(app, 'custodian-exchange', 'post', path, {
      recipient: await identityToRecipient(demoIdentities['custodian-exchange-chu'] as string),
    });
    expect({ status: taken.status, rules: rulesOf(taken) }).toEqual({ status: 409, rules: ['custody.recipient-taken'] });
    const shared = await generateX25519Identity();
    const [one, other] = [await asked('custodian-exchange', shared), await asked('custodian-exchange-chu', shared)];
    const answers = await Promise.all([
      prove('custodian-exchange', one.id, one.nonce),
      prove('custodian-exchange-chu', other.id, other.nonce),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual([201, 409]);
    expect(answers.flatMap(rulesOf)).toEqual(['custody.recipient-taken']);
  });

  it('refuses what is no recipient, and whoever keeps no shares', async () => {
    const sound = await identityToRecipient(await generateX25519Identity());
    const broken = `${sound.slice(0, -1)}${sound.endsWith('q') ? 'p' : 'q'}`;
    expect((await act(app, 'custodian-notary', 'post', path, { recipient: broken })).status).toBe(422);
    expect((await act(app, 'procurer-wang', 'post', path, { recipient: sound })).status).toBe(403);
    expect(answered(await app.http('post', path).send({ recipient: sound })).status).toBe(401);
  });
});
