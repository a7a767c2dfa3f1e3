import { listAccess } from '../../access/access-commands.ts';
import { defineCommand } from '../../calls/command.ts';

export const accessList = defineCommand({
  name: 'access list',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show who has which role, where results may be seen, and the latest audit entries.',
  arguments: [],
  audience: 'private',
  answer: ({ parts }) => listAccess(parts),
});
