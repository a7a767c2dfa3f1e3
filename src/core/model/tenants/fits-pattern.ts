/** Whether a text is as a pattern says, in which `*` stands for anything. Takes no longer for a malicious pattern. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** Whether a cause is one of these, or begins as one that ends in a dot. */
export function fitsCause(cause: string, wanted: readonly string[]): boolean {
  return wanted.some((one) => one === cause || (one.endsWith('.') && cause.startsWith(one)));
}
