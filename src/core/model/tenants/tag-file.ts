/** A row of a file of tags: a tenant by its id or domain. */
export interface TagFileRow {
  /** Where it stands in the file, for who wrote it. */
  line: number;
  /** Its id or domain, as it was written. */
  tenant: string;
  /** As they were written. */
  tags: readonly string[];
}

export interface TagFileEntry {
  tenantId: string;
  domain: string;
  name: string;
  tags: readonly string[];
}

/** Tags as a table that a spreadsheet opens. What `render` writes `parse` reads; with `client` it reads that column in place of tags. */
export interface TagFiles {
  /** The rows, or why there are none, as a sentence. */
  parse(text: string, column?: 'tags' | 'client'): readonly TagFileRow[] | { problem: string };
  render(entries: readonly TagFileEntry[]): string;
}
