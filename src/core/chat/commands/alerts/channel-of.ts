import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { placeKey } from '../../../model/people/person.ts';
import { type Asked, problem } from '../../calls/command.ts';

/** The channel that is to be told: on the terminal the one named, in chat the one it is said in. */
export function channelOf({ request: { place } }: Asked, named: string | undefined): string | CommandAnswer {
  if (place.platform === 'terminal') return named ?? '';
  if (place.kind === 'direct' && place.platform === 'discord') {
    return problem('This is no channel. Say it in the channel that is to be told.');
  }
  return placeKey(place);
}
