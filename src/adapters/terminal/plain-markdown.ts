export interface PlainText {
  text: string;
  /** Addresses of the links, in their order. */
  links: string[];
}

/** Markdown of an article as terminal text: no marks, and the addresses apart, so that no line break cuts them. */
export function markdownToText(markdown: string): PlainText {
  const links: string[] = [];
  const text = markdown
    .replace(/\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g, (_link, label: string, url: string) => {
      links.push(url);
      return label;
    })
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*/g, '$1$2')
    .replace(/`([^`]+)`/g, '$1');
  return { text, links };
}
