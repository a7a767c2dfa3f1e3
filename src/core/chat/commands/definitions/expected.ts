import { tenantCheckIds } from '../../../model/checks/check.ts';
import type { ArgumentDefinition, CommandDefinition } from '../command.ts';
import { connection, tenant } from './shared-arguments.ts';

const admin = { role: 'admin', surfaces: ['terminal', 'chat'] } as const;

const check: ArgumentDefinition = {
  name: 'check',
  help: 'Only this check; otherwise every check of the tenant.',
  kind: 'choice',
  choices: tenantCheckIds(),
};

/** What is expected to fail, and for how long. */
export const EXPECTED_COMMANDS = [
  {
    ...admin,
    name: 'accept add',
    summary: 'Accept a failure that is expected: it shows as accepted and opens no incident.',
    arguments: [
      tenant,
      {
        name: 'reason',
        help: 'Why it is expected, such as: no Exchange bought.',
        kind: 'text',
        required: true,
        positional: true,
        placeholder: 'reason',
        maximumLength: 200,
      },
      check,
      {
        name: 'until',
        help: 'Until when: 30d, or a day such as 2026-12-31. Without it for good.',
        kind: 'text',
        placeholder: 'time',
        maximumLength: 20,
      },
      connection,
    ],
    examples: ['accept add contoso.onmicrosoft.com "no Exchange bought" --check exchange.read'],
  },
  {
    ...admin,
    name: 'accept list',
    summary: 'Show which failures are accepted.',
    arguments: [connection],
    examples: ['accept list'],
  },
  {
    ...admin,
    name: 'accept remove',
    summary: 'Accept a failure no longer.',
    arguments: [tenant, check, connection],
    examples: ['accept remove contoso.onmicrosoft.com --check exchange.read'],
  },
  {
    ...admin,
    name: 'maintenance add',
    summary: 'Say that work is going on in a tenant: meanwhile its failures open no incident.',
    arguments: [
      { ...tenant, help: 'The tenant: its id, domain or name; all for every tenant and the partner.' },
      {
        name: 'to',
        help: 'Until when, in UTC: 2h from now, or 2026-12-01 20:00.',
        kind: 'text',
        required: true,
        positional: true,
        placeholder: 'time',
        maximumLength: 20,
      },
      { name: 'from', help: 'From when, in UTC. Default now.', kind: 'text', placeholder: 'time', maximumLength: 20 },
      { name: 'reason', help: 'What is done.', kind: 'text', placeholder: 'reason', maximumLength: 200 },
      connection,
    ],
    examples: ['maintenance add contoso.onmicrosoft.com 4h --reason "moving to another licence"'],
  },
  {
    ...admin,
    name: 'maintenance list',
    summary: 'Show the maintenance windows that have not ended.',
    arguments: [connection],
    examples: ['maintenance list'],
  },
  {
    ...admin,
    name: 'maintenance remove',
    summary: 'End a maintenance window now.',
    arguments: [
      {
        name: 'window',
        help: 'Its id, as maintenance list shows it.',
        kind: 'text',
        required: true,
        positional: true,
        placeholder: 'id',
        maximumLength: 40,
      },
    ],
    examples: ['maintenance remove 01JX3C8E0000000000000000AA'],
  },
] as const satisfies readonly CommandDefinition[];
