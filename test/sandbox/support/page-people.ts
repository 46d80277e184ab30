import { markdownAsHtml } from '../../../sandbox/page/markup/rocketchat-markdown';
import { matrixHtml } from '../../../sandbox/page/markup/matrix-html';
import { plainTextAsHtml } from '../../../sandbox/page/markup/plain-text';
import type { Message, Room } from '../../../sandbox/page/side';
import { FakePerson } from './fake-page';

const AT = Date.UTC(2026, 10, 28, 9, 30);
const none = { edited: false, deleted: false, quotes: [], reactions: [] };

/** A message with a text that is shown as it is. */
export function message(id: string, sender: string, text: string, more: Partial<Message> = {}): Message {
	const kind = more.kind ?? 'other';
	return {
		...{
			id,
			sender,
			name: sender.replace(/^@(rc_)?|:.*$/g, ''),
			text,
			kind,
			at: AT + Number(id) * 60_000,
		},
		...{ html: plainTextAsHtml(text), ...none, ...more },
	};
}

/** A direct message, or a channel if nobody is given. */
export function room(
	id: string,
	name: string,
	people: readonly string[] = [],
	more: Partial<Room> = {},
): Room {
	const kind = people.length > 0 ? 'direct' : 'channel';
	return { id, name, kind, detail: people.slice(1).join(', ') || '12 people', people, waiting: 0, ...more };
}

/** Every kind of message that a workspace's column shows. */
export function everyMessage(): Message[] {
	const html = (text: string) => markdownAsHtml(text, { people: ['alice'], channels: [], reader: 'alice' });
	const long = 'a line of code that is much wider than the column '.repeat(4);
	const code = `A block:\n\`\`\`\nconst ${long}\n\`\`\`\n*bold*, _italic_, https://example.org and @alice`;
	return [
		message('1', 'bob:localhost', 'Hello Alice, can you read this?'),
		message('2', 'alice', 'Yes, at once.', { kind: 'own', edited: true }),
		message('3', 'bob', 'has joined the channel', { kind: 'system' }),
		message('4', 'bob:localhost', code, {
			html: html(code),
			quotes: [{ id: '2', name: 'Alice', html: html('Yes, at once.') }],
			reactions: [
				{ key: ':tada:', shown: '🎉', people: ['alice', 'bob:localhost'], own: true },
				{ key: ':eyes:', shown: '👀', people: ['bob:localhost'], own: false },
			],
		}),
		message('5', 'alice', 'Message removed', { kind: 'own', deleted: true }),
		message('6', 'alice', 'In the thread', { kind: 'own', thread: '1' }),
		message('7', 'bob:localhost', '', {
			html: matrixHtml(
				'A secret: <span data-mx-spoiler="plot">the butler</span><table><tr><th>A</th></tr><tr><td>1</td></tr></table>',
				'@bob:localhost',
			),
		}),
		message('8', 'only you', '✓ You can write to Bob now.', { kind: 'notice' }),
	];
}

/** Alice, whose workspace has more rooms than fit, and Bob, who is invited and has rooms that look alike. */
export function pagePeople(): { alice: FakePerson; carol: FakePerson; bob: FakePerson; dave: FakePerson } {
	const alice = new FakePerson('Alice', 'alice', '@rc_alice:localhost');
	const carol = new FakePerson('Carol', 'carol', '@rc_carol:localhost');
	const bob = new FakePerson('Bob', '@bob:localhost', 'bob:localhost');
	const dave = new FakePerson('Dave', '@dave:localhost', 'dave:localhost');
	alice.shownRooms = [
		room('d3', 'Bob, Carol', ['alice', 'bob:localhost', 'carol']),
		room('d1', 'Bob', ['alice', 'bob:localhost']),
		room('d2', 'Federation', ['alice', 'federation.bot'], { waiting: 1 }),
		room('GENERAL', 'general'),
		room('p1', 'release', [], { kind: 'private', detail: '4 people' }),
		...Array.from({ length: 12 }, (_, index) => room(`c${index}`, `channel-${index + 1}`)),
	];
	alice.shownMessages.set('d1', everyMessage());
	alice.shownMessages.set('d2', [
		message('1', 'federation.bot', '@carl:example.org invites you to a direct message.', {
			sections: ['Carl invites you.', 'Server: example.org'].map(plainTextAsHtml),
			buttons: [
				{ label: 'Accept', style: 'primary' },
				{ label: 'Decline', style: 'danger' },
			],
		}),
	]);
	const invitedBy = { address: '@rc_alice:localhost', name: 'Alice' };
	bob.shownRooms = [
		room('!new:localhost', 'Alice', ['@bob:localhost', '@rc_alice:localhost'], { invitedBy }),
		room('!abcde1:localhost', 'Alice', ['@bob:localhost', '@rc_alice:localhost']),
		room('!fghij2:localhost', 'Alice', ['@bob:localhost', '@rc_alice:localhost']),
		room('!team:localhost', 'Team', [], { detail: '#team:localhost' }),
		room('!other:localhost', 'Team', [], { kind: 'private', detail: '3 people' }),
	];
	bob.shownMessages.set('!abcde1:localhost', [
		message('1', '@bob:localhost', 'Hello Alice, can you read this?', { kind: 'own' }),
		message('2', '@rc_alice:localhost', 'Yes, at once.', { edited: true }),
	]);
	return { alice, carol, bob, dave };
}
