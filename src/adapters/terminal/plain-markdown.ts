/** Markdown of an article as terminal text: links as text with their address, no marks of emphasis. */
export function toPlainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g, '$1 <$2>')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*/g, '$1$2')
    .replace(/`([^`]+)`/g, '$1');
}
