import { expect } from 'chai';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { dan } from '../support/matrix-room';
import { invitation, invitedWorkspace } from '../support/invited-workspace';

describe('a membership on Matrix', () => {
	const ignored: readonly [what: string, change: object, content: object][] = [
		['of somebody else', { stateKey: dan }, {}],
		['of a ghost that a ghost has invited', { sender: '@rc_carol:example.org' }, {}],
		['whose state key is no user id', { stateKey: 'alice' }, {}],
		['of a ghost that has joined', {}, { membership: 'join' }],
		['of a ghost that has left', {}, { membership: 'leave' }],
	];
	for (const [what, change, content] of ignored) {
		it(`${what} changes nothing`, async () => {
			const { bridge, calls } = await invitedWorkspace();
			await relayToRocketChat(bridge, invitation(change, content));
			expect(calls).to.deep.equal([]);
		});
	}
});
