import { placeKey } from '../../../model/people/person.ts';
import { setChannel } from '../../access/access-commands.ts';
import { choice } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem } from '../../calls/command.ts';
import { channel } from '../common-arguments.ts';

export const accessChannel = defineCommand({
  name: 'access channel',
  role: 'admin',
  wholeFleet: true,
  summary: 'Let results be seen by everybody in a channel, or stop that.',
  details: 'Elsewhere results are shown only to the person who asked. In chat the channel is the one it is said in.',
  arguments: [
    choice('state', ['on', 'off'], 'on: everybody in the channel sees results. off: only who asked.', {
      required: true,
      positional: true,
    }),
    { ...channel, help: 'The channel: discord:channel:ID or teams:channel:ID.' },
  ],
  examples: ['access channel on discord:channel:81384788765712384'],
  audience: 'private',
  target: (values) => [values.state, values.channel].filter(Boolean).join(' '),
  answer: (question, values) => {
    const { place } = question.request;
    if (place.platform !== 'terminal' && place.kind === 'direct') {
      return problem('This is no channel: what is said here is seen by you alone anyway.');
    }
    const named = place.platform === 'terminal' ? (values.channel ?? '') : placeKey(place);
    return setChannel(question.parts, { place: named, on: values.state === 'on' }, actorOf(question));
  },
});
