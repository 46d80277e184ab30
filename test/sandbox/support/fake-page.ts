import { cleaned } from '../../../sandbox/page/markup/clean-html';
import { servePage, type Page } from '../../../sandbox/page/server';
import type { Message, Person, Room } from '../../../sandbox/page/side';

/** A person of the page who records every call. */
export class FakePerson implements Person {
	/** The methods that were called, with their arguments. */
	readonly calls: unknown[][] = [];
	/** The error that every method throws, if it is set. */
	failure: Error | undefined;
	/** Calls the page's listener. */
	change = (): void => undefined;

	constructor(
		readonly name: string,
		readonly address: string,
	) {}

	rooms = async (): Promise<Room[]> => this.done([{ id: '!1', name: 'Bob', invitation: false }], 'rooms');
	messages = async (room: string): Promise<Message[]> => this.done([sampleMessage], 'messages', room);
	write = async (...what: unknown[]): Promise<void> => this.done(undefined, 'write', ...what);
	edit = async (...what: unknown[]): Promise<void> => this.done(undefined, 'edit', ...what);
	remove = async (...what: unknown[]): Promise<void> => this.done(undefined, 'remove', ...what);
	react = async (...what: unknown[]): Promise<void> => this.done(undefined, 'react', ...what);
	press = async (...what: unknown[]): Promise<void> => this.done(undefined, 'press', ...what);
	join = async (...what: unknown[]): Promise<void> => this.done(undefined, 'join', ...what);
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

/** The only message in every room. */
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

/** Serves the page with one side, on a free port. */
export async function serveFakePage(persons: readonly FakePerson[]): Promise<Page> {
	const side = { title: 'One side', emoji: [{ key: ':tada:', shown: '🎉' }], persons };
	const plan = { present: async () => undefined, change: async () => undefined };
	return servePage({ left: side }, plan, 0);
}
