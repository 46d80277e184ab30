import { cleaned } from '../../../sandbox/page/markup/clean-html';
import { servePage, type Page } from '../../../sandbox/page/server';
import type { Message, Person, Room } from '../../../sandbox/page/side';

/** Writes down what is asked of them. */
export class FakePerson implements Person {
	/** What was done, and with what. */
	readonly calls: unknown[][] = [];
	/** What everything they do fails with. */
	failure: Error | undefined;
	/** Says that something may have changed. */
	change = (): void => undefined;

	constructor(
		readonly name: string,
		readonly address: string,
	) {}

	rooms = async (): Promise<Room[]> => this.done([{ id: '!1', name: 'Bob', invitation: false }], 'rooms');
	messages = async (room: string): Promise<Message[]> => this.done([said], 'messages', room);
	write = async (...what: unknown[]): Promise<void> => this.done(undefined, 'write', ...what);
	edit = async (...what: unknown[]): Promise<void> => this.done(undefined, 'edit', ...what);
	remove = async (...what: unknown[]): Promise<void> => this.done(undefined, 'remove', ...what);
	react = async (...what: unknown[]): Promise<void> => this.done(undefined, 'react', ...what);
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

/** What fake people see in every room. */
export const said: Message = {
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

/** Serves the page with one side, on any free port. */
export async function serveFakePage(persons: readonly FakePerson[]): Promise<Page> {
	const side = { title: 'One side', emoji: [{ key: ':tada:', shown: '🎉' }], persons };
	const plan = { present: async () => undefined, change: async () => undefined };
	return servePage({ left: side }, plan, 0);
}
