import { createHash } from 'node:crypto';
import { auditLeaf, leafHashOf, salted, type LeafSource } from './audit-leaf.js';

const source: LeafSource = {
  id: '019f0000-0000-7000-8000-000000000001',
  type: 'tender.published',
  article: 51,
  tenderId: '019f0000-0000-7000-8000-000000000002',
  subjectKind: 'tender',
  subjectId: '019f0000-0000-7000-8000-000000000002',
  actorPersonId: '019f0000-0000-7000-8000-000000000003',
  actorOrganizationId: '019f0000-0000-7000-8000-000000000004',
  recordedAt: '2026-03-02T01:00:00.000001Z',
  payload: { title: '磁共振成像系统采购', amount: '2000000.00' },
  sealed: false,
};

describe('an audit leaf', () => {
  it('is canonical JSON whose hashes a stranger can redo', () => {
    const { payload, salt, leaf, leafHash } = auditLeaf(source);
    expect(leafHash).toEqual(
      createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), Buffer.from(leaf)]))
        .digest(),
    );
    expect(JSON.parse(leaf)).toEqual({
      id: source.id,
      recordedAt: source.recordedAt,
      sha256: salted('sha256', salt, payload),
      sha512: salted('sha512', salt, payload),
      tenderId: source.tenderId,
      type: source.type,
      v: 1,
    });
    expect(Object.keys(JSON.parse(leaf) as object)).toEqual(Object.keys(JSON.parse(leaf) as object).sort());
    expect(leafHashOf(leaf)).toEqual(leafHash);
  });

  it('salts every payload afresh', () => {
    expect(auditLeaf(source).leaf).not.toBe(auditLeaf(source).leaf);
  });

  it('says nothing when sealed: no tender, no submitter, no time', () => {
    const { leaf } = auditLeaf({ ...source, sealed: true });
    expect(Object.keys(JSON.parse(leaf) as object)).toEqual(['sha256', 'sha512', 'type', 'v']);
    expect(leaf).toContain('"type":"sealed"');
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => auditLeaf({ ...source, payload: { price: Number.NaN } })).toThrow();
    expect(() => auditLeaf({ ...source, payload: { title: '\ud800' } })).toThrow();
  });
});
