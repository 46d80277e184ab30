import type { Download, SentFile } from '../../../sandbox/clients/sent-file';
import { cleaned } from '../../../sandbox/page/markup/clean-html';
import { servePage, type Page } from '../../../sandbox/page/server';
import type {
	Activity,
	FoundRoom,
	KnownPerson,
	Members,
	Message,
	Person,
	Room,
} from '../../../sandbox/page/side';

/** A person of the page who records every call. */
export class FakePerson implements Person {
	/** The methods that were called, with their arguments. */
	readonly calls: unknown[][] = [];
	shownRooms: readonly Room[] = [sampleRoom];
	/** By room; a room that is missing has the sample message. */
	readonly shownMessages = new Map<string, readonly Message[]>();
	/** Source of the avatar. */
	shownAvatar: string | undefined;
	shownActivity: Activity = { typing: [], read: {} };
	shownMembers: Members = { members: [], total: 0 };
	foundRooms: readonly FoundRoom[] = [];
	/** By source. */
	readonly shownMedia = new Map<string, Download>();
	/** The error that every method throws, if it is set. */
	failure: Error | undefined;
	/** Calls the page's listener. */
	change = (): void => undefined;

	constructor(
		readonly name: string,
		readonly address: string,
		readonly otherAddress = `@${address}:matrix.test`,
	) {}

	rooms = async (): Promise<Room[]> => this.done([...this.shownRooms], 'rooms');
	messages = async (room: string): Promise<Message[]> =>
		this.done([...(this.shownMessages.get(room) ?? [sampleMessage])], 'messages', room);
	write = async (...what: unknown[]): Promise<void> => this.done(undefined, 'write', ...what);
	sendFile = async (room: string, { name, type, bytes }: SentFile, ...more: unknown[]): Promise<void> =>
		this.done(undefined, 'file', room, { name, type, bytes: bytes.toString('latin1') }, ...more);
	download = async (source: string): Promise<Download> => {
		const found = this.done(this.shownMedia.get(source), 'download', source);
		if (!found) {
			throw new Error('that is no file');
		}
		return found;
	};
	avatar = async (): Promise<string | undefined> => this.shownAvatar;
	setAvatar = async ({ name, type, bytes }: SentFile): Promise<void> =>
		this.done(undefined, 'avatar', { name, type, bytes: bytes.toString('latin1') });
	setTyping = async (...what: unknown[]): Promise<void> => this.done(undefined, 'typing', ...what);
	markRead = async (...what: unknown[]): Promise<void> => this.done(undefined, 'read', ...what);
	activity = async (): Promise<Activity> => this.shownActivity;
	members = async (...what: unknown[]): Promise<Members> =>
		this.done(this.shownMembers, 'members', ...what);
	invite = async (...what: unknown[]): Promise<void> => this.done(undefined, 'invite', ...what);
	removeMember = async (...what: unknown[]): Promise<void> =>
		this.done(undefined, 'remove member', ...what);
	setRole = async (...what: unknown[]): Promise<void> => this.done(undefined, 'role', ...what);
	findRooms = async (term: string): Promise<FoundRoom[]> => this.done([...this.foundRooms], 'find', term);
	joinFound = async (id: string): Promise<string> => this.done(id, 'join found', id);
	edit = async (...what: unknown[]): Promise<void> => this.done(undefined, 'edit', ...what);
	remove = async (...what: unknown[]): Promise<void> => this.done(undefined, 'remove', ...what);
	react = async (...what: unknown[]): Promise<void> => this.done(undefined, 'react', ...what);
	press = async (...what: unknown[]): Promise<void> => this.done(undefined, 'press', ...what);
	join = async (...what: unknown[]): Promise<void> => this.done(undefined, 'join', ...what);
	decline = async (...what: unknown[]): Promise<void> => this.done(undefined, 'decline', ...what);
	knownPeople = async (): Promise<KnownPerson[]> => this.done([{ address: 'bob', name: 'Bob' }], 'people');
	openDirectMessage = async (address: string): Promise<string> => this.done('!2', 'direct', address);
	onChange = (listener: () => void): void => void (this.change = listener);

	private done<Result>(result: Result, ...call: unknown[]): Result {
		this.calls.push(call);
		if (this.failure) {
			throw this.failure;
		}
		return result;
	}
}

export const sampleRoom: Room = {
	id: '!1',
	name: 'Bob',
	kind: 'direct',
	detail: 'bob',
	people: ['alice', 'bob'],
	waiting: 0,
};

/** The message of a room that has no others. */
export const sampleMessage: Message = {
	id: '$1',
	sender: 'bob',
	name: 'Bob',
	text: 'Hello',
	html: cleaned('<b>Hello</b>'),
	at: 1_700_000_000_000,
	kind: 'other',
	edited: false,
	deleted: false,
	quotes: [],
	reactions: [],
};

/** Serves the page on a free port: with one side, or with two if there are people on the right. */
export async function serveFakePage(
	left: readonly FakePerson[],
	right: readonly FakePerson[] = [],
): Promise<Page> {
	const emoji = [{ key: ':tada:', shown: '🎉' }];
	const plan = { present: async () => 'starter' as const, change: async () => undefined };
	const roles = [
		{ key: 'owner', name: 'Owner' },
		{ key: 'user', name: 'Member' },
	];
	const sides = {
		left: { title: 'One side', kind: 'workspace' as const, emoji, roles, persons: left },
		...(right.length > 0 && {
			right: { title: 'Other side', kind: 'matrix' as const, emoji, roles, persons: right },
		}),
	};
	return servePage(sides, plan, 0);
}
