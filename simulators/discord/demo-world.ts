import type { WireCommand } from './wire.ts';

/** A guild of an example provider, with what the stand-in's own tests need. */
export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
export const CHANNEL = '1300000000000000200';
export const QUIET_CHANNEL = '1300000000000000201';
export const ROLE = '1300000000000000300';
export const ANNA = { id: '1300000000000000400', name: 'Anna', roles: [ROLE] };

export const WORLD = {
  applicationId: APPLICATION,
  guilds: [
    {
      id: GUILD,
      name: 'Fabrikam MSP',
      channels: [
        { id: CHANNEL, name: 'helpdesk' },
        { id: QUIET_CHANNEL, name: 'quiet', denied: ['SendMessages'] },
      ],
      roles: [{ id: ROLE, name: 'Technicians' }],
      members: [ANNA],
    },
  ],
} as const;

export const HERE = { guildId: GUILD, channelId: CHANNEL, user: ANNA } as const;

export const COMMANDS: WireCommand[] = [
  {
    name: 'check',
    description: 'Checks one tenant',
    default_member_permissions: '32',
    options: [
      { type: 3, name: 'tenant', description: 'Which', required: true, autocomplete: true },
      { type: 11, name: 'file', description: 'A log' },
    ],
  },
  {
    name: 'access',
    description: 'Who may',
    options: [
      {
        type: 1,
        name: 'grant',
        description: 'Grants a role',
        options: [
          { type: 6, name: 'user', description: 'Whom' },
          { type: 8, name: 'role', description: 'Which role' },
        ],
      },
    ],
  },
  { type: 3, name: 'Explain this error' },
];
