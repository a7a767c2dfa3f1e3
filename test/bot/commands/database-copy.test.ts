import { describe, expect, it } from 'vitest';
import { runDatabaseCopy } from '../../../src/bot/commands/database-copy.ts';

describe('database copy', () => {
  it('takes the address of another kind of server for no file', async () => {
    const { card } = await runDatabaseCopy({ values: { from: 'samaritan.db', to: 'mysql://db/x' } });
    expect(JSON.stringify(card)).toContain('The address names a database server (mysql), which is not supported.');
  });
});
