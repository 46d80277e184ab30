import type { Branded } from '../branded';

/**
 * Ids of Rocket.Chat. The engine's own types call every id a `string`; these types separate the kinds, and an id of
 * Rocket.Chat from one of Matrix.
 */

export type RocketChatUserId = Branded<'RocketChatUserId'>;
export type RocketChatRoomId = Branded<'RocketChatRoomId'>;
export type RocketChatMessageId = Branded<'RocketChatMessageId'>;
export type RocketChatUploadId = Branded<'RocketChatUploadId'>;
