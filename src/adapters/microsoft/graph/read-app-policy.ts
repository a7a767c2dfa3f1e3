import { z } from 'zod';
import type { AppPolicy, SecretRestriction } from '../../../core/credentials/secret-limits.ts';
import type { Answer } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { malformed } from '../http/own-marks.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, readOne, readPages, toName, toTime } from './read-pages.ts';

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/passwordcredentialconfiguration. */
const restrictionSchema = z.object({
  restrictionType: z.string(),
  state: optionalText,
  maxLifetime: optionalText,
  restrictForAppsCreatedAfterDateTime: optionalText,
  excludeActors: z.unknown().optional(),
});
const restrictionsSchema = z.object({ passwordCredentials: z.array(restrictionSchema).max(100).nullish() }).nullish();
/** …/resources/appmanagementpolicy and …/tenantappmanagementpolicy, whose restrictions have another name. */
const policySchema = z.object({
  displayName: optionalText,
  isEnabled: z.boolean(),
  restrictions: restrictionsSchema,
  applicationRestrictions: restrictionsSchema,
});

const KINDS: Readonly<Record<string, SecretRestriction['kind']>> = {
  passwordAddition: 'addition',
  passwordLifetime: 'lifetime',
};
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;
/** Of a year, a month of the shortest kind, a week, a day, an hour, a minute and a second. */
const UNITS_S = [31_536_000, 2_419_200, 604_800, 86_400, 3600, 60, 1];

/** Which policy acts on the secrets of an app; `objectId` is null for one that will be created. Needs Policy.Read.All. */
export async function readAppPolicy(
  token: Secret,
  objectId: string | null,
  parts: GraphParts,
): Promise<Answer<AppPolicy>> {
  const app = `/v1.0/applications/${encodeURIComponent(objectId ?? '')}`;
  const what = 'app management policies';
  const own = objectId && (await readPages({ what, path: `${app}/appManagementPolicies`, token, mostPages: 1 }, parts));
  if (own && !own.ok) return own;
  const [first] = own ? own.value : [];
  const usual = '/v1.0/policies/defaultAppManagementPolicy';
  const answer =
    own && first !== undefined
      ? ({ ...own, value: first } as Answer<unknown>)
      : await readOne({ what, path: usual, token }, z.unknown(), parts);
  if (!answer.ok) return answer;
  const { data } = policySchema.safeParse(answer.value);
  const restrictions = data && toRestrictions(data);
  if (!restrictions) return malformed(answer, `Graph’s ${what} hold something else`);
  const value = { name: toName(data.displayName), restrictions, appCreatedAt: null };
  if (!objectId || restrictions.every(({ createdAfter }) => createdAfter === null)) return { ...answer, value };
  const created = await readOne(
    { what: 'app registration', path: `${app}?$select=id,createdDateTime`, token },
    z.object({ createdDateTime: optionalText }),
    parts,
  );
  return created.ok
    ? { ...created, value: { ...value, appCreatedAt: toTime(created.value.createdDateTime) } }
    : created;
}

/** Those in force; undefined where one can't be read, since it may be the one that forbids. */
function toRestrictions({
  isEnabled,
  restrictions,
  applicationRestrictions,
}: z.infer<typeof policySchema>): SecretRestriction[] | undefined {
  if (!isEnabled) return [];
  const found = (restrictions ?? applicationRestrictions)?.passwordCredentials ?? [];
  const acting = found.filter(({ state }) => state !== 'disabled').flatMap(toRestriction);
  return acting.some((one) => one.kind === 'lifetime' && one.longestMs === null) ? undefined : acting;
}

/** One that excepts some accounts may except this one: whether it forbids is left to Microsoft. */
function toRestriction(one: z.infer<typeof restrictionSchema>): SecretRestriction[] {
  const kind = KINDS[one.restrictionType];
  if (!kind || (kind === 'addition' && one.excludeActors != null)) return [];
  const createdAfter = toTime(one.restrictForAppsCreatedAfterDateTime);
  return [{ kind, longestMs: kind === 'lifetime' ? toMs(one.maxLifetime) : null, createdAfter }];
}

function toMs(text: string | null | undefined): number | null {
  const [, ...counts] = DURATION.exec(text ?? '') ?? [];
  const seconds = counts.reduce((sum, count, at) => sum + Number(count ?? 0) * (UNITS_S[at] ?? 0), 0);
  return seconds > 0 ? seconds * 1000 : null;
}
