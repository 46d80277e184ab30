import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { isErrcode } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { parseMessageRelation } from '../matrix/relation';
import type { StoredMessage } from '../rocketchat/entities';
import { journalPage } from '../store/journal-page';

/** What is needed of a message that may be on Matrix. */
type SentMessage = Pick<StoredMessage, 'id' | 'room' | 'createdAt'>;

/**
 * Tells whether a message without links may be on Matrix all the same: it was sent and no answer came, or an earlier process of
 * the app, or another instance of the server, may have sent it. A second request with its transaction id does not find that out for certain: a homeserver that was
 * restarted has forgotten the ids of application services, Synapse forgets them after 30 minutes, and the answer says nothing
 * about the text.
 */
export function isInDoubt(
	{ unconfirmedParts, startedAt, instances }: ConfiguredBridge,
	{ id, createdAt = new Date() }: SentMessage,
): boolean {
	const ownSince = Math.max(startedAt, instances.lastAgreedAt);
	return unconfirmedParts.find(id) !== undefined || createdAt.getTime() < ownSince;
}

/** The events that ghosts have sent to a room. They are read once, when the first message is in doubt. */
export class SentEvents {
	private events: Promise<RoomEvent[]> | undefined;

	/** @param since when the oldest message in question was written, milliseconds since 1970 */
	constructor(
		private readonly bridge: ConfiguredBridge,
		private readonly roomId: RoomId,
		private readonly since: number,
	) {}

	/**
	 * Finds the events of a message in its Matrix room and links them. The app sends a message as its writer's ghost and with the
	 * message's time to the millisecond, so both together identify it.
	 * @param ghostId of the writer
	 * @returns whether there are any
	 * @throws HomeserverError if the room cannot be read
	 */
	async link(message: SentMessage, ghostId: UserId): Promise<boolean> {
		const { store } = this.bridge;
		const at = (message.createdAt ?? new Date()).getTime();
		this.events ??= this.read(ghostId);
		const ofThatTime = (await this.events).filter((event) => event.sender === ghostId && event.at === at);
		const page = journalPage(message.room.id);
		let part = 0;
		for (const { eventId: matrixId } of ofThatTime) {
			const known = await store.messages.byMatrixId(matrixId);
			if (known && known.rocketChatId !== message.id) {
				continue; // the same person wrote another message in the same millisecond
			}
			if (!known) {
				const link = { matrixId, rocketChatId: message.id, roomId: this.roomId, part, page };
				await store.messages.add(link);
			}
			part += 1;
		}
		if (part > 0) {
			this.bridge.unconfirmedParts.forget(message.id); // a later edit must not send it again
		}
		return part > 0;
	}

	/**
	 * @param reader a ghost in the room
	 * @returns the messages of local people; a notice of the app is none
	 */
	async ofGhosts(reader: UserId): Promise<RoomEvent[]> {
		this.events ??= this.read(reader);
		return (await this.events).filter(
			({ sender, content }) =>
				isOwnMatrixUser(sender, this.bridge.configuration) && content.msgtype === 'm.text',
		);
	}

	/** @returns the messages that are no edits; none if the ghost is not in the room */
	private async read(ghostId: UserId): Promise<RoomEvent[]> {
		try {
			const events = await this.bridge.homeserver.eventsSince(ghostId, this.roomId, this.since);
			return events.filter(
				({ type, content }) =>
					type === 'm.room.message' && parseMessageRelation(content)?.kind !== 'edit',
			);
		} catch (error) {
			if (isErrcode(error, 'M_FORBIDDEN')) {
				return [];
			}
			throw error;
		}
	}
}
