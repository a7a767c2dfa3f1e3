import { z } from 'zod';
import { TENANT_GROUPS } from '../../model/checks/check.ts';
import { tagChoiceSchema } from '../../model/tenants/tag.ts';

const onlySchema = z.enum(TENANT_GROUPS).optional();

export const tenantSchema = z.object({
  tenantId: z.string(),
  displayName: z.string().nullable(),
  defaultDomainName: z.string().nullable(),
  unlisted: z.literal(true).exactOptional(),
});

/** What is to be tested, and for whom: plain data, so that a queue can carry it. Credentials are looked up by name. */
export const sweepOrderSchema = z.strictObject({
  connection: z.string(),
  /** Ids, domains or names; empty for every tenant. */
  tenants: z.array(z.string()).readonly(),
  /** And those of these tags, as they have them when the sweep begins; with no tenant named, these alone. */
  tagged: tagChoiceSchema.optional(),
  /** Of all these only those that have one of these tags then: nobody else exists for who asks. */
  within: z.array(z.string()).readonly().optional(),
  only: onlySchema,
  /** Proves the way into each tenant, link by link. */
  proof: z.literal(true).optional(),
  /** Tests just these again, without the partner's chain and the customer list. */
  retest: z
    .strictObject({
      /** As an earlier run found it. */
      partnerTenantId: z.string(),
      targets: z.array(z.strictObject({ tenant: tenantSchema, only: onlySchema })).readonly(),
    })
    .optional(),
  /** How long tenants that Microsoft asks to wait for are tried again behind the report; a quarter of an hour unless said. */
  patienceMs: z.number().nonnegative().optional(),
  /** Who started it, as shown to others. */
  by: z.string(),
  /** Where its sweeps are counted: the guild or the Teams tenant; null isn't counted. */
  workspaceId: z.string().nullable(),
});

export type SweepOrder = z.infer<typeof sweepOrderSchema>;

/** Two orders of one key ask for the same. */
export function orderKey({ connection, tenants, tagged, within, only, proof, retest }: SweepOrder): string {
  const named = tenants.map((name) => name.trim().toLowerCase()).sort();
  const targets = retest?.targets.map(({ tenant, only: pair }) => [tenant.tenantId, pair ?? 'both']).sort();
  const tags = tagged && [tagged.tags.toSorted(), tagged.withoutTags.toSorted()];
  return JSON.stringify([connection, named, tags, within?.toSorted(), only ?? 'both', proof ?? false, targets]);
}
