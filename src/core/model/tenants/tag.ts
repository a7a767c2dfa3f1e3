import { z } from 'zod';
import { toKeptText } from '../text/cut-secrets.ts';

/** A tag that somebody gave to a tenant. It stays where the tenant leaves the customer list. */
export interface TenantTag {
  tenantId: string;
  tag: string;
}

/**
 * Gives a tag to every tenant that fits, by itself: one of `names` and one of `domains`, new for no longer than
 * `newWithinDays`, losing delegated access in `endingWithinDays`, owning one of `licences`, and failing
 * now for one of `causes`. What is empty or null is not asked for.
 */
export const tagRuleSchema = z.strictObject({
  tag: z.string(),
  /** Patterns in which `*` stands for anything, in lower case. */
  names: z.array(z.string()).readonly(),
  domains: z.array(z.string()).readonly(),
  newWithinDays: z.number().nullable(),
  endingWithinDays: z.number().nullable().default(null),
  /** Parts of a product's name or part number, in lower case. */
  licences: z.array(z.string()).readonly().default([]),
  /** Ids of causes, or their beginnings such as `gdap.`. */
  causes: z.array(z.string()).readonly(),
});

export type TagRule = z.infer<typeof tagRuleSchema>;

/** Tenants by their tags: those with one of `tags`, or all where there is none, but for those with one of `withoutTags`. */
export const tagChoiceSchema = z.strictObject({
  tags: z.array(z.string()).readonly(),
  withoutTags: z.array(z.string()).readonly(),
});

export type TagChoice = z.infer<typeof tagChoiceSchema>;

const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

/** The tag in lower case; undefined for what can be none. */
export function parseTag(text: string): string | undefined {
  const tag = text.trim().normalize('NFC').toLowerCase();
  return TAG.test(tag) ? tag : undefined;
}

export function tagProblem(text: string): string {
  const shown = toKeptText(text, { maxLength: 60 });
  return `“${shown}” can be no tag. A tag has 1 to 40 letters, digits, dots, dashes or underscores, without blanks.`;
}

/** `emea or vip, without test`: a choice in words. */
export function describeTagChoice({ tags, withoutTags }: TagChoice): string {
  const parts = [...(tags.length > 0 ? [tags.join(' or ')] : []), ...withoutTags.map((tag) => `without ${tag}`)];
  return parts.join(', ');
}

const PREFIX = 'tag:';

/** Stands where a tenant's id would, for all tenants of a choice: `tag:emea,vip/test`. No tag has these marks, and no shell minds them. */
export function tagKey({ tags, withoutTags }: TagChoice): string {
  return `${PREFIX}${[tags.toSorted().join(','), ...withoutTags.toSorted()].join('/')}`;
}

/** The choice of a `tagKey`; undefined for the id of a tenant. */
export function choiceOfKey(key: string): TagChoice | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const [tags = '', ...withoutTags] = key.slice(PREFIX.length).split('/');
  return { tags: tags === '' && withoutTags.length > 0 ? [] : tags.split(','), withoutTags };
}
