import { expect } from 'chai';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import { AppListenerManager } from '@rocket.chat/apps-engine/server/managers/AppListenerManager';
import { logUnawaitedFailures } from '../../../sandbox/workspace/engine/unawaited-events';

/** What an app's process answers before it has loaded the app. */
const notFound = Object.assign(new Error('Method not found'), { code: -32601 });

describe('an event for an app whose process starts again', () => {
	for (const event of [
		AppInterface.IPostMessageSent,
		AppInterface.IPostSystemMessageSent,
		AppInterface.IPostMessageDeleted,
		AppInterface.IPostMessageUpdated,
		AppInterface.IPostRoomCreate,
		AppInterface.IPostRoomDeleted,
	] as const) {
		it(`leaves no rejection unhandled: ${event}`, async () => {
			let calls = 0;
			const app = {
				call: async () => {
					calls += 1;
					throw notFound;
				},
				getID: () => 'app',
				getImplementationList: () => ({ [event]: true }),
				getEssentials: () => [],
			};
			const manager = { getOneById: () => app, getAccessorManager: () => undefined };
			const listeners = new AppListenerManager(manager as never);
			listeners.registerListeners(app as never);
			logUnawaitedFailures(listeners);
			const unhandled: unknown[] = [];
			const before = process.listeners('unhandledRejection');
			process.removeAllListeners('unhandledRejection');
			process.on('unhandledRejection', (reason) => unhandled.push(reason));
			try {
				await listeners.executeListener(event, { message: {}, room: {} } as never);
				await new Promise((resolve) => setTimeout(resolve, 5));
			} finally {
				process.removeAllListeners('unhandledRejection');
				before.forEach((listener) => process.on('unhandledRejection', listener));
			}
			expect(calls).to.be.above(0);
			expect(unhandled).to.deep.equal([]);
		});
	}
});
