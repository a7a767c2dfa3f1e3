import { parseAction } from '../../cards/action-id.ts';
import { toTenantGroup } from '../../model/checks/check.ts';
import { decodeCommand } from './command-button.ts';

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
    case 'choose': {
      const { name, values } = decodeCommand(action.args) ?? {};
      return name && [name, ...Object.entries(values ?? {}).flatMap(toOption)].join(' ');
    }
    default:
      return undefined;
  }
}

/** What a command is about stands by itself. */
function toOption([argument, value]: [string, unknown]): string[] {
  return argument === 'tenant' || argument === 'window' ? [String(value)] : named(argument, String(value));
}

/** The only connection needs no name. */
function named(option: string, value: string): string[] {
  if (value === '' || value === 'default') return [];
  return [`--${option} ${/^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`];
}
