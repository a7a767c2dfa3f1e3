import type { ActionHandler } from '../calls/command.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { bundleOf } from '../commands/diagnosis/supportbundle.ts';

/** The files of a bundle whose preview was shown: `connection~tenant|all~replaced`. */
export const bundle: ActionHandler = {
  role: 'technician',
  effect: 'new',
  audience: 'private',
  run: async (context, [connection, tenant, replaced]) =>
    await giveAnswer(
      context,
      await bundleOf(context, {
        connection: connection || undefined,
        tenant: tenant === 'all' ? undefined : tenant,
        replaced: replaced === '1',
        whole: true,
      }),
    ),
};
