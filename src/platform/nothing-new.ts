/** Thrown in a unit of work by an act that finds nothing to do: it is rolled back, and nothing is recorded. */
export class NothingNew extends Error {}

/** What the act answers; `otherwise` where it found nothing to do. */
export function unlessNothingNew<Answer>(act: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  return act.catch((error: unknown) => {
    if (error instanceof NothingNew) return otherwise;
    throw error;
  });
}
