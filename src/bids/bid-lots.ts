import type { Bilingual, Breaches } from '../rules/breach.js';
import { parseMoney } from '../rules/money.js';
import { invalidContent } from './bid-fault.js';
import type { BidContent } from './bid-payload.dto.js';

/** The lots (标包) that a bid names are lots of the tender, each once, and their prices are the bid's price taken apart. */
export function lotsFitTender({ lots, price }: Pick<BidContent, 'lots' | 'price'>, tender: readonly { id: string }[]): Breaches {
  if (lots === undefined) return [];
  const strange = lotsAreOfTender(lots, tender);
  if (strange.length > 0) return strange;
  if (lots.some((one) => one.price.currency !== price.currency))
    return invalid({ zh: '标包报价与总报价的货币不一致', en: 'the lots are priced in another currency than the bid' });
  const sum = lots.reduce((total, one) => total + (parseMoney(one.price.amount) as bigint), 0n);
  if (sum === parseMoney(price.amount)) return [];
  return invalid({ zh: '各标包报价之和不等于总报价', en: "the lots' prices do not sum to the bid's price" });
}

/** Each is a lot of the tender, named once. */
export function lotsAreOfTender(lots: readonly { id: string }[], tender: readonly { id: string }[]): Breaches {
  const strange = lots.find(
    (one, at) => !tender.some(({ id }) => id === one.id) || lots.findIndex(({ id }) => id === one.id) !== at,
  );
  if (!strange) return [];
  return invalid({
    zh: `标包“${strange.id}”不属于本项目，或重复出现`,
    en: `lot "${strange.id}" is none of this tender's, or stands in the bid twice`,
  });
}

/** The prices of a bid in two envelopes are for the lots of the first one. */
export function lotsAreTheSame(named: readonly { id: string }[] = [], priced: readonly { id: string }[] = []): Breaches {
  const told = (lots: readonly { id: string }[]): string => JSON.stringify(lots.map((one) => one.id).sort());
  if (told(named) === told(priced)) return [];
  return invalid({
    zh: '报价部分的标包与资格部分所投的标包不一致',
    en: 'the prices are for other lots than the qualification part names',
  });
}

function invalid(reason: Bilingual): Breaches {
  return [invalidContent(reason)];
}
