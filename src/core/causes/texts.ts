import type { CauseId } from './cause.ts';

/** A known wording. Texts are looked at last, when no field of the answer decides. */
export interface TextRule {
  /** Lower-case fragments that must all occur. */
  all: readonly string[];
  cause: CauseId;
  confidence: 'exact' | 'likely';
}

const rule = (cause: CauseId, confidence: TextRule['confidence'], ...all: string[]): TextRule => ({
  cause,
  confidence,
  all: all.map((fragment) => fragment.toLowerCase()),
});

/**
 * Wordings of Graph, Exchange and Partner Center, most particular first.
 * Sources: microsoft-graph-docs, CIPP-API Get-NormalizedError, office-docs-powershell issues (August 2026).
 */
export const TEXT_RULES: readonly TextRule[] = [
  rule('exchange.role-missing', 'exact', "isn't supported in this scenario"),
  rule('exchange.role-missing', 'exact', 'is not supported in this scenario', 'role assigned'),
  rule('exchange.role-missing', 'exact', "isn't assigned to any management role"),
  rule('exchange.role-missing', 'exact', 'is not assigned to any management role'),
  rule('exchange.role-missing', 'exact', 'not present in the role definition of the current user'),
  rule('exchange.role-missing', 'exact', 'user is not allowed to call'),
  rule('exchange.role-missing', 'likely', 'insufficient access rights'),
  rule('exchange.access-policy', 'exact', 'access to odata is disabled'),
  rule('exchange.access-policy', 'exact', 'blocked by tenant configured apponly accesspolicy'),
  rule('exchange.legacy-powershell', 'exact', 'powershell-liveid'),
  rule('exchange.legacy-powershell', 'exact', 'ps.outlook.com'),
  rule('exchange.legacy-powershell', 'likely', 'winrm', 'basic'),
  rule('exchange.legacy-powershell', 'likely', 'new-pssession', 'outlook'),
  rule('permission.identity-unknown', 'exact', 'identity of the calling application could not be established'),
  rule('permission.scope-missing', 'exact', 'required scopes are missing'),
  rule('permission.scope-missing', 'exact', 'permissionscopenotgranted'),
  rule('mfa.claim-missing', 'exact', 'unauthorized_missingmfa'),
  rule('license.premium-required', 'exact', 'premium license', 'b2c'),
  rule('license.premium-required', 'exact', 'requestfromnonpremiumtenantorb2ctenant'),
  rule('license.missing', 'exact', 'request not applicable to target tenant'),
  rule('license.missing', 'likely', 'tenant is not licensed'),
  rule('license.missing', 'likely', 'does not have a', 'license'),
  rule('license.missing', 'likely', 'account is not provisioned'),
  rule('license.missing', 'likely', 'applifecycle_2210'),
  rule('resource.not-in-tenant', 'likely', 'mailboxnotenabledforrestapi'),
  rule('resource.not-in-tenant', 'likely', 'organizationfromtenantguidnotfound'),
  rule('resource.disabled', 'likely', 'subscription', 'lapsed'),
  rule('exchange.refused', 'likely', 'provide valid credential'),
  rule('exchange.refused', 'likely', 'unable to initialize the authorization context'),
  rule('graph.refused', 'exact', 'compacttoken parsing failed'),
  rule('graph.refused', 'exact', 'lifetime validation failed'),
  rule('graph.refused', 'likely', 'access token validation failure'),
  rule('access.conditional-access', 'likely', 'conditional access'),
  rule('permission.insufficient', 'likely', 'insufficient privileges'),
];

/** The first rule whose every fragment the text holds. Linear in the text's length. */
export function matchText(text: string, rules: readonly TextRule[] = TEXT_RULES): TextRule | undefined {
  // Texts that people paste have often been through a word processor.
  const lower = text.toLowerCase().replaceAll('’', "'");
  return rules.find((one) => one.all.every((fragment) => lower.includes(fragment)));
}
