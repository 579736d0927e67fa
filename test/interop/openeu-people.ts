import type { TestApp } from '../app.js';
import { text } from './ocds-source.js';
import { does, type Who } from './ocds-stage.js';

const registrar: Who = { client: 'registrar' };

/** One more supplier, entered and verified by the registrar, for whom a newcomer bids. */
export async function enterFourth(app: TestApp): Promise<Who> {
  const json = {
    kinds: ['supplier'],
    name: { zh: '浦江餐饮服务有限公司', en: 'Pujiang Catering Services Ltd' },
    scheme: 'CN-USCC',
    identifier: '91310115MA1K000190',
    country: 'CN',
    smeSize: 'small',
  };
  const id = text(await does(app, registrar, 'post', '/v1/organizations', { json }), 'id');
  const path = `/v1/organizations/${id}`;
  await does(app, registrar, 'post', `${path}/verification`, {
    json: { basis: { zh: '营业执照', en: 'Business licence' } },
    tagged: path,
  });
  const member = { subject: 'newcomer-qian', name: { zh: '钱新来', en: 'Qian Xinlai' }, roles: ['supplier'] };
  await does(app, registrar, 'post', `${path}/members`, { json: member });
  return { client: 'newcomer-qian' };
}
