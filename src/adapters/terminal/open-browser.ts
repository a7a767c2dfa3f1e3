import openApplication from 'open';

/**
 * Opens an https address, or one of this machine, in the user's browser. Whether something was started for it. What is
 * started inherits none of the variables named, and so can neither show nor dump them.
 */
export async function openBrowser(url: string, secretVariables: readonly string[]): Promise<boolean> {
  const hidden = secretVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  for (const [name] of hidden) delete process.env[name];
  try {
    const child = await openApplication(url);
    // A program that is not there says so a moment later; the address was printed as well.
    child.on('error', () => {});
    return true;
  } catch {
    return false;
  } finally {
    Object.assign(process.env, Object.fromEntries(hidden));
  }
}
