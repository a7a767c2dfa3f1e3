import type { CommandDefinition } from '../command.ts';
import { connection, only, tenant } from './shared-arguments.ts';

const everywhere = ['terminal', 'chat'] as const;

const place = {
  name: 'channel',
  help: 'The channel: discord:channel:ID or teams:channel:ID. In chat it is the one it is said in.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'channel',
  surfaces: ['terminal'],
} as const;

const newSchedule = {
  name: 'name',
  help: 'The schedule’s name.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'name',
  maximumLength: 40,
} as const;

const schedule = { ...newSchedule, suggest: 'schedule' } as const;

const admin = { role: 'admin', surfaces: everywhere } as const;

/** What makes Samaritan speak up by itself, and what it has seen. */
export const WATCH_COMMANDS = [
  {
    name: 'history',
    role: 'viewer',
    summary: 'Show a picture of the past days, the incidents behind it, and how long mending took.',
    surfaces: everywhere,
    arguments: [
      { ...tenant, required: false, help: 'One tenant, check by check; otherwise all tenants.' },
      { name: 'days', help: 'How far back.', kind: 'number', minimum: 1, maximum: 366, placeholder: 'number' },
      connection,
      {
        name: 'output',
        help: 'Write the picture to this PNG file.',
        kind: 'text',
        placeholder: 'file',
        surfaces: ['terminal'],
      },
    ],
    examples: ['history', 'history contoso.onmicrosoft.com --days 90'],
  },
  {
    ...admin,
    name: 'alerts subscribe',
    summary: 'Tell this channel when something starts to fail and when it is mended.',
    details: 'Without options it is told of everything. Running it again replaces what was said before.',
    arguments: [
      place,
      {
        name: 'severity',
        help: 'Only what is at least so bad.',
        kind: 'choice',
        choices: ['notice', 'warning', 'failure', 'critical'],
      },
      {
        name: 'owners',
        help: 'Only what these have to mend: partner, customer, microsoft, network, unknown.',
        kind: 'text',
        repeatable: true,
        placeholder: 'owner',
        maximumLength: 100,
      },
      {
        name: 'causes',
        help: 'Only these causes, by id or by how they begin, such as gdap.',
        kind: 'text',
        repeatable: true,
        placeholder: 'cause',
        maximumLength: 400,
        suggest: 'cause',
      },
      { ...connection, name: 'connections', help: 'Only these connections.', repeatable: true },
      {
        name: 'quiet',
        help: 'Quiet hours in which messages are held, such as 22:00-06:00.',
        kind: 'text',
        placeholder: 'from-to',
        maximumLength: 20,
      },
      {
        name: 'zone',
        help: 'The time zone of the quiet hours, such as Europe/Berlin. Default UTC.',
        kind: 'text',
        placeholder: 'zone',
        maximumLength: 60,
      },
      {
        name: 'critical',
        help: 'Whether failures of the partner connection itself pass the quiet hours.',
        kind: 'choice',
        choices: ['pass', 'hold'],
      },
      {
        name: 'remind',
        help: 'Say again what is still open after this time, such as 4h; off for never.',
        kind: 'text',
        placeholder: 'duration',
        maximumLength: 10,
      },
    ],
    examples: [
      'alerts subscribe discord:channel:81384788765712384 --severity failure --quiet 22:00-06:00 --zone Europe/Berlin',
    ],
  },
  {
    ...admin,
    name: 'alerts unsubscribe',
    summary: 'Tell this channel nothing any more.',
    arguments: [place],
    examples: ['alerts unsubscribe discord:channel:81384788765712384'],
  },
  {
    ...admin,
    name: 'alerts list',
    summary: 'Show which channels are told of what.',
    arguments: [],
    examples: ['alerts list'],
  },
  {
    ...admin,
    name: 'alerts test',
    summary: 'Send a test message to this channel, the way an alert takes.',
    arguments: [place],
    examples: ['alerts test discord:channel:81384788765712384'],
  },
  {
    ...admin,
    name: 'schedule add',
    summary: 'Sweep by a schedule: a cron expression with its time zone.',
    details:
      'The next three times are shown. Connections are kept half an hour apart, and one is never swept twice at once.',
    arguments: [
      newSchedule,
      {
        name: 'cron',
        help: 'Minute, hour, day, month, weekday: 0 6 * * * is daily at 06:00.',
        kind: 'text',
        required: true,
        positional: true,
        placeholder: 'expression',
        maximumLength: 60,
      },
      {
        name: 'zone',
        help: 'The time zone, such as Europe/Berlin. Default UTC.',
        kind: 'text',
        placeholder: 'zone',
        maximumLength: 60,
      },
      only,
      {
        name: 'tenant',
        help: 'Only these tenants: id, domain or name.',
        kind: 'text',
        repeatable: true,
        placeholder: 'id|domain|name',
        maximumLength: 1000,
        suggest: 'tenant',
      },
      {
        name: 'jitter',
        help: 'Minutes that a start may be later, differently each time.',
        kind: 'number',
        minimum: 0,
        maximum: 120,
        placeholder: 'minutes',
      },
      connection,
    ],
    examples: ['schedule add hourly "0 * * * *" --zone Europe/Berlin'],
  },
  {
    ...admin,
    name: 'schedule list',
    summary: 'Show the schedules and when each runs next.',
    arguments: [],
    examples: ['schedule list'],
  },
  {
    ...admin,
    name: 'schedule pause',
    summary: 'Let a schedule rest.',
    arguments: [schedule],
    examples: ['schedule pause hourly'],
  },
  {
    ...admin,
    name: 'schedule resume',
    summary: 'Let a schedule run again.',
    arguments: [schedule],
    examples: ['schedule resume hourly'],
  },
  {
    ...admin,
    name: 'schedule remove',
    summary: 'Remove a schedule. What it found is kept.',
    arguments: [schedule],
    examples: ['schedule remove hourly'],
  },
  {
    ...admin,
    name: 'schedule run',
    summary: 'Run a schedule now, beside its times.',
    arguments: [schedule],
    examples: ['schedule run hourly'],
  },
] as const satisfies readonly CommandDefinition[];
