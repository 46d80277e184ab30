import { expect } from 'chai';
import type { RoomEvent } from '../../../src/matrix/events';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { eventOf, linkedRoom } from '../../support/matrix-room';

const open = { allow: ['*'], deny: ['evil.example'] };
const closed = { allow: ['*'], deny: ['EXAMPLE.org'] };

const aclOf = (content: object, before?: object): RoomEvent =>
	eventOf('m.room.server_acl', content, {
		stateKey: '',
		unsigned: before ? { prev_content: before } : {},
	});

const shutOut = [/^`@bob:far\.example` has shut your Matrix server `example\.org` out of this room\./];
const letIn = [/^`@bob:far\.example` has let your Matrix server `example\.org` into this room again\./];

describe('the servers that a room on Matrix lets in', () => {
	const changes: readonly [what: string, events: readonly RoomEvent[], lines: readonly RegExp[]][] = [
		['shut out this one', [aclOf(closed)], shutOut],
		['shut out this one, which were open', [aclOf(closed, open)], shutOut],
		['are only others', [aclOf({ allow: ['*.far.example'] })], shutOut],
		['are none', [aclOf({ deny: [] })], shutOut],
		['shut out this one, as is heard twice', [aclOf(closed), aclOf(closed)], shutOut],
		['have this one again', [aclOf(open, closed)], letIn],
		['shut out another one', [aclOf(open)], []],
		['shut out this one and one more', [aclOf({ allow: ['*', 7], deny: ['*.org', 8] }, closed)], []],
		['are no addresses', [aclOf({ allow: ['*'], allow_ip_literals: false })], []],
	];
	for (const [what, events, lines] of changes) {
		it(`and ${what}: ${lines.length === 0 ? 'nothing is said' : 'a line says so'}`, async () => {
			const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
			const { bridge, calls } = await linkedRoom({ 'rooms.members': () => [botBob] });
			for (const event of events) {
				await relayToRocketChat(bridge, event);
			}
			const posts = calls.filter(([method]) => method === 'messages.post').map(([, post]) => post);
			const texts = posts.map((post) => (post as { text: string }).text);
			expect(texts).to.have.length(lines.length);
			lines.forEach((line, index) => expect(texts[index]).to.match(line));
		});
	}
});
