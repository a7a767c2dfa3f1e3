/** Why Samaritan can't start, in a sentence that names the way out. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
