import type { TestApp } from '../app.js';

/** The organisation that a demo client acts for. */
export async function organizationOf(app: TestApp, clientId: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(
    `SELECT member.organization_id AS id FROM memberships member JOIN people person ON person.id = member.person_id
      WHERE person.subject = $1 AND member.until IS NULL`,
    [clientId],
  );
  return (rows[0] as { id: string }).id;
}

/** A supplier that is not registered here. */
export const outsider = {
  identity: {
    scheme: 'CN-USCC',
    identifier: '91310115MA1K4ABC2X',
    country: 'CN',
    name: { zh: '上海浦江影像技术有限公司', en: 'Shanghai Pujiang Imaging Technology Co., Ltd.' },
  },
};

/** Led by the organisation with 60 %, `partner` has the rest. */
export function consortium(leader: string, partner: object, over: object = {}): object {
  return {
    consortium: {
      members: [
        { organizationId: leader, share: '0.60', leader: true },
        { share: '0.40', ...partner },
      ],
      jointLiability: true,
      ...over,
    },
  };
}
