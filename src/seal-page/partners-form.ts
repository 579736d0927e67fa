import type { BidContent } from '../bids/bid-payload.dto.js';
import { fault, type BidCheck } from '../bids/check-bid.js';
import { partnersMax, partnerShareForm, subcontractsMax } from '../bids/partner-share.js';
import { element, field, isTicked, valueOf } from './elements.js';
import { sizeOptions } from './size-options.js';
import { rowsGroup, rowsOf } from './rows.js';

type Members = NonNullable<BidContent['consortium']>['members'];
type Subcontracts = NonNullable<BidContent['subcontracting']>;

/** Who bids together (联合体): members that are registered here, or named by their register. */
export function consortiumGroup(): HTMLElement {
  const jointly = element('input', { type: 'checkbox' });
  return rowsGroup(
    'members',
    { zh: '联合体（单独投标则不填）', en: 'Consortium (leave it empty to bid alone)' },
    partnersMax,
    (number) => [
      field(
        `member-id-${number}`,
        `第${number}成员的组织id（已注册）`,
        `Id of member ${number}, where it is registered`,
        text(36),
      ),
      field(`member-name-${number}`, `第${number}成员的名称（未注册）`, `Name of member ${number}, where it is not`, text(300)),
      field(
        `member-scheme-${number}`,
        `第${number}成员的登记制度`,
        `Its register, as CN-USCC or DE-HRB (member ${number})`,
        text(23),
      ),
      field(
        `member-identifier-${number}`,
        `第${number}成员的登记号`,
        `Its number in that register (member ${number})`,
        text(100),
      ),
      field(`member-country-${number}`, `第${number}成员的国家代码`, `Its country, two letters (member ${number})`, text(2)),
      field(`member-share-${number}`, `第${number}成员所占份额，如0.40`, `Share of member ${number}, as 0.40`, text(6)),
      field(`member-size-${number}`, `第${number}成员的企业规模`, `Declared size of member ${number}`, sizeOptions()),
      field(
        `member-leader-${number}`,
        `第${number}成员为牵头人`,
        `Member ${number} leads`,
        element('input', { type: 'checkbox' }),
      ),
    ],
    [field('joint-liability', '各成员承担连带责任', 'All members answer jointly and severally', jointly)],
  );
}

/** What others are to do (分包意向). */
export function subcontractingGroup(): HTMLElement {
  return rowsGroup(
    'subcontracts',
    { zh: '分包意向（没有则不填）', en: 'Subcontracting (leave it empty without any)' },
    subcontractsMax,
    (number) => [
      field(`subcontract-name-${number}`, `第${number}分包人名称`, `Name of subcontractor ${number}`, text(200)),
      field(`subcontract-part-${number}`, `第${number}分包内容`, `What subcontractor ${number} does`, text(2_000)),
      field(`subcontract-share-${number}`, `第${number}分包份额，如0.30`, `Share of subcontractor ${number}, as 0.30`, text(6)),
      field(
        `subcontract-size-${number}`,
        `第${number}分包人的企业规模`,
        `Declared size of subcontractor ${number}`,
        sizeOptions(),
      ),
    ],
  );
}

/** What both groups say; nothing of a group without rows. */
export function readPartners(checks: BidCheck[]): Pick<BidContent, 'consortium' | 'subcontracting'> {
  const members = filled('members', 'member', memberFields).map((number, at) =>
    memberOf(number, `#/consortium/members/${at}`, checks),
  );
  if (members.length === 1)
    checks.push(fault('#/consortium/members', '联合体至少有两个成员。', 'A consortium has at least two members.'));
  const subcontracting = filled('subcontracts', 'subcontract', ['name', 'part', 'share', 'size']).map((number, at) =>
    subcontractOf(number, `#/subcontracting/${at}`, checks),
  );
  return {
    ...(members.length > 0 ? { consortium: { members, jointLiability: isTicked('joint-liability') } } : {}),
    ...(subcontracting.length > 0 ? { subcontracting } : {}),
  };
}

const memberFields = ['id', 'name', 'scheme', 'identifier', 'country', 'share', 'size'];

/** The rows in which anything is said: one that was added and left empty is none. */
function filled(id: string, row: string, names: readonly string[]): number[] {
  return rowsOf(id).filter((number) => names.some((name) => valueOf(`${row}-${name}-${number}`).trim() !== ''));
}

function memberOf(number: number, pointer: string, checks: BidCheck[]): Members[number] {
  const of = (name: string): string => valueOf(`member-${name}-${number}`).trim();
  const organizationId = of('id').toLowerCase();
  const identity = { scheme: of('scheme'), identifier: of('identifier'), country: of('country'), name: { zh: of('name') } };
  const isRegistered = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(organizationId);
  const isNamed =
    /^[A-Z]{2}-[A-Z0-9]{1,20}$/.test(identity.scheme) &&
    identity.identifier !== '' &&
    /^[A-Z]{2}$/.test(identity.country) &&
    of('name') !== '';
  const isBoth = organizationId !== '' && ['name', 'scheme', 'identifier', 'country'].some((name) => of(name) !== '');
  if (isBoth || (organizationId === '' ? !isNamed : !isRegistered))
    checks.push(
      fault(
        pointer,
        '须填写已注册组织的id，或名称、登记制度、登记号与国家代码，二者取一。',
        'It needs the id of an organisation that is registered, or a name, a register, the number there and a country, not both.',
      ),
    );
  return {
    ...(organizationId === '' ? { identity } : { organizationId }),
    share: shareOf(of('share'), `${pointer}/share`, checks),
    ...sizeOf(of('size')),
    ...(isTicked(`member-leader-${number}`) ? { leader: true } : {}),
  };
}

function subcontractOf(number: number, pointer: string, checks: BidCheck[]): Subcontracts[number] {
  const of = (name: string): string => valueOf(`subcontract-${name}-${number}`).trim();
  const [name, part] = [of('name'), of('part')];
  if (name === '' || part === '') checks.push(fault(pointer, '名称和内容都须填写。', 'It needs a name and what is done.'));
  return { name, part, share: shareOf(of('share'), `${pointer}/share`, checks), ...sizeOf(of('size')) };
}

function shareOf(share: string, pointer: string, checks: BidCheck[]): string {
  if (!partnerShareForm.test(share))
    checks.push(fault(pointer, '须为大于0、至多1的小数，如0.40。', 'A share above 0 and at most 1 is needed, as 0.40.'));
  return share;
}

function sizeOf(size: string): { size?: NonNullable<Members[number]['size']> } {
  return size === '' ? {} : { size: size as 'micro' };
}

function text(maxLength: number): HTMLInputElement {
  return element('input', { maxLength, autocomplete: 'off' });
}
