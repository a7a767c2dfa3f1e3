import { parseAction } from '../../cards/action-id.ts';
import { toTenantGroup } from '../../model/checks/check.ts';

/** The terminal's command that does what a button does; undefined where there is none. */
export function toCommandLine(actionId: string): string | undefined {
  const action = parseAction(actionId);
  const [first = '', second, third] = action?.args ?? [];
  switch (action?.verb) {
    case 'article':
      return `troubleshoot ${first}`;
    case 'sweep':
      return [
        'testtokens',
        ...(third === undefined ? [] : [`--tenant ${third}`]),
        ...(toTenantGroup(second) === undefined ? [] : [`--only ${second}`]),
        ...named('connection', first),
      ].join(' ');
    case 'bundle':
      return [
        'supportbundle',
        ...(second === undefined || second === 'all' ? [] : [second]),
        ...(third === '1' ? ['--pseudonymize'] : []),
        '--output case.zip',
        ...named('connection', first),
      ].join(' ');
    case 'walk':
      return second === undefined ? `walk ${first}` : undefined;
    case 'step':
      return `walk --answer ${third}`;
    case 'walkcheck':
      return 'walk --answer check';
    case 'check':
      return ['check', second, ...named('connection', first)].join(' ');
    case 'history':
      return ['history', ...(second === undefined ? [] : [second]), ...named('connection', first)].join(' ');
    default:
      return undefined;
  }
}

/** The only connection needs no name. */
function named(option: string, value: string): string[] {
  if (value === '' || value === 'default') return [];
  return [`--${option} ${/^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`];
}
