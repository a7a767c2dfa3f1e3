/** A text as a pattern that matches it and nothing else, with the flag `u` too. */
export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
