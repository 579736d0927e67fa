import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { hidesTradeSecrets, type MarkedSecret, type Passage } from '../rules/trade-secrets.js';
import type { Text } from './tender.entity.js';

/** Texts of a request by the name of their field, in one or both languages, or as they stand. */
export type NamedTexts = Record<string, Partial<Text> | string | null | undefined>;

/**
 * Whether texts about to leave tell what a bidder marked as a trade secret (商业秘密). Nothing is known, and so nothing found, before the opening.
 * What the notices and documents of the procurement say already is nobody's secret.
 */
export async function tellNoSecrets(
  reader: Reader,
  telling: {
    tenderId: string;
    rule: Parameters<typeof hidesTradeSecrets>[0];
    texts: NamedTexts;
    /** To whom it is told: its own secrets are none to it. */
    to?: string;
    /** What is published by the same act, such as the price of the winner. */
    publishing?: readonly string[];
    now: Instant;
  },
): Promise<Breaches> {
  const passages = passagesOf(telling.texts);
  const secrets = passages.length === 0 ? [] : await secretsOf(reader, telling.tenderId, telling.to ?? null);
  if (secrets.length === 0) return [];
  const known = [...(await publishedTexts(reader, telling.tenderId)), ...(telling.publishing ?? [])];
  return hidesTradeSecrets(telling.rule, { passages, secrets, known, on: civilDateOf(telling.now) });
}

function passagesOf(texts: NamedTexts): Passage[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    if (typeof text === 'string') return [{ pointer: `#/${name}`, text }];
    return (['zh', 'en'] as const).flatMap((language) => {
      const said = text?.[language];
      return said === undefined ? [] : [{ pointer: `#/${name}/${language}`, text: said }];
    });
  });
}

interface SecretRow {
  supplierId: string;
  name: Text;
  secrets: { label: string; text: string }[] | null;
}

async function secretsOf(reader: Reader, tenderId: string, besides: string | null): Promise<MarkedSecret[]> {
  const rows = await reader.query<SecretRow>(
    `SELECT bid.supplier_id AS "supplierId", supplier.name, bid.content->'tradeSecrets' AS secrets
       FROM opened_bids bid JOIN organizations supplier ON supplier.id = bid.supplier_id
      WHERE bid.tender_id = $1 AND ($2::uuid IS NULL OR bid.supplier_id <> $2) ORDER BY bid.received_at, bid.id`,
    [tenderId, besides],
  );
  return rows.flatMap(({ supplierId, name, secrets }) =>
    (secrets ?? []).map(({ label, text }, at) => ({
      label,
      text,
      number: at + 1,
      owner: { id: supplierId, name: { zh: name.zh, en: name.en ?? name.zh } },
    })),
  );
}

async function publishedTexts(reader: Reader, tenderId: string): Promise<string[]> {
  const rows = await reader.query<{ said: unknown }>(
    `SELECT jsonb_build_array(title, description, content, budget::text) AS said FROM tenders WHERE id = $1
      UNION ALL SELECT content FROM tender_notices WHERE tender_id = $1`,
    [tenderId],
  );
  return [...new Set(rows.flatMap(({ said }) => stringsIn(said)))];
}

/** Ids, hashes and times say nothing of a bid. */
const says = /^(?![0-9a-f-]{32,}$|\d{4}-\d\d-\d\d)/i;

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return says.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
