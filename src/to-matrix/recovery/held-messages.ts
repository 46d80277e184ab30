import type { ConfiguredBridge } from '../../configured-bridge';
import type { StoredMessage } from '../../rocketchat/entities';
import { parkedIdOf } from '../../store/parked-events';
import { tellActor, type NoticePlace } from '../sender-notice';

/** Stores that a message waits until its direct message is open again. `Outgoing.startRelaying` releases it. */
export async function holdMessage(
	{ store }: ConfiguredBridge,
	{ room, createdAt = new Date() }: Pick<StoredMessage, 'room' | 'createdAt'>,
): Promise<void> {
	await store.progress.hold(room.id, createdAt.getTime());
}

/** Tells each writer how many of their waiting messages were sent now, and removes these messages from the parked ones. */
export async function tellFollowed(
	bridge: ConfiguredBridge,
	followed: readonly StoredMessage[],
): Promise<void> {
	const counts = new Map<string, { readonly count: number; readonly place: NoticePlace }>();
	for (const { id, room, sender: actor } of followed) {
		await bridge.store.parked.remove(
			parkedIdOf({ what: 'message', messageId: id, rocketChatRoomId: room.id, actorId: actor?.id }),
		);
		const { count = 0 } = counts.get(actor?.id ?? '') ?? {};
		counts.set(actor?.id ?? '', { count: count + 1, place: { actor, room } });
	}
	for (const { count, place } of counts.values()) {
		await tellActor(bridge, place, (text) => text('messages_followed', { count }));
	}
}
