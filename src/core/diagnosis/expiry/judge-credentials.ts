import type { AppCertificate, AppCredential } from '../../model/cloud/connection.ts';
import type { ApplicationCredential, ApplicationCredentials } from '../../model/cloud/microsoft-cloud.ts';
import { countOf } from '../../model/text/format.ts';
import { type ExpiryFinding, type ExpiryJudgement, judgement, keyOf } from './expiry-finding.ts';
import { byEnd, credentialLabel, findCredentialGaps, findOwnSecret, type OwnSecret } from './own-secret.ts';
import { formatDay, formatEnd, stageOf } from './stage.ts';

/** What a certificate is for when it does not sign in: learn.microsoft.com/graph/api/resources/keycredential. */
const NO_SIGN_IN = new Set(['encrypt', 'sign']);

/**
 * The ends of what the app signs in with: the secret or certificate in use (only compared with), and beside a secret the
 * certificate that ends last. Whatever else ends, ends without harm while these last.
 */
export function judgeCredentials(read: ApplicationCredentials, inUse: AppCredential, now: number): ExpiryJudgement {
  const gaps = findCredentialGaps(read);
  if (inUse.certificate) {
    const own = judgeOwnCertificate(read, inUse.certificate, now);
    return { ...own, problems: [...gaps, ...own.problems] };
  }
  // Of a managed identity nothing ends.
  if (read.application === null || inUse.identity !== undefined) return judgement({ problems: gaps });
  const own = judgeOwnSecret(read, findOwnSecret(read, inUse.applicationSecret, now), now);
  const certificate = read.credentials.filter(signsIn).toSorted(byEnd).at(-1);
  const others = certificate ? judgeCertificate(certificate, now) : judgement();
  return {
    findings: [...own.findings, ...others.findings],
    problems: [...gaps, ...own.problems, ...others.problems],
    notes: [],
  };
}

/** Whether the app still has the certificate that is used, and its end. */
function judgeOwnCertificate(
  { application, credentials, unusableEntries }: ApplicationCredentials,
  certificate: AppCertificate,
  now: number,
): ExpiryJudgement {
  const end = judgeOwnEnd(certificate, now);
  const { thumbprint } = certificate;
  const others = credentials.filter(signsIn);
  // One whose thumbprint the directory does not tell may be ours.
  const mayBeThere = others.some((one) => one.thumbprint === null || one.thumbprint === thumbprint);
  if (end.findings.length > 0 || application === null || unusableEntries > 0 || mayBeThere) return end;
  const gone: ExpiryFinding = {
    ...ownFinding(certificate),
    expiresAt: null,
    stage: null,
    cause: 'credential.certificate-invalid',
    severity: 'warn',
    reason: `${ownLabel(certificate)} is not on the app. It was most likely removed, and stops working once Microsoft has noticed everywhere.`,
  };
  return judgement({ findings: [gone] });
}

const ownLabel = ({ thumbprint }: AppCertificate): string => `The certificate in use (thumbprint ${thumbprint})`;
const ownFinding = ({ thumbprint }: AppCertificate) =>
  ({
    kind: 'certificate',
    key: keyOf('certificate', thumbprint),
    subjectId: thumbprint,
    owner: 'partner',
  }) as const;

/** The end of the certificate in use, which stands in itself: nobody has to be asked. */
export function judgeOwnEnd(certificate: AppCertificate, now: number): ExpiryJudgement {
  const { endsAt } = certificate;
  const stage = stageOf(endsAt, now);
  if (stage === null) return judgement();
  const over = stage === 'overdue';
  const finding: ExpiryFinding = {
    ...ownFinding(certificate),
    expiresAt: endsAt,
    stage,
    cause: over ? 'credential.certificate-invalid' : 'credential.certificate-expiring',
    severity: over ? 'fail' : 'warn',
    reason: `${ownLabel(certificate)} ${formatEnd(endsAt, stage)}.`,
  };
  return judgement({ findings: [finding] });
}

const signsIn = ({ kind, usage }: ApplicationCredential): boolean =>
  kind === 'certificate' && !NO_SIGN_IN.has((usage ?? '').toLowerCase());

function judgeOwnSecret(read: ApplicationCredentials, own: OwnSecret, now: number): ExpiryJudgement {
  if (own.kind === 'unreadable') return judgement();
  if (own.kind === 'missing') return judgement({ findings: [toMissingSecret(own.secrets)] });
  const { credential } = own;
  const key = keyOf('client-secret', credential.keyId);
  const { endsAt } = credential;
  if (endsAt === null)
    return judgement({ problems: [toUnreadableEnd(`client secret ${credentialLabel(credential)}`, key)] });
  const stage = stageOf(endsAt, now);
  if (stage === null) return judgement();
  const over = stage === 'overdue';
  const which = own.kind === 'certain' ? 'The client secret in use' : 'The newest client secret of the app';
  const finding: ExpiryFinding = {
    kind: 'client-secret',
    key,
    subjectId: credential.keyId,
    expiresAt: endsAt,
    stage,
    cause: over ? 'credential.secret-expired' : 'credential.secret-expiring',
    owner: 'partner',
    severity: over ? 'fail' : 'warn',
    reason: `${which}, ${credentialLabel(credential)}, ${formatEnd(endsAt, stage)}.${remark(read, own, endsAt)}`,
  };
  return judgement({ findings: [finding] });
}

/** What changes the next step: a newer secret that only has to be put in place, or doubt about which one is in use. */
function remark(
  { credentials }: ApplicationCredentials,
  own: Extract<OwnSecret, { candidates: number }>,
  endsAt: number,
): string {
  if (own.kind === 'newest') {
    return own.candidates === 1 ? '' : ` The directory does not tell which of ${own.candidates} secrets is in use.`;
  }
  const newer = credentials
    .filter((one) => one.kind === 'secret')
    .toSorted(byEnd)
    .at(-1);
  if (!newer?.endsAt || newer.endsAt <= endsAt) return '';
  return ` The app has a newer one, ${credentialLabel(newer)}, until ${formatDay(newer.endsAt)}.`;
}

function toMissingSecret(secrets: number): ExpiryFinding {
  const others =
    secrets === 0
      ? 'The app has no client secret any more'
      : `None of the app’s ${countOf(secrets, 'client secret')} begins like the one in use`;
  return {
    kind: 'client-secret',
    key: keyOf('client-secret', 'missing'),
    subjectId: 'missing',
    expiresAt: null,
    stage: null,
    cause: 'credential.secret-invalid',
    owner: 'partner',
    severity: 'warn',
    reason: `${others}. The one in use was most likely deleted, and stops working once Microsoft has noticed everywhere.`,
  };
}

/** Always `warn`: the connection signs in with a secret, so a certificate is what other programs of the app use. */
function judgeCertificate(certificate: ApplicationCredential, now: number): ExpiryJudgement {
  const { keyId, endsAt } = certificate;
  const key = keyOf('certificate', keyId);
  const label = `certificate ${credentialLabel(certificate)}`;
  if (endsAt === null) return judgement({ problems: [toUnreadableEnd(label, key)] });
  const stage = stageOf(endsAt, now);
  if (stage === null) return judgement();
  const finding: ExpiryFinding = {
    kind: 'certificate',
    key,
    subjectId: keyId,
    expiresAt: endsAt,
    stage,
    cause: 'credential.certificate-expiring',
    owner: 'partner',
    severity: 'warn',
    reason: `The app’s ${label} ${formatEnd(endsAt, stage)}, and no other lasts longer. Samaritan signs in with a secret; a program that uses the certificate ${stage === 'overdue' ? 'is locked out' : 'will be locked out'}.`,
  };
  return judgement({ findings: [finding] });
}

function toUnreadableEnd(label: string, key: string): ExpiryJudgement['problems'][number] {
  const reason = `The end date of the ${label} cannot be read, so nobody can say when it ends.`;
  return { what: 'application-credentials', reason, unjudged: [key] };
}
