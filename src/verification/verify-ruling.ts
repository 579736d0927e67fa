import { digestOf, isOpen, rootOfFields, rulingFormat, type RulingCopy } from '../challenges/ruling-copy.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { within, type Findings, type Place } from './findings.js';
import { readJson, type Given, type Named } from './inputs.js';
import { list, oneOf, record, shaped, type Shape } from './shape.js';
import { hex, some } from './text-shapes.js';

const hash = hex(64);
const anything: Shape = () => true;

/** Either shown, with salt and value, or withheld, with its digest. */
const field: Shape = (value, place, findings) => {
  const isShown = typeof value === 'object' && value !== null && ('salt' in value || 'value' in value);
  const shown = record({ name: some, salt: hash, value: anything });
  const withheld = record({ name: some, digest: hash }, { reason: anything, note: anything, releaseOn: anything });
  return (isShown ? shown : withheld)(value, place, findings);
};
const copyShape = record({ format: oneOf(rulingFormat), root: hash, fields: list(field, 1_000) });

interface Held {
  copy: RulingCopy;
  place: Place;
}

/** `verify ruling`: that a copy comes to its root, and that two copies are of one record. Throws CommandFault where a file cannot be read. */
export async function verifyRuling(copies: readonly Named[], findings: Findings): Promise<void> {
  const held: Held[] = [];
  for (const one of copies) {
    const given = copyIn(await readJson(one));
    const copy = shaped<RulingCopy>(given, copyShape, findings);
    if (copy) held.push({ copy, place: given });
  }
  for (const one of held) checkCopy(one, findings);
  const [first, second] = held;
  if (first && second) compare(first, second, findings);
  findings.notChecked(
    '根值是否即审计记录所载，请与该处理决定的审计条目（rulingRoot）比对；未公开的理由与日期不在根值之内。',
    'Compare the root with rulingRoot in the entry of the ruling; why and until when a field is withheld is not under the root.',
  );
}

/** The answer of `GET /v1/review-decisions/{id}` holds the copy; that of the parties is the copy. */
function copyIn(given: Given): Given {
  const { value } = given;
  if (typeof value !== 'object' || value === null || !('copy' in value)) return given;
  return { ...within(given, 'copy'), value: value.copy };
}

/** What a copy says against itself. */
export function checkCopy({ copy, place }: Held, findings: Findings): void {
  const names = copy.fields.map((one) => one.name);
  for (const [at, one] of names.entries())
    if (names.indexOf(one) !== at) findings.fault(within(place, 'fields', at, 'name'), '名称重复。', 'The name stands twice.');
  if (rootOfFields(copy.fields) !== copy.root)
    findings.fault(
      within(place, 'root'),
      '与各项算得的根值不符：内容、次序或数目有改动。',
      'Is not what the fields come to: one was changed, moved, added or left out.',
    );
}

function compare(first: Held, second: Held, findings: Findings): void {
  const place = within(second.place, 'root');
  if (first.copy.root !== second.copy.root)
    return findings.fault(place, '两份的根值不同，不是同一记录。', 'The two roots differ: they are not one record.');
  if (first.copy.fields.length !== second.copy.fields.length)
    return findings.fault(within(second.place, 'fields'), '项数与另一份不同。', 'There are not as many fields as in the other.');
  for (const [at, one] of second.copy.fields.entries()) {
    const other = first.copy.fields[at];
    if (!other) continue;
    const differs = isOpen(one) && isOpen(other) && canonicalJson(one.value) !== canonicalJson(other.value);
    if (one.name !== other.name || digestOf(one) !== digestOf(other) || differs)
      findings.fault(within(second.place, 'fields', at), '与另一份不同。', 'Differs from the other.');
  }
}
