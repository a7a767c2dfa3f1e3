import openApplication from 'open';

/** Opens an https address, or one of this machine, in the user's browser. Whether something was started for it. */
export async function openBrowser(url: string): Promise<boolean> {
  try {
    const child = await openApplication(url);
    // A program that is not there says so a moment later; the address was printed as well.
    child.on('error', () => {});
    return true;
  } catch {
    return false;
  }
}
