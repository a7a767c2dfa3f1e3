/** What the stand-in reads of Discord's JSON, after the schema has accepted it. */
export type Json = Record<string, unknown>;

export interface WireEmoji {
  readonly id?: string | null;
  readonly name?: string | null;
}

export interface WireMedia {
  readonly url: string;
}

export interface WireOption {
  readonly label: string;
  readonly value: string;
  readonly default?: boolean | null;
  readonly emoji?: WireEmoji | null;
}

/** Any component, of a message or of a modal. */
export interface WireComponent {
  readonly type: number;
  readonly id?: number | null;
  readonly custom_id?: string | null;
  readonly components?: readonly WireComponent[];
  readonly component?: WireComponent;
  readonly accessory?: WireComponent;
  readonly content?: string;
  readonly label?: string | null;
  readonly title?: string;
  readonly style?: number;
  readonly url?: string | null;
  readonly sku_id?: string | null;
  readonly emoji?: WireEmoji | null;
  readonly disabled?: boolean | null;
  readonly options?: readonly WireOption[];
  readonly min_values?: number | null;
  readonly max_values?: number | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly required?: boolean | null;
  readonly value?: string | null;
  readonly accent_color?: number | null;
  readonly file?: WireMedia;
  readonly media?: WireMedia;
  readonly items?: readonly { readonly media: WireMedia }[];
}

export interface WireEmbed {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly color?: number | null;
  readonly footer?: { readonly text?: string | null } | null;
  readonly author?: { readonly name?: string | null } | null;
  readonly image?: { readonly url?: string | null } | null;
  readonly thumbnail?: { readonly url?: string | null } | null;
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
}

export interface WireAllowedMentions {
  readonly parse?: readonly unknown[] | null;
  readonly users?: readonly unknown[] | null;
  readonly roles?: readonly unknown[] | null;
}

/** A body that creates or edits a message. */
export interface WireMessage {
  readonly content?: string | null;
  readonly embeds?: readonly WireEmbed[] | null;
  readonly components?: readonly WireComponent[] | null;
  readonly flags?: number | null;
  readonly attachments?: readonly { readonly id: string; readonly description?: string | null }[] | null;
  readonly allowed_mentions?: WireAllowedMentions | null;
  readonly sticker_ids?: readonly string[] | null;
  readonly poll?: unknown;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
}

export interface WireChoice {
  readonly name: string;
  readonly value: string | number;
}

export interface WireCommandOption {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean | null;
  readonly autocomplete?: boolean | null;
  readonly choices?: readonly WireChoice[] | null;
  readonly options?: readonly WireCommandOption[] | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly min_value?: number | null;
  readonly max_value?: number | null;
}

export interface WireCommand {
  readonly type?: number | null;
  readonly name: string;
  readonly description?: string | null;
  readonly options?: readonly WireCommandOption[] | null;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[] | null;
  readonly default_member_permissions?: string | number | null;
}

export interface WireCallback {
  readonly type: number;
  readonly data?: Json | null;
}

/** A file of a multipart request. */
export interface UploadedFile {
  /** The `n` of `files[n]`, which is the attachment's id in the same request. */
  readonly key: string;
  readonly filename: string;
  readonly contentType: string;
  readonly data: Buffer;
}
