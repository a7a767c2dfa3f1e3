/**
 * How bad a thing is, in rising order. `notice`: worth knowing. `warning`: it works and something should be done, or
 * nobody could tell. `failure`: some tenants don't work. `critical`: the partner connection itself doesn't.
 */
export const SEVERITIES = ['notice', 'warning', 'failure', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function isAtLeast(severity: Severity, minimum: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(minimum);
}

export function worseSeverity(one: Severity, other: Severity): Severity {
  return isAtLeast(one, other) ? one : other;
}
