/** What an error says: where that is nothing, what those within it say (AggregateError: several addresses of one host), or its code. */
export function errorText(error: unknown): string {
  const { message, errors, code } = error as { message?: string; errors?: unknown[]; code?: string };
  return message || errors?.map(errorText).join('; ') || code || String(error);
}
