import { accepted, act } from './case.js';
import { heard } from './heard.js';
import { filed, type DocketApp, type Filed } from './docket.js';

export const both = { zh: '评分依据不足', en: 'The scores lack their grounds' };
export const upheld = {
  outcome: 'upheld',
  findings: [
    { matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons: both },
    { matter: '2', upheld: true, irregularity: 'other', reasons: both },
  ],
  remedies: [{ kind: 'clarification' }],
  reasons: both,
};
export const rejected = {
  outcome: 'rejected',
  findings: ['1', '2'].map((matter) => ({ matter, upheld: false, reasons: both })),
  reasons: both,
};

/** A challenge of a tender, answered at once, complained of, accepted, and everybody heard. */
export async function acceptedComplaint(app: DocketApp, tenderId: string, letter?: object): Promise<Filed> {
  const one = await accepted(app, { tenderId, letter });
  await heard(app, one.id);
  return one;
}

/** The same, decided. */
export async function decidedComplaint(app: DocketApp, tenderId: string, ruling: object, letter?: object): Promise<Filed> {
  const { id, etag } = await acceptedComplaint(app, tenderId, letter);
  return filed(await act(await app.as('reviewer-xu'), id, 'decision', ruling, etag));
}
