import type { ConfiguredBridge } from '../../configured-bridge';
import type { JsonObject } from '../../convert/json';
import type { RoomEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { parseMessageRelation } from '../../matrix/relation';
import type { StoredMessage } from '../../rocketchat/entities';
import { journalPage } from '../../store/journal-page';
import type { MessageLink } from '../../store/store';
import { bodyOf, isFile, type OutgoingPart } from '../messages/message-content';

/** What is needed of a message that may be on Matrix. */
type SentMessage = Pick<StoredMessage, 'id' | 'room' | 'createdAt'> &
	Partial<Pick<StoredMessage, 'editedAt'>>;

/** @returns whether the message was written when another process of the app, or another instance, may have handled it */
export function isFromBefore(
	{ startedAt, instances }: ConfiguredBridge,
	{ createdAt = new Date() }: Pick<SentMessage, 'createdAt'>,
): boolean {
	return createdAt.getTime() < Math.max(startedAt, instances.lastAgreedAt);
}

/**
 * Tells whether a message without links may be on Matrix all the same: it was sent and no answer came, or an earlier process of
 * the app, or another instance of the server, may have sent it. A second request with its transaction id does not find that out
 * for certain: a homeserver that was restarted has forgotten the ids of application services, Synapse forgets them after 30
 * minutes, and the answer says nothing about the text.
 */
export function isInDoubt(bridge: ConfiguredBridge, message: SentMessage): boolean {
	return bridge.unconfirmedParts.find(message.id) !== undefined || isFromBefore(bridge, message);
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
	 * message's time to the millisecond. Where the writer has written two messages in one millisecond, the text decides.
	 * @param ghostId of the writer
	 * @param parts what each event of the message shows now; undefined if it is not known any more
	 * @returns whether there are any
	 * @throws HomeserverError if the room cannot be read
	 */
	async link(message: SentMessage, ghostId: UserId, parts?: readonly OutgoingPart[]): Promise<boolean> {
		const { store, unconfirmedParts } = this.bridge;
		const at = (message.createdAt ?? new Date()).getTime();
		this.events ??= this.read(ghostId);
		const free: (RoomEvent & { readonly isLinked: boolean })[] = [];
		for (const event of (await this.events).filter(
			({ sender, at: sent }) => sender === ghostId && sent === at,
		)) {
			const known = await store.messages.byMatrixId(event.eventId);
			if (!known || known.rocketChatId === message.id) {
				free.push({ ...event, isLinked: known !== undefined });
			}
		}
		// An edited message may have another text, and more parts, than was sent.
		const own = parts && !message.editedAt ? eventsWith(parts.map(bodyOf), free) : free;
		const page = journalPage(message.room.id);
		for (const [part, { eventId: matrixId, content, isLinked }] of own.entries()) {
			if (!isLinked) {
				await store.messages.add({
					...{ matrixId, rocketChatId: message.id, roomId: this.roomId, part, page },
					...(part === 0 && parts && arrangement(parts, content)),
				});
			}
		}
		if (own.length > 0) {
			unconfirmedParts.forget(message.id); // a later edit must not send it again
		}
		return own.length > 0;
	}

	/**
	 * @param reader a ghost in the room
	 * @returns the messages of local people; a notice of the app is none
	 */
	async ofGhosts(reader: UserId): Promise<RoomEvent[]> {
		this.events ??= this.read(reader);
		return (await this.events).filter(
			({ sender, content }) =>
				isOwnMatrixUser(sender, this.bridge.configuration) && content.msgtype !== 'm.notice',
		);
	}

	/** @returns the messages that are no edits; none if the ghost is not in the room */
	private async read(ghostId: UserId): Promise<RoomEvent[]> {
		try {
			const events = await this.bridge.homeserver.events.eventsSince(ghostId, this.roomId, this.since);
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

/**
 * @param content of the event with the first part
 * @returns what the link of the first part says of all: without their number, the message would count as whole before the last
 * ones are sent
 */
function arrangement(
	parts: readonly OutgoingPart[],
	{ msgtype, body }: JsonObject,
): Pick<MessageLink, 'isTextApart' | 'parts'> {
	const [first] = parts;
	const isTextApart =
		first !== undefined && isFile(first) && msgtype === 'm.text' && body === first.caption?.body;
	return isTextApart ? { isTextApart, parts: parts.length + 1 } : { parts: parts.length };
}

/**
 * @returns the events that have these texts, in their order; if there are none, as many events as there are texts: a name in the
 * text may have changed since it was sent
 */
function eventsWith<Event extends RoomEvent>(bodies: readonly string[], events: readonly Event[]): Event[] {
	const left = [...events];
	const found = bodies.map((body) => {
		const index = left.findIndex(({ content }) => content.body === body);
		return index < 0 ? undefined : left.splice(index, 1)[0];
	});
	const last = found.findLastIndex((event) => event !== undefined);
	return last < 0
		? events.slice(0, bodies.length)
		: found.slice(0, last + 1).flatMap((event) => event ?? left.shift() ?? []);
}
