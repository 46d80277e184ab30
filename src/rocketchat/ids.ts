import type { Branded } from '../branded';

/**
 * Ids of Rocket.Chat. The engine's own types call every id a `string`; these types separate the kinds, and an id of
 * Rocket.Chat from one of Matrix.
 */

/** Of a user, bot users included. */
export type RocketChatUserId = Branded<'RocketChatUserId'>;
/** Of a channel, a group or a direct message. */
export type RocketChatRoomId = Branded<'RocketChatRoomId'>;
/** Of a message; the first message of a thread names the thread. */
export type RocketChatMessageId = Branded<'RocketChatMessageId'>;
/** Of an uploaded file, or of the thumbnail of one. */
export type RocketChatUploadId = Branded<'RocketChatUploadId'>;
