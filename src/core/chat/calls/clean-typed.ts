import { cutSecrets } from '../../model/text/cut-secrets.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { SecretKind } from '../../model/text/secret-rules.ts';

/**
 * The boundary that everything typed passes before any handler, store or log sees it: one harmless line, without the
 * secrets that were pasted by mistake. Their kinds are added to `secrets`, for the person has to be told.
 */
export function cleanTyped(typed: string, secrets: Set<SecretKind>): string {
  const { text, kinds } = cutSecrets(typed);
  for (const kind of kinds) secrets.add(kind);
  return toSafeText(text, { maxLength: Number.MAX_SAFE_INTEGER });
}

/** Of something typed in a chat, so much is looked at: it is cleaned before anybody's right or limit is asked about. */
export const MOST_TYPED = 8000;

/** A name that nothing bears, for the sentence that says so. */
export function cleanName(typed: string, secrets: Set<SecretKind>): string {
  return toSafeText(cleanTyped(typed.slice(0, MOST_TYPED), secrets), { maxLength: 60 });
}
