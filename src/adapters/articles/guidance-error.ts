/** A file of the articles or the knowledge is faulty. The message names the file, the place and what to mend, for whoever wrote it. */
export class GuidanceError extends Error {
  override readonly name = 'GuidanceError';
}
