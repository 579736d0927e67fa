import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';
import { Template } from './template.entity.js';

export interface TemplateAnswer {
  id: string;
  version: number;
  name: string;
  content: Record<string, unknown>;
  createdAt: Instant;
  updatedAt: Instant;
}

export function presentTemplate({ id, version, name, content, createdAt, updatedAt }: TemplateAnswer): TemplateAnswer {
  return { id, version, name, content, createdAt, updatedAt };
}

const columns = 'id, version, name, content, created_at AS "createdAt", updated_at AS "updatedAt"';

/** Throws Refusal 404 for another organisation's, and for a deleted one. */
export async function lockOwnTemplate(work: Work, actor: Actor, id: string): Promise<Template> {
  const template = await work.lock(Template, id);
  if (template.organizationId !== actor.organizationId || template.deletedAt !== null) throw unknownResource();
  return template;
}

/** Null where the caller's organisation has none of that id. */
export async function ownTemplate(reader: Reader, actor: Actor, id: string): Promise<TemplateAnswer | null> {
  const rows = await reader.query<TemplateAnswer>(
    `SELECT ${columns} FROM tender_templates WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`,
    [id, actor.organizationId],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function ownTemplates(reader: Reader, actor: Actor, query: PageQuery): Promise<Page<TemplateAnswer>> {
  const limit = limitOf(query);
  const rows = await reader.query<TemplateAnswer>(
    `SELECT ${columns} FROM tender_templates WHERE organization_id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR id < $2)
      ORDER BY id DESC LIMIT $3`,
    [actor.organizationId, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** What a template said from a moment on, also of one that is out of use since: drafts were made from it. */
export interface TemplateVersion {
  templateId: string;
  /** Which version it is; not the tag of a resource that changes. */
  number: number;
  name: string;
  content: Record<string, unknown>;
  writtenAt: Instant;
}

const versions = `
  SELECT kept.template_id AS "templateId", kept.version AS number, kept.name, kept.content, kept.written_at AS "writtenAt"
    FROM tender_template_versions kept JOIN tender_templates template ON template.id = kept.template_id
   WHERE kept.template_id = $1 AND template.organization_id = $2`;

/** Null where the caller's organisation has none of that number. */
export async function templateVersion(reader: Reader, actor: Actor, id: string, number: number): Promise<TemplateVersion | null> {
  const rows = await reader.query<TemplateVersion>(`${versions} AND kept.version = $3`, [id, actor.organizationId, number]);
  return rows[0] ?? null;
}

/** Keeps what the template says from this moment on. */
export async function keepTemplateVersion(work: Work, actor: Actor, template: Template): Promise<void> {
  await work.query(
    `INSERT INTO tender_template_versions (template_id, version, name, content, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [template.id, template.version, template.name, JSON.stringify(template.content), actor.personId, work.now],
  );
}
