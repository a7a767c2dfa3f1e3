import type { CauseId } from './cause.ts';

/** A known wording. Texts are looked at last, when no field of the answer decides. */
export interface TextRule {
  /** Lower-case fragments that must all occur. */
  all: readonly string[];
  cause: CauseId;
  confidence: 'exact' | 'likely';
}

/** A rule from a cause, how sure it is, and the fragments that must all occur. */
export const textRule = (cause: CauseId, confidence: TextRule['confidence'], ...all: string[]): TextRule => ({
  cause,
  confidence,
  all: all.map((fragment) => fragment.toLowerCase()),
});

/**
 * Wordings of Graph, Exchange and Partner Center, most particular first.
 * Sources: microsoft-graph-docs, CIPP-API Get-NormalizedError, office-docs-powershell issues (August 2026).
 */
export const TEXT_RULES: readonly TextRule[] = [
  textRule('exchange.role-missing', 'exact', "isn't supported in this scenario"),
  textRule('exchange.role-missing', 'exact', 'is not supported in this scenario', 'role assigned'),
  textRule('exchange.role-missing', 'exact', "isn't assigned to any management role"),
  textRule('exchange.role-missing', 'exact', 'is not assigned to any management role'),
  textRule('exchange.role-missing', 'exact', 'not present in the role definition of the current user'),
  textRule('exchange.role-missing', 'exact', 'user is not allowed to call'),
  textRule('exchange.role-missing', 'likely', 'insufficient access rights'),
  textRule('exchange.access-policy', 'exact', 'access to odata is disabled'),
  textRule('exchange.access-policy', 'exact', 'blocked by tenant configured apponly accesspolicy'),
  textRule('exchange.legacy-powershell', 'exact', 'powershell-liveid'),
  textRule('exchange.legacy-powershell', 'exact', 'ps.outlook.com'),
  textRule('exchange.legacy-powershell', 'likely', 'winrm', 'basic'),
  textRule('exchange.legacy-powershell', 'likely', 'new-pssession', 'outlook'),
  textRule('permission.identity-unknown', 'exact', 'identity of the calling application could not be established'),
  textRule('permission.scope-missing', 'exact', 'required scopes are missing'),
  textRule('permission.scope-missing', 'exact', 'permissionscopenotgranted'),
  textRule('mfa.claim-missing', 'exact', 'unauthorized_missingmfa'),
  textRule('license.premium-required', 'exact', 'premium license', 'b2c'),
  textRule('license.premium-required', 'exact', 'requestfromnonpremiumtenantorb2ctenant'),
  textRule('license.missing', 'exact', 'request not applicable to target tenant'),
  textRule('license.missing', 'likely', 'tenant is not licensed'),
  textRule('license.missing', 'likely', 'does not have a', 'license'),
  textRule('license.missing', 'likely', 'account is not provisioned'),
  textRule('license.missing', 'likely', 'applifecycle_2210'),
  textRule('resource.not-in-tenant', 'likely', 'mailboxnotenabledforrestapi'),
  textRule('resource.not-in-tenant', 'likely', 'organizationfromtenantguidnotfound'),
  textRule('resource.disabled', 'likely', 'subscription', 'lapsed'),
  textRule('exchange.refused', 'likely', 'provide valid credential'),
  textRule('exchange.refused', 'likely', 'unable to initialize the authorization context'),
  textRule('graph.refused', 'exact', 'compacttoken parsing failed'),
  textRule('graph.refused', 'exact', 'lifetime validation failed'),
  textRule('graph.refused', 'likely', 'access token validation failure'),
  textRule('access.conditional-access', 'likely', 'conditional access'),
  textRule('permission.insufficient', 'likely', 'insufficient privileges'),
];

/** The first rule whose every fragment the text holds. Linear in the text's length. */
export function matchText(text: string, rules: readonly TextRule[] = TEXT_RULES): TextRule | undefined {
  // Texts that people paste have often been through a word processor.
  const lower = text.toLowerCase().replaceAll('’', "'");
  return rules.find((one) => one.all.every((fragment) => lower.includes(fragment)));
}
