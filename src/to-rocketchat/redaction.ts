import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import type { EventId, UserId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import { mayRedact } from '../matrix/power-levels';
import { partsOfReactionKey } from '../store/store';
import { ensureGhost } from './ghost';
import { witnessIn } from './witness';

/**
 * `m.room.redaction`: deletes the message or takes back the reaction. Homeservers pass on redactions that do not count,
 * so it is looked whether whoever did it wrote the thing or has the power. Client-Server API, "Redactions".
 */
export async function deleteRedacted(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, configuration } = federation;
	const { redacts, sender } = event;
	if (!redacts || isOurs(sender, configuration) || !(await store.rooms.byMatrixId(event.roomId))) {
		return;
	}
	await takeBackReaction(federation, event, redacts);
	await deleteMessages(federation, event, redacts);
}

async function deleteMessages(federation: Federation, event: RoomEvent, redacts: EventId): Promise<void> {
	const { store, messages } = federation;
	for (const { rocketChatId, roomId } of await store.messages.allByMatrixId(redacts)) {
		const message = roomId === event.roomId ? await messages.byId(rocketChatId) : undefined;
		if (!message) {
			continue;
		}
		const actorId = await ensureGhost(federation, event.sender);
		if (message.sender.id === actorId || (await hasPower(federation, event, message.room.id))) {
			await messages.remove(rocketChatId, actorId);
		}
	}
}

async function takeBackReaction(federation: Federation, event: RoomEvent, redacts: EventId): Promise<void> {
	const { store, messages } = federation;
	const link = await store.reactions.byMatrixId(redacts);
	if (!link) {
		return;
	}
	const { messageId, userId, shortcode } = partsOfReactionKey(link.rocketChatId);
	const message = await messages.byId(messageId);
	const actorId = await ensureGhost(federation, event.sender);
	if (message && (userId === actorId || (await hasPower(federation, event, message.room.id)))) {
		await messages.takeBackReaction(message, userId, shortcode);
		await store.reactions.forget(link);
	}
}

async function hasPower(federation: Federation, { roomId, sender }: RoomEvent, rocketChatRoomId: string) {
	const witness: UserId | undefined = await witnessIn(federation, rocketChatRoomId);
	return witness !== undefined && mayRedact(await federation.homeserver.state(witness, roomId), sender);
}
