import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { removeUserFromRoom } from '../../../sandbox/workspace/functions/remove-user-from-room';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { executeSetReaction } from '../../../sandbox/workspace/functions/set-reaction';
import type { Server } from '../../../sandbox/workspace/server';
import { memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

type Listener = (event: string, data: unknown) => unknown;

/** A server whose engine has this one listener. */
function listenedServer(listener: Listener): Server {
	const engine = {
		areAppsLoaded: () => true,
		getListenerManager: () => ({
			executeListener: async (event: string, data: unknown) => listener(event, data),
		}),
	};
	return Object.assign(memoryServer(), { appManager: () => engine as unknown as AppManager });
}

const unchanged: Listener = (event, data) =>
	event.endsWith('Extend') || event.endsWith('Modify') ? data : undefined;

// apps/meteor/app/apps/server/bridges/listeners.ts and the functions that call it
describe('raising events', () => {
	it('waits for the handlers of no message event, but for those of somebody who leaves', async () => {
		const pending: string[] = [];
		const server = listenedServer((event, data) => {
			if (!event.startsWith('IPost')) {
				return unchanged(event, data);
			}
			pending.push(event);
			return new Promise(() => undefined);
		});
		const alice = someUser(server, 'alice');
		someChannel(server, 'team', [alice]);
		const sent = await executeSendMessage(server, alice._id, { rid: 'team-id', msg: 'hi' });
		await executeSetReaction(server, alice._id, ':tada:', sent?._id ?? '', true);
		expect(pending).to.deep.equal(['IPostMessageSent', 'IPostMessageReacted']);
		let left = false;
		void removeUserFromRoom(server, 'team-id', alice).then(() => {
			left = true;
		});
		await new Promise((resolve) => setImmediate(resolve));
		expect(pending).to.deep.equal([
			'IPostMessageSent',
			'IPostMessageReacted',
			'IPostSystemMessageSent',
			'IPostRoomUserLeave',
		]);
		expect(left).to.equal(false);
	});

	it('raises the event of a message before the room counts it', async () => {
		const seen: unknown[] = [];
		const server = listenedServer((event, data) => {
			if (event === 'IPostMessageSent') {
				seen.push((data as { room: { messageCount: number } }).room.messageCount);
			}
			return unchanged(event, data);
		});
		const alice = someUser(server, 'alice');
		someChannel(server, 'team', [alice]);
		await executeSendMessage(server, alice._id, { rid: 'team-id', msg: 'hi' });
		expect(seen).to.deep.equal([0]);
		expect(collections(server).rooms.findById('team-id')?.msgs).to.equal(1);
	});

	it('lets handlers change a message before it is stored, and checks it once more', async () => {
		let avatarUrl = '/avatar/other';
		const server = listenedServer((event, data) =>
			event === 'IPreMessageSentModify'
				? { ...(data as object), text: 'changed', alias: 'Other', avatarUrl }
				: unchanged(event, data),
		);
		const bot = someUser(server, 'bot', { type: 'bot', roles: ['bot'] });
		someChannel(server, 'team', [bot]);
		const sent = await executeSendMessage(server, bot._id, { rid: 'team-id', msg: 'hi' });
		expect(sent).to.include({ msg: 'changed', alias: 'Other' });
		avatarUrl = 'javascript:alert(1)';
		const refusal = await thrownBy(() =>
			executeSendMessage(server, bot._id, { rid: 'team-id', msg: 'hi' }),
		);
		expect(refusal).to.equal('Invalid href value provided');
	});

	it('sends nothing that a handler prevents', async () => {
		const server = listenedServer((event, data) =>
			event === 'IPreMessageSentPrevent' ? true : unchanged(event, data),
		);
		const alice = someUser(server, 'alice');
		someChannel(server, 'team', [alice]);
		expect(await executeSendMessage(server, alice._id, { rid: 'team-id', msg: 'hi' })).to.equal(
			undefined,
		);
		expect(collections(server).messages.count()).to.equal(0);
	});

	it('a handler that fails afterwards disturbs nobody', async () => {
		const server = listenedServer((event, data) => {
			if (event.startsWith('IPost')) {
				throw new Error('the handler of this test fails');
			}
			return unchanged(event, data);
		});
		const alice = someUser(server, 'alice');
		someChannel(server, 'team', [alice]);
		const printed = console.error;
		const lines: unknown[] = [];
		console.error = (...line: unknown[]) => lines.push(line);
		try {
			await executeSendMessage(server, alice._id, { rid: 'team-id', msg: 'hi' });
			await new Promise((resolve) => setImmediate(resolve));
		} finally {
			console.error = printed;
		}
		expect(collections(server).messages.count()).to.equal(1);
		expect(lines).to.have.length(1);
	});
});
