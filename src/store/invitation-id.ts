import { createHash } from 'crypto';
import type { Branded } from '../branded';
import type { RoomId, UserId } from '../matrix/ids';

/** Names the invitations of one ghost to one room. Made from both, so a repeated invitation has the same id. */
export type InvitationId = Branded<'InvitationId'>;

/** @returns the id of the invitations of a ghost to a room: 24 hexadecimal digits */
export function invitationIdOf(roomId: RoomId, ghostId: UserId): InvitationId {
	return createHash('sha256').update(`${roomId} ${ghostId}`).digest('hex').slice(0, 24) as InvitationId;
}
