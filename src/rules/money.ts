/** Whole fen (hundredths of a yuan). Rulebook G9: amounts are never floats. */
export type Fen = bigint;

const amountForm = /^(0|[1-9]\d{0,15})(?:\.(\d{1,2}))?$/;

/** Fen of a decimal string of CNY, or of `{ amount, currency: "CNY" }`; null where it is neither, negative, or finer than a fen. */
export function parseMoney(value: unknown): Fen | null {
  if (typeof value === 'object' && value !== null) {
    const { amount, currency } = value as Record<string, unknown>;
    return currency === 'CNY' && typeof amount === 'string' ? parseMoney(amount) : null;
  }
  const parts = typeof value === 'string' ? amountForm.exec(value) : null;
  return parts ? BigInt(parts[1] as string) * 100n + BigInt((parts[2] ?? '').padEnd(2, '0')) : null;
}

/** `200000000n` → `"2000000.00"`. */
export function formatMoney(fen: Fen): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
