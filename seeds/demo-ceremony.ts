import { splitLock, type Deal } from '../src/custody/deal-lock.js';
import { confirmationOf, rehearsalShareOf, type SessionOf } from '../src/custody/held-share.js';
import { demoDeal, demoHeldShare, demoHolders } from './demo-custodians.js';
import type { Story } from './story.js';

export type Deals = Record<'A' | 'B', Deal>;

const lockNames = ['A', 'B'] as const;

/** Each lock's key is made and split outside the service, two of three; the service gets recipients, sealed shares and commitments. */
export async function deal(story: Story, path: string, tenderId: string): Promise<Deals> {
  const deals: Partial<Deals> = {};
  for (const lock of lockNames) {
    const holders = demoHolders.three[lock];
    const personIds: Record<string, string> = {};
    for (const client of holders) {
      const me = (await story.api.send(client, 'GET', '/v1/me')).body;
      personIds[client] = (me['person'] as { id: string }).id;
    }
    const made = await demoDeal({ tenderId, envelope: 'bid', lock }, await splitLock(holders.length, 2), holders, personIds);
    deals[lock] = made;
    await story.does(
      holders[0],
      {
        zh: `分发锁${lock}：密钥在线下生成并分为三片，任意两片可合成`,
        en: `deals lock ${lock}: its key was made offline and split in three, any two of which make it again`,
        article: 58,
      },
      'PUT',
      `${path}/sealing`,
      { json: made },
      () => [made.recipient, ...made.shares.map((one) => `${lock}${one.index} commitment ${one.commitment.slice(0, 16)}…`)],
    );
  }
  return deals as Deals;
}

/** Before the notice, two of each three open a test envelope with rehearsal shares; the third confirms what it was dealt. */
export async function rehearse(story: Story, path: string, deals: Deals): Promise<void> {
  const session = await begin(story, `${path}/rehearsal`, { zh: '发起试开箱', en: 'begins the rehearsal', article: 58 });
  for (const { client, lock, index } of quorum()) {
    const held = await demoHeldShare(client, deals[lock], index);
    await story.does(
      client,
      { zh: `提交演练分片${lock}${index}`, en: `hands in rehearsal share ${lock}${index}`, article: 58 },
      'POST',
      `${path}/rehearsal/shares`,
      { json: await rehearsalShareOf(held, session) },
      (body) => [`test envelope opened: ${String(body['opened'])}`],
    );
  }
  for (const lock of lockNames) {
    const client = demoHolders.three[lock][2];
    await story.does(
      client,
      { zh: `确认分片${lock}3与承诺相符`, en: `confirms that share ${lock}3 is the one committed to`, article: 58 },
      'POST',
      `${path}/rehearsal/confirmations`,
      { json: confirmationOf(await demoHeldShare(client, deals[lock], 3)) },
      (body) => [`complete: ${String(body['complete'])}`],
    );
  }
}

/** Two of each lock's three. */
export function quorum(): { client: string; lock: 'A' | 'B'; index: number }[] {
  return lockNames.flatMap((lock) =>
    [1, 2].map((index) => ({ client: demoHolders.three[lock][index - 1] as string, lock, index })),
  );
}

export async function begin(story: Story, path: string, what: Parameters<Story['does']>[1]): Promise<SessionOf> {
  const { body } = await story.does('custodian-hospital', what, 'POST', path, { json: {} }, (answer) => [
    `session ${String(answer['id'])} until ${String(answer['expiresAt'])}`,
  ]);
  return { id: String(body['id']), recipient: String(body['recipient']) };
}
