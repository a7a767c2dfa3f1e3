/** What can't be done at the moment though nothing is broken. The message says so to the technician, and when to try again. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}
