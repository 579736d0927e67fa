import type { TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { done, look, published, submit, type Opened } from '../journeys/steps.js';

export interface Minuted {
  bidId: string;
  result: string;
  price: { amount: string; currency: string } | null;
  lots?: object[];
  defect: { rule: string; detail: { zh: string; en: string } } | null;
}

export const bidders = ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'] as const;

/** Three bids on a tender published with `over`, handed in and opened; `payloads` changes what is sealed, by client. The minutes in the order of `bidders`. */
export async function minuted(
  app: TestApp,
  over: object,
  payloads: Record<string, object>,
): Promise<Opened & { minutes: Minuted[] }> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const tender = await published(app, over);
  for (const client of bidders) done(await submit(app, tender, client, payloads[client]));
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locked);
  const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as { bids: Minuted[] };
  const valid = bidders.flatMap((client, at): [string, string][] =>
    bids[at]?.result === 'opened' ? [[client, bids[at].bidId]] : [],
  );
  return { ...tender, bids: Object.fromEntries(valid), minutes: bids };
}
