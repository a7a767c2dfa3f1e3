/** The code that the file system, the network or a database gave an error (`EACCES`, `SQLITE_BUSY`); undefined where it bears none. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
