import { JoinRule, MatrixError, ReceiptType, SyncState, type Room as MatrixRoom } from 'matrix-js-sdk';
import type { MatrixPerson } from '../clients/matrix-client';
import { captioned, downloadFromHomeserver, fileContent, uploadToHomeserver } from '../clients/matrix-files';
import type { Download, SentFile } from '../clients/sent-file';
import { replyTo, textContent, editOf, inThread, type MatrixContent } from '../clients/matrix-content';
import { shownMatrixMessage, type MessageContext } from './shown-matrix-message';
import { activityIn, avatarIn, avatarOfRoom } from './matrix-activity';
import { findMatrixRooms, matrixMembers, matrixRoles } from './matrix-members';
import type {
	Activity,
	FoundRoom,
	KnownPerson,
	Members,
	Message,
	Person,
	Relation,
	Room,
	Side,
} from './side';
import { SideDoesNotAnswer } from './side-does-not-answer';

/** How long somebody types after the last request that says so, in milliseconds. */
const TYPING_LASTS = 20_000;
const emoji = ['👍', '❤️', '😂', '🎉', '👀', '🚀'];

/**
 * Matrix's column.
 * @param isGhost whether an app has this user id; the homeserver knows a ghost only after its first use
 */
export function matrixSide(
	persons: readonly { person: MatrixPerson; name: string }[],
	isGhost: (userId: string) => boolean,
): Side {
	return {
		title: 'Matrix',
		kind: 'matrix',
		roles: matrixRoles,
		emoji: emoji.map((key) => ({ key, shown: key })),
		persons: persons.map(({ person, name }) => new MatrixPersonOnPage(person, name, isGhost)),
	};
}

class MatrixPersonOnPage implements Person {
	readonly address: string;
	readonly otherAddress: string;

	constructor(
		private readonly person: MatrixPerson,
		readonly name: string,
		private readonly isGhost: (userId: string) => boolean,
	) {
		this.address = person.userId;
		this.otherAddress = person.userId.slice(1);
	}

	/** The invitations first, each kind by its last event. */
	async rooms(): Promise<Room[]> {
		const syncState = this.person.client.getSyncState();
		if (syncState === SyncState.Error || syncState === SyncState.Reconnecting) {
			throw new SideDoesNotAnswer('Matrix');
		}
		return [this.person.invitations(), this.person.joinedRooms()].flatMap((rooms) =>
			[...rooms]
				.sort((one, other) => other.getLastActiveTimestamp() - one.getLastActiveTimestamp())
				.map((room) => this.shownRoom(room)),
		);
	}

	async messages(roomId: string): Promise<Message[]> {
		const messages = this.person.messages(roomId);
		const byId = new Map(messages.map((message) => [message.eventId, message]));
		const context: MessageContext = {
			reader: this.address,
			nameOf: (userId) => this.person.nameOf(roomId, userId),
			avatarOf: (userId) => avatarIn(this.person.client.getRoom(roomId), userId),
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

	async sendFile(roomId: string, file: SentFile, caption: string, relation?: Relation): Promise<void> {
		const url = await uploadToHomeserver(this.person, file);
		const text = caption === '' ? undefined : this.content(roomId, caption);
		const content = this.withRelation(roomId, fileContent(file, url, text), relation);
		await this.person.sendContent(roomId, content);
	}

	download(source: string): Promise<Download> {
		return downloadFromHomeserver(this.person, source);
	}

	async avatar(): Promise<string | undefined> {
		const { avatar_url: avatar } = await this.person.client.getProfileInfo(this.address, 'avatar_url');
		return avatar;
	}

	async setAvatar(picture: SentFile): Promise<void> {
		await this.person.client.setAvatarUrl(await uploadToHomeserver(this.person, picture));
	}

	async setTyping(roomId: string, typing: boolean): Promise<void> {
		await this.person.client.sendTyping(roomId, typing, TYPING_LASTS);
	}

	/** Without a thread, because Dendrite 0.13.8 passes on no receipt that names one. */
	async markRead(roomId: string, messageId: string): Promise<void> {
		const event = this.person.client.getRoom(roomId)?.findEventById(messageId);
		if (event) {
			await this.person.client.sendReadReceipt(event, ReceiptType.Read, true);
		}
	}

	async activity(roomId: string): Promise<Activity> {
		const room = this.person.client.getRoom(roomId);
		return room ? activityIn(room, this.address) : { typing: [], read: {} };
	}

	async members(roomId: string): Promise<Members> {
		return matrixMembers(this.person.client.getRoom(roomId));
	}

	async invite(roomId: string, address: string): Promise<void> {
		await this.person.invite(roomId, address);
	}

	async removeMember(roomId: string, address: string): Promise<void> {
		await (address === this.address
			? this.person.leave(roomId)
			: this.person.client.kick(roomId, address));
	}

	async setRole(roomId: string, address: string, role: string): Promise<void> {
		await this.person.client.setPowerLevel(roomId, address, Number(role));
	}

	findRooms(term: string): Promise<FoundRoom[]> {
		return findMatrixRooms(this.person, term);
	}

	async joinFound(id: string): Promise<string> {
		const { roomId } = await this.person.client.joinRoom(id);
		return roomId;
	}

	/** An edit of a message with a file changes its caption. */
	async edit(roomId: string, messageId: string, text: string): Promise<void> {
		const message = this.person.messages(roomId).find(({ eventId }) => eventId === messageId);
		const content = captioned(message?.content ?? {}, this.content(roomId, text));
		await this.person.sendContent(roomId, editOf(messageId, content));
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

	async decline(roomId: string): Promise<void> {
		await this.person.leave(roomId);
	}

	async press(): Promise<void> {
		throw new Error('messages on Matrix have no buttons');
	}

	async knownPeople(): Promise<KnownPerson[]> {
		return this.person.client
			.getUsers()
			.filter(({ userId }) => userId !== this.address)
			.map(({ userId, displayName }) => ({ address: userId, name: displayName ?? userId }));
	}

	async openDirectMessage(address: string): Promise<string> {
		if (!/^@[^:\s]+:\S+$/.test(address)) {
			throw new Error(`${address} is no Matrix user id. One looks like this: ${this.address}`);
		}
		if (!this.isGhost(address)) {
			await this.assertExists(address);
		}
		const roomId = await this.person.createDirectRoom(address);
		await this.person.waitUntil(`the new room ${roomId}`, {
			look: () => this.person.joinedRooms().find((room) => room.roomId === roomId),
		});
		return roomId;
	}

	onChange(listener: () => void): void {
		this.person.onAnything(listener);
	}

	private shownRoom(room: MatrixRoom): Room {
		const own = room.getMember(this.address);
		const inviter = own?.membership === 'invite' ? own.events.member?.getSender() : undefined;
		const others = room
			.getMembers()
			.filter(({ membership, userId }) => membership !== 'leave' && userId !== this.address)
			.map(({ userId }) => userId);
		const isDirect = inviter === undefined ? others.length === 1 : own?.getDMInviter() !== undefined;
		const people = others.length + 1;
		const avatar = isDirect && others[0] ? avatarIn(room, others[0]) : avatarOfRoom(room);
		return {
			id: room.roomId,
			name: room.name,
			kind: isDirect ? 'direct' : room.getJoinRule() === JoinRule.Public ? 'channel' : 'private',
			detail: isDirect
				? others.join(', ')
				: (room.getCanonicalAlias() ?? (people === 1 ? '1 person' : `${people} people`)),
			...(avatar !== undefined && { avatar }),
			people: isDirect ? [this.address, ...others] : [],
			...(inviter !== undefined && {
				invitedBy: { address: inviter, name: room.getMember(inviter)?.name ?? inviter },
			}),
			waiting: 0,
		};
	}

	/** @throws Error if the homeserver does not know the user */
	private async assertExists(userId: string): Promise<void> {
		await this.person.client.getProfileInfo(userId).catch((error: unknown) => {
			if (error instanceof MatrixError && error.httpStatus === 404) {
				throw new Error(`The homeserver knows nobody with the user id ${userId}.`, { cause: error });
			}
			throw error;
		});
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
