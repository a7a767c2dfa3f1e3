import { z } from 'zod';

const id = z.string().min(1).max(1024);
/** Names and other texts that are only shown: a wrong one is no reason to refuse. */
const label = z.string().max(1024).optional().catch(undefined);
const record = z.record(z.string(), z.unknown());

const account = z.object({ id, name: label, aadObjectId: label, tenantId: label });

/**
 * What is read of an activity (github.com/microsoft/botframework-sdk: Activity protocol; learn.microsoft.com: Teams
 * activity, 2026). Everything else is dropped.
 */
export const activitySchema = z.object({
  type: z.string().min(1).max(100),
  // The protocol leaves it out nowhere in Teams, but some stand-ins do.
  id: id.optional(),
  channelId: z.string(),
  serviceUrl: z.url().max(2048),
  name: label,
  action: label,
  text: z.string().max(200_000).nullish(),
  locale: label,
  replyToId: label,
  value: z.unknown().optional(),
  from: account,
  recipient: account,
  conversation: z.object({
    id,
    conversationType: label,
    isGroup: z.boolean().optional().catch(undefined),
    tenantId: label,
  }),
  channelData: z
    .object({
      tenant: z.object({ id: label }).optional().catch(undefined),
      team: z.object({ id: label }).optional().catch(undefined),
      eventType: label,
    })
    .optional()
    .catch(undefined),
  entities: z
    .array(
      z
        .object({ type: z.string(), text: label, mentioned: z.object({ id: z.string() }).optional() })
        .catch({ type: '' }),
    )
    .optional()
    .catch(undefined),
  attachments: z
    .array(
      z.object({ contentType: z.string(), name: label, content: z.unknown().optional() }).catch({ contentType: '' }),
    )
    .optional()
    .catch(undefined),
  membersAdded: z
    .array(z.object({ id: z.string() }))
    .optional()
    .catch(undefined),
  membersRemoved: z
    .array(z.object({ id: z.string() }))
    .optional()
    .catch(undefined),
});

export type InboundActivity = z.infer<typeof activitySchema>;

export const cardActionSchema = z.object({
  action: z.object({ verb: z.string().max(1024).default(''), data: record.catch({}).default({}) }),
});

/** The value of `composeExtension/fetchTask` and `composeExtension/submitAction`. */
export const messageExtensionSchema = z.object({
  commandId: z.string().max(1024),
  data: record.catch({}).default({}),
  messagePayload: z
    .object({
      id: label,
      body: z
        .object({ contentType: z.string().optional().catch(undefined), content: z.string().nullish().catch(undefined) })
        .optional()
        .catch(undefined),
      from: z
        .object({
          user: z.object({ displayName: label }).nullish().catch(undefined),
          application: z.object({ displayName: label }).nullish().catch(undefined),
        })
        .nullish()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** An address in OneDrive, which bears its own permission and is long by that. */
const fileUrl = z.url().max(8192);

export const attachedFileSchema = z.object({ downloadUrl: fileUrl });
export const FILE_TYPE = 'application/vnd.microsoft.teams.file.download.info';

export const fileConsentSchema = z.object({
  action: z.enum(['accept', 'decline']),
  context: record.catch({}).default({}),
  uploadInfo: z
    .object({ name: z.string().min(1).max(400), contentUrl: fileUrl, uploadUrl: fileUrl, uniqueId: id, fileType: id })
    .optional()
    .catch(undefined),
});

export const recordSchema = record;
