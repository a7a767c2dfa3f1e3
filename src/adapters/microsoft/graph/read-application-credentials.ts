import { z } from 'zod';
import type {
  Answer,
  ApplicationCredential,
  ApplicationCredentials,
} from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { malformed } from '../http/own-marks.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, quoted, readPages, toName, toTime } from './read-pages.ts';

const WHAT = 'list of app registrations';
/** The directory keeps this much of a secret; more than that is none, and is not taken along. */
const HINT_LENGTH = 3;

/** As documented, November 2026: learn.microsoft.com/graph/api/application-list and its credential resources. */
const applicationSchema = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: optionalText,
  passwordCredentials: z.array(z.unknown()),
  keyCredentials: z.array(z.unknown()),
});
const credentialSchema = z.object({
  keyId: z.string().refine(isGuid),
  displayName: optionalText,
  hint: optionalText,
  usage: optionalText,
  customKeyIdentifier: optionalText,
  startDateTime: optionalText,
  endDateTime: optionalText,
});

/** What the app may sign in with, from its registration, which lies in its home tenant only. */
export async function readApplicationCredentials(
  token: Secret,
  applicationId: string,
  parts: GraphParts,
): Promise<Answer<ApplicationCredentials>> {
  const filter = encodeURIComponent(`appId eq ${quoted(applicationId)}`);
  const path = `/v1.0/applications?$filter=${filter}&$select=id,appId,displayName,passwordCredentials,keyCredentials`;
  const answer = await readPages({ what: WHAT, path, token }, parts);
  if (!answer.ok) return answer;
  const value = toCredentials(answer.value, applicationId, parts.clean);
  return value ? { ...answer, value } : malformed(answer, `Graph’s ${WHAT} does not hold what was asked for`);
}

/** Undefined for an answer that is not about this app: a filter that was ignored must not make another app's dates ours. */
function toCredentials(
  entries: readonly unknown[],
  applicationId: string,
  clean: (text: string) => string,
): ApplicationCredentials | undefined {
  if (entries.length === 0) return { application: null, credentials: [], unusableEntries: 0 };
  const parsed = applicationSchema.safeParse(entries[0]);
  if (entries.length > 1 || !parsed.success) return undefined;
  const { id, appId, displayName, passwordCredentials, keyCredentials } = parsed.data;
  if (appId.toLowerCase() !== applicationId.toLowerCase()) return undefined;
  // Whoever named a credential may have pasted its value there.
  const toCleanName = (text: string | null | undefined): string | null => toName(clean(text ?? ''));
  const credentials = [
    ...passwordCredentials.flatMap((entry) => toCredential('secret', entry, toCleanName)),
    ...keyCredentials.flatMap((entry) => toCredential('certificate', entry, toCleanName)),
  ];
  return {
    application: { id: clean(id), displayName: toCleanName(displayName) },
    credentials,
    unusableEntries: passwordCredentials.length + keyCredentials.length - credentials.length,
  };
}

function toCredential(
  kind: ApplicationCredential['kind'],
  entry: unknown,
  toCleanName: (text: string | null | undefined) => string | null,
): ApplicationCredential[] {
  const parsed = credentialSchema.safeParse(entry);
  if (!parsed.success) return [];
  const { keyId, displayName, hint, usage, customKeyIdentifier, startDateTime, endDateTime } = parsed.data;
  return [
    {
      kind,
      keyId: keyId.toLowerCase(),
      displayName: toCleanName(displayName),
      hint: kind === 'secret' && hint?.length === HINT_LENGTH ? hint : null,
      thumbprint: kind === 'certificate' ? toThumbprint(customKeyIdentifier ?? '') : null,
      usage: kind === 'certificate' ? toName(usage) : null,
      startsAt: toTime(startDateTime),
      endsAt: toTime(endDateTime),
    },
  ];
}

/** Graph writes the SHA-1 of a certificate as hex or as base64, whoever put it there. */
function toThumbprint(identifier: string): string | null {
  if (/^[0-9a-f]{40}$/i.test(identifier)) return identifier.toUpperCase();
  const bytes = Buffer.from(identifier, 'base64');
  return bytes.length === 20 ? bytes.toString('hex').toUpperCase() : null;
}
