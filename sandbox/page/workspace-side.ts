import { buttonsOf } from '../clients/message-buttons';
import { messageLink, splitQuotes } from '../clients/message-link';
import type { WorkspacePerson, WorkspaceRoom } from '../clients/workspace-client';
import { workspaceMessageOf, type WorkspaceMessage } from '../clients/workspace-message';
import { emojiNamed } from './markup/emoji';
import { shownWorkspaceMessage } from './shown-workspace-message';
import type { Message, Person, Relation, Room, Side } from './side';

const GENERAL: Room = { id: 'GENERAL', name: '# general', invitation: false };
const emoji = [':thumbsup:', ':heart:', ':joy:', ':tada:', ':eyes:', ':rocket:'];

/** Rocket.Chat's column. */
export function workspaceSide(persons: readonly { person: WorkspacePerson; name: string }[]): Side {
	return {
		title: 'Rocket.Chat',
		emoji: emoji.map((key) => ({ key, shown: emojiNamed(key) })),
		persons: persons.map(({ person, name }) => new WorkspacePersonOnPage(person, name)),
	};
}

class WorkspacePersonOnPage implements Person {
	readonly address: string;
	private readonly listeners: (() => void)[] = [];
	/** Rooms with a subscription to their messages and deletions. */
	private readonly subscriptions = new Map<string, Promise<unknown>>();

	constructor(
		private readonly person: WorkspacePerson,
		readonly name: string,
	) {
		this.address = person.username;
	}

	async rooms(): Promise<Room[]> {
		const direct = await this.person.directRooms();
		const rooms = [...direct.map((room) => this.directRoom(room)), GENERAL];
		await Promise.all(rooms.map(({ id }) => this.subscribe(id)));
		return rooms;
	}

	async messages(roomId: string): Promise<Message[]> {
		const stored = (await this.person.messages(roomId, 100)).map((message) =>
			shownWorkspaceMessage(message, this.address),
		);
		const notices = this.person.notices
			.filter((notice) => notice.roomId === roomId)
			.map((notice): Message => {
				const shown = shownWorkspaceMessage(notice, this.address);
				return { ...shown, name: 'only you', sender: 'only you', kind: 'notice' };
			});
		return [...stored, ...notices].sort((one, other) => one.at - other.at);
	}

	/** Rocket.Chat's clients quote with a link before the text. `tmid` is the id of a thread's first message. */
	async write(roomId: string, text: string, relation?: Relation): Promise<void> {
		const [, command, parameters = ''] = /^\/(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
		if (command !== undefined) {
			await this.person.runCommand(command, parameters, roomId);
			return;
		}
		if (!relation) {
			await this.person.send(roomId, text);
			return;
		}
		const { id, raw } = await this.message(relation.messageId);
		const thread = raw.tmid ?? (relation.kind === 'thread' ? id : undefined);
		const link = relation.kind === 'reply' ? messageLink(this.person.rest.url, roomId, id) : '';
		await this.person.send(roomId, link + text, thread === undefined ? {} : { tmid: thread });
	}

	async edit(roomId: string, messageId: string, text: string): Promise<void> {
		const { links } = splitQuotes((await this.message(messageId)).text);
		await this.person.edit(roomId, messageId, links + text);
	}

	async remove(roomId: string, messageId: string): Promise<void> {
		await this.person.remove(roomId, messageId);
	}

	async react(_roomId: string, messageId: string, name: string, wanted: boolean): Promise<void> {
		await this.person.react(messageId, name, wanted);
	}

	async join(): Promise<void> {
		throw new Error('Rocket.Chat has no invitations');
	}

	async press(_roomId: string, messageId: string, index: number): Promise<void> {
		const message = await this.message(messageId);
		const button = buttonsOf(message)[index];
		if (!button) {
			throw new Error('the message has no such button any more');
		}
		await this.person.press(message, button);
	}

	async openDirectMessage(address: string): Promise<string> {
		return this.person.directRoom(address.replace(/^@/, ''));
	}

	onChange(listener: () => void): void {
		this.listeners.push(listener);
		this.person.onAnything(listener);
		const event = `${this.person.userId}/subscriptions-changed`;
		void this.person.realtime.subscribe('notify-user', event, listener);
	}

	/** The realtime API has a stream of messages and one of deletions for each room. */
	private async subscribe(roomId: string): Promise<void> {
		const subscribed =
			this.subscriptions.get(roomId) ??
			Promise.all([
				this.person.listenTo(roomId),
				this.person.realtime.subscribe('notify-room', `${roomId}/deleteMessage`, () =>
					this.listeners.forEach((listener) => listener()),
				),
			]);
		this.subscriptions.set(roomId, subscribed);
		await subscribed;
	}

	private async message(msgId: string): Promise<WorkspaceMessage> {
		const { message } = await this.person.rest.get<{ message: unknown }>('/api/v1/chat.getMessage', {
			msgId,
		});
		return workspaceMessageOf(message);
	}

	private directRoom({ _id: id, usernames = [] }: WorkspaceRoom): Room {
		const others = usernames.filter((username) => username !== this.address);
		return { id, name: `@ ${others.join(', ') || this.address}`, invitation: false };
	}
}
