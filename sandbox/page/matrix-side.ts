import type { Room as MatrixRoom } from 'matrix-js-sdk';
import type { MatrixPerson } from '../clients/matrix-client';
import { replyTo, textContent, editOf, inThread, type MatrixContent } from '../clients/matrix-content';
import { shownMatrixMessage, type MessageContext } from './shown-matrix-message';
import type { Message, Person, Relation, Room, Side } from './side';

const emoji = ['👍', '❤️', '😂', '🎉', '👀', '🚀'];

/** Matrix's column. */
export function matrixSide(persons: readonly { person: MatrixPerson; name: string }[]): Side {
	return {
		title: 'Matrix',
		emoji: emoji.map((key) => ({ key, shown: key })),
		persons: persons.map(({ person, name }) => new MatrixPersonOnPage(person, name)),
	};
}

class MatrixPersonOnPage implements Person {
	readonly address: string;

	constructor(
		private readonly person: MatrixPerson,
		readonly name: string,
	) {
		this.address = person.userId;
	}

	async rooms(): Promise<Room[]> {
		const toRooms = (rooms: readonly MatrixRoom[], invitation: boolean) =>
			[...rooms]
				.sort((one, other) => other.getLastActiveTimestamp() - one.getLastActiveTimestamp())
				.map(({ roomId: id, name }): Room => ({ id, name, invitation }));
		return [...toRooms(this.person.invitations(), true), ...toRooms(this.person.joinedRooms(), false)];
	}

	async messages(roomId: string): Promise<Message[]> {
		const messages = this.person.messages(roomId);
		const byId = new Map(messages.map((message) => [message.eventId, message]));
		const context: MessageContext = {
			reader: this.address,
			nameOf: (userId) => this.person.nameOf(roomId, userId),
			find: (eventId) => byId.get(eventId),
			reactionsTo: (eventId) => this.person.reactionsTo(roomId, eventId),
		};
		return messages.map((message) => shownMatrixMessage(message, context));
	}

	async write(roomId: string, text: string, relation?: Relation): Promise<void> {
		await this.person.sendContent(
			roomId,
			this.withRelation(roomId, this.content(roomId, text), relation),
		);
	}

	async edit(roomId: string, messageId: string, text: string): Promise<void> {
		await this.person.sendContent(roomId, editOf(messageId, this.content(roomId, text)));
	}

	async remove(roomId: string, messageId: string): Promise<void> {
		await this.person.redact(roomId, messageId);
	}

	async react(roomId: string, messageId: string, key: string, wanted: boolean): Promise<void> {
		const own = this.person
			.reactionsTo(roomId, messageId)
			.find((reaction) => reaction.key === key && reaction.sender === this.address);
		if (wanted && !own) {
			await this.person.react(roomId, messageId, key);
		}
		if (!wanted && own) {
			await this.person.redact(roomId, own.eventId);
		}
	}

	async join(roomId: string): Promise<void> {
		await this.person.join(roomId);
	}

	async press(): Promise<void> {
		throw new Error('messages on Matrix have no buttons');
	}

	async openDirectMessage(address: string): Promise<string> {
		const roomId = await this.person.createDirectRoom(address);
		await this.person.waitUntil(`the new room ${roomId}`, {
			look: () => this.person.joinedRooms().find((room) => room.roomId === roomId),
		});
		return roomId;
	}

	onChange(listener: () => void): void {
		this.person.onAnything(listener);
	}

	private content(roomId: string, text: string): MatrixContent {
		const names = this.person
			.membersOf(roomId)
			.map((userId): [string, string] => [userId, this.person.nameOf(roomId, userId)]);
		return textContent(text, new Map(names));
	}

	/** Adds the relation. A reply to a message in a thread also belongs to the thread, as in Matrix clients. */
	private withRelation(
		roomId: string,
		content: MatrixContent,
		relation: Relation | undefined,
	): MatrixContent {
		if (!relation) {
			return content;
		}
		const { kind, messageId } = relation;
		const thread = this.person.messages(roomId).find(({ eventId }) => eventId === messageId)?.thread;
		if (kind === 'thread') {
			return inThread(thread ?? messageId, content);
		}
		return thread === undefined ? replyTo(messageId, content) : inThread(thread, content, messageId);
	}
}
