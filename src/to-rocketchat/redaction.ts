import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { unicodeOf } from '../convert/emoji/emoji';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { partsOfReactionKey, type MessageLink, type ReactionLink } from '../store/store';
import { ensureBotUser } from '../people/bot-user';
import { takeBackEdit } from './edit';
import { retryUntilOriginalArrives } from './missing-original';
import { takeBackVote } from './poll';
import { senderMayRedact } from './redaction-power';

/**
 * `m.room.redaction`: deletes the message, or takes back the reaction, the edit or the vote. Homeservers pass on redactions that do not count,
 * so it is looked whether whoever did it wrote the thing or has the power, and in the same room. Client-Server API,
 * "Redactions".
 */
export async function deleteRedacted(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { store, configuration } = bridge;
	const { redacts, sender } = event;
	if (!redacts || isOwnMatrixUser(sender, configuration) || !(await store.rooms.byMatrixId(event.roomId))) {
		return;
	}
	const links = await store.messages.allByMatrixId(redacts);
	if (links.length > 0) {
		return deleteMessages(bridge, event, links);
	}
	const reaction = await store.reactions.byMatrixId(redacts);
	if (reaction) {
		return takeBackReaction(bridge, event, reaction);
	}
	const changed = await store.changes.targetOf(redacts);
	if (!changed) {
		return retryUntilOriginalArrives(bridge, event);
	}
	return (await store.polls.byEvent(changed))
		? takeBackVote(bridge, event, changed)
		: takeBackEdit(bridge, event, changed);
}

async function deleteMessages(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	links: readonly MessageLink[],
): Promise<void> {
	const { messages } = bridge;
	const there: IMessage[] = [];
	for (const { rocketChatId } of links.filter(({ roomId }) => roomId === event.roomId)) {
		const message = await messages.byId(rocketChatId);
		there.push(...(message ? [message] : []));
	}
	const [first] = there;
	if (!first || !(await mayTakeBack(bridge, event, first.sender.id, first.room.id))) {
		return;
	}
	const actorId = await ensureBotUser(bridge, event.sender);
	for (const message of there) {
		await messages.remove(message, actorId);
		await redactSiblings(bridge, message, event.redacts);
	}
}

/** A local message that is several events is gone as a whole: who wrote it takes the other events back. */
async function redactSiblings(
	{ store, homeserver, configuration }: ConfiguredBridge,
	{ id = '', sender }: IMessage,
	redacted: EventId | undefined,
): Promise<void> {
	const writer = await store.users.byRocketChatId(sender.id);
	if (!writer || !isOwnMatrixUser(writer.matrixId, configuration)) {
		return;
	}
	for (const { matrixId, roomId, part } of await store.messages.allByRocketChatId(id)) {
		if (matrixId !== redacted) {
			await homeserver.redact(writer.matrixId, roomId, matrixId, `${id}.${part}.deleted`);
		}
	}
}

async function takeBackReaction(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	link: ReactionLink,
): Promise<void> {
	const { store, messages } = bridge;
	const { messageId, userId, shortcode } = partsOfReactionKey(link.rocketChatId);
	const target = await store.messages.byRocketChatId(messageId);
	const message = target?.roomId === event.roomId ? await messages.byId(messageId) : undefined;
	if (!message || !(await mayTakeBack(bridge, event, userId, message.room.id))) {
		return;
	}
	// Forgotten first: where it is a local person's, the hook that follows would redact it once more.
	await store.reactions.forget(link);
	if (await store.reactions.byRocketChatId(link.rocketChatId)) {
		return; // Matrix tells emoji with and without U+FE0F apart, Rocket.Chat does not: the other one stays
	}
	const shown = Object.keys(message.reactions ?? {}).filter((name) => isSameEmoji(name, shortcode));
	for (const name of shown) {
		await messages.takeBackReaction(message, userId, name);
	}
}

/** Local people react by any of the names that an emoji has; on Matrix they are one. */
function isSameEmoji(one: string, other: string): boolean {
	const emoji = unicodeOf(one.slice(1, -1));
	return one === other || (emoji !== undefined && emoji === unicodeOf(other.slice(1, -1)));
}

async function mayTakeBack(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	ownerId: string,
	rocketChatRoomId: string,
): Promise<boolean> {
	const actor = await bridge.store.users.byMatrixId(event.sender);
	return actor?.rocketChatId === ownerId || (await senderMayRedact(bridge, event, rocketChatRoomId));
}
