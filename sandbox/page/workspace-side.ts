import type { WorkspacePerson, WorkspaceRoom } from '../clients/workspace-client';
import type { WorkspaceMessage } from '../clients/workspace-message';
import type { Message, Person, Room, Side } from './side';

const GENERAL: Room = { id: 'GENERAL', name: '# general', invitation: false };

/** Rocket.Chat's clients have a text for each type of system message; these occur here. */
const systemTexts: Readonly<Record<string, string>> = {
	uj: 'has joined the channel',
	ul: 'has left the channel',
	au: 'added to the channel:',
	ru: 'removed from the channel:',
	r: 'renamed the room to:',
	rm: 'removed a message',
};

/** The column of Rocket.Chat. */
export function workspaceSide(persons: readonly { person: WorkspacePerson; name: string }[]): Side {
	return {
		title: 'Rocket.Chat',
		persons: persons.map(({ person, name }) => new WorkspacePersonOnPage(person, name)),
	};
}

class WorkspacePersonOnPage implements Person {
	readonly address: string;

	constructor(
		private readonly person: WorkspacePerson,
		readonly name: string,
	) {
		this.address = person.username;
	}

	async rooms(): Promise<Room[]> {
		const direct = await this.person.directRooms();
		const rooms = [...direct.map((room) => this.directRoom(room)), GENERAL];
		// The realtime API tells of messages room by room.
		await Promise.all(rooms.map(({ id }) => this.person.listenTo(id)));
		return rooms;
	}

	async messages(roomId: string): Promise<Message[]> {
		const written = (await this.person.messages(roomId, 100)).map((message) => this.message(message));
		const notices = this.person.notices
			.filter((notice) => notice.roomId === roomId)
			.map((notice): Message => ({ ...this.message(notice), sender: 'only you', kind: 'notice' }));
		return [...written, ...notices].sort((one, other) => one.at - other.at);
	}

	async write(roomId: string, text: string): Promise<void> {
		const [, command, parameters = ''] = /^\/(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
		if (command === undefined) {
			await this.person.send(roomId, text);
		} else {
			await this.person.runCommand(command, parameters, roomId);
		}
	}

	async join(): Promise<void> {
		throw new Error('Rocket.Chat knows no invitations');
	}

	async openDirectMessage(address: string): Promise<string> {
		return this.person.directRoom(address.replace(/^@/, ''));
	}

	onChange(listener: () => void): void {
		this.person.onAnything(listener);
		const event = `${this.person.userId}/subscriptions-changed`;
		void this.person.realtime.subscribe('notify-user', event, listener);
	}

	private directRoom({ _id: id, usernames = [] }: WorkspaceRoom): Room {
		const others = usernames.filter((username) => username !== this.address);
		return { id, name: `@ ${others.join(', ') || this.address}`, invitation: false };
	}

	private message({ id, sender, text, sentAt: at, systemType }: WorkspaceMessage): Message {
		if (systemType !== undefined) {
			const said = [systemTexts[systemType] ?? systemType, text === sender ? '' : text]
				.join(' ')
				.trim();
			return { id, sender, text: said, at, kind: 'system' };
		}
		return { id, sender, text, at, kind: sender === this.address ? 'own' : 'other' };
	}
}
