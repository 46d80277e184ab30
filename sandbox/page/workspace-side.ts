import type { Download, SentFile } from '../clients/sent-file';
import { buttonsOf } from '../clients/message-buttons';
import { messageLink, splitQuotes } from '../clients/message-link';
import { RestError } from '../clients/rest-connection';
import type { WorkspacePerson } from '../clients/workspace-client';
import { customEmoji } from '../clients/custom-emoji';
import { WorkspaceAvatars } from '../clients/workspace-avatars';
import { downloadFromWorkspace, sendWorkspaceFile, setWorkspaceAvatar } from '../clients/workspace-files';
import { WorkspaceTyping } from '../clients/workspace-typing';
import { workspaceMessageOf, type WorkspaceMessage } from '../clients/workspace-message';
import { WorkspaceMembers, workspaceRoles } from './workspace-members';
import { emojiNamed } from './markup/emoji';
import { shownWorkspaceMessage } from './shown-workspace-message';
import { shownWorkspaceRoom } from './shown-workspace-room';
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

const emoji = [':thumbsup:', ':heart:', ':joy:', ':tada:', ':eyes:', ':rocket:'];

/**
 * Rocket.Chat's column.
 * @param ghostOf the user id of a local user's ghost
 */
export function workspaceSide(
	persons: readonly { person: WorkspacePerson; name: string }[],
	ghostOf: (username: string) => string,
	title = 'Rocket.Chat',
): Side {
	return {
		title,
		kind: 'workspace',
		roles: workspaceRoles,
		emoji: emoji.map((key) => ({ key, shown: emojiNamed(key) })),
		persons: persons.map(
			({ person, name }) => new WorkspacePersonOnPage(person, name, ghostOf(person.username)),
		),
	};
}

class WorkspacePersonOnPage implements Person {
	readonly address: string;
	private readonly listeners: (() => void)[] = [];
	/** Rooms with a subscription to their messages and deletions. */
	private readonly subscriptions = new Map<string, Promise<unknown>>();
	private readonly avatars: WorkspaceAvatars;
	private readonly typing: WorkspaceTyping;
	private readonly memberLists: WorkspaceMembers;

	constructor(
		private readonly person: WorkspacePerson,
		readonly name: string,
		readonly otherAddress: string,
	) {
		this.address = person.username;
		const changed = () => this.listeners.forEach((listener) => listener());
		this.avatars = new WorkspaceAvatars(person, changed);
		this.memberLists = new WorkspaceMembers(person, () => this.avatars.paths());
		this.typing = new WorkspaceTyping(person, changed);
	}

	/** Direct messages first, each kind by its last message. */
	async rooms(): Promise<Room[]> {
		const found = (await this.person.rooms()).sort(
			({ room: one }, { room: other }) =>
				Number(other.t === 'd') - Number(one.t === 'd') ||
				(other.lm ?? '').localeCompare(one.lm ?? ''),
		);
		await Promise.all(found.map(({ room }) => this.subscribe(room._id)));
		const avatarOf = await this.avatars.paths();
		return Promise.all(found.map((each) => shownWorkspaceRoom(this.person, each, this.name, avatarOf)));
	}

	async messages(roomId: string): Promise<Message[]> {
		const [avatarOf, emojiOf] = await Promise.all([this.avatars.paths(), customEmoji(this.person)]);
		const stored = (await this.person.messages(roomId, 100)).map((message) =>
			shownWorkspaceMessage(message, this.address, { avatarOf, emojiOf }),
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
		const { msg, ...more } = await this.related(roomId, text, relation);
		await this.person.send(roomId, msg, more);
	}

	async sendFile(roomId: string, file: SentFile, caption: string, relation?: Relation): Promise<void> {
		const message = await this.related(roomId, caption, relation);
		await sendWorkspaceFile(this.person, roomId, file, message);
	}

	download(source: string): Promise<Download> {
		return downloadFromWorkspace(this.person, source);
	}

	async avatar(): Promise<string | undefined> {
		return (await this.avatars.paths())(this.address);
	}

	async setAvatar(picture: SentFile): Promise<void> {
		await setWorkspaceAvatar(this.person, picture);
	}

	async setTyping(roomId: string, typing: boolean): Promise<void> {
		await this.typing.tell(roomId, typing);
	}

	/** Rocket.Chat marks whole rooms. */
	async markRead(rid: string): Promise<void> {
		await this.person.rest.post('/api/v1/subscriptions.read', { rid });
	}

	/** Who has read what is not shown: Rocket.Chat's own receipts belong to its paid plans. */
	async activity(roomId: string): Promise<Activity> {
		return { typing: this.typing.in(roomId), read: {} };
	}

	members(roomId: string): Promise<Members> {
		return this.memberLists.of(roomId);
	}

	async invite(roomId: string, address: string): Promise<void> {
		await this.memberLists.invite(roomId, address);
	}

	async removeMember(roomId: string, address: string): Promise<void> {
		await this.memberLists.remove(roomId, address);
	}

	async setRole(roomId: string, address: string, role: string): Promise<void> {
		await this.memberLists.setRole(roomId, address, role);
	}

	async findRooms(term: string): Promise<FoundRoom[]> {
		const joined = (await this.person.rooms()).map(({ room }) => room._id);
		return this.memberLists.find(term, joined);
	}

	joinFound(id: string): Promise<string> {
		return this.memberLists.join(id);
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

	async decline(): Promise<void> {
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

	async knownPeople(): Promise<KnownPerson[]> {
		const { users } = await this.person.rest.get<{ users: { username?: string; name?: string }[] }>(
			'/api/v1/users.list',
			{ count: '0' },
		);
		return users.flatMap(({ username, name }) =>
			username === undefined ? [] : [{ address: username, name: name ?? username }],
		);
	}

	/** `im.create` skips a name that nobody has, and opens a direct message with the caller alone. */
	async openDirectMessage(address: string): Promise<string> {
		const username = address.replace(/^@/, '');
		await this.person.rest.get('/api/v1/users.info', { username }).catch((error: unknown) => {
			if (!(error instanceof RestError)) {
				throw error;
			}
			const remedy = username.includes(':')
				? ` To write to somebody on Matrix: /federation dm @${username}`
				: '';
			throw new Error(`Nobody here has the username ${username}.${remedy}`, { cause: error });
		});
		return this.person.directRoom(username);
	}

	onChange(listener: () => void): void {
		this.listeners.push(listener);
		this.person.onAnything(listener);
		const event = `${this.person.userId}/subscriptions-changed`;
		void this.person.realtime.subscribe('notify-user', event, listener);
	}

	/** @returns the fields of a message with this text and relation */
	private async related(
		roomId: string,
		text: string,
		relation: Relation | undefined,
	): Promise<{ msg: string; tmid?: string }> {
		if (!relation) {
			return { msg: text };
		}
		const { id, raw } = await this.message(relation.messageId);
		const thread = typeof raw.tmid === 'string' ? raw.tmid : relation.kind === 'thread' ? id : undefined;
		const link = relation.kind === 'reply' ? messageLink(this.person.rest.url, roomId, id) : '';
		return { msg: link + text, ...(thread !== undefined && { tmid: thread }) };
	}

	/** The realtime API has a stream of messages and one of deletions for each room. */
	private async subscribe(roomId: string): Promise<void> {
		const subscribed =
			this.subscriptions.get(roomId) ??
			Promise.all([
				this.person.listenTo(roomId),
				this.typing.listenTo(roomId),
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
}
