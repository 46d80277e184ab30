import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { randomId } from '../../../sandbox/workspace/functions/random-id';
import { serverVersions } from '../../../sandbox/workspace/server-version';
import { ProbeWorkspace } from '../support/probe-workspace';

// What differs between the servers' bridges and events. sandbox/workspace/server-version.ts names the files.
for (const version of serverVersions) {
	describe(`an app in Rocket.Chat ${version}`, () => {
		const isOld = version === '8.4';
		let probe: ProbeWorkspace;

		before(async function () {
			this.timeout(60_000);
			probe = await ProbeWorkspace.start(undefined, version);
		});

		after(() => probe.stop());

		it(`gets a hundred rooms at once, ${isOld ? 'the oldest' : 'the newest'} first`, async () => {
			const { rooms } = collections(probe.server);
			for (let number = 1; number <= 110; number += 1) {
				const ts = new Date(Date.UTC(2030, 0, 1, 0, number));
				const numbers = { msgs: 0, usersCount: 0 };
				rooms.insert({
					_id: randomId(),
					t: 'p',
					name: `room${number}`,
					ts,
					...numbers,
					_updatedAt: ts,
				});
			}
			const list = (options?: object): Promise<{ slugifiedName: string }[]> =>
				probe.call({
					path: 'read.getRoomReader.getAllRooms',
					args: options ? [{ types: ['p'] }, options] : [{ types: ['p'] }],
				}) as Promise<{ slugifiedName: string }[]>;
			const names = (await list()).map(({ slugifiedName }) => slugifiedName);
			expect([names.length, names[0]]).to.deep.equal([100, isOld ? 'room1' : 'room110']);
			const [next] = await list({ skip: 100, limit: 5 });
			expect(next?.slugifiedName).to.equal(isOld ? 'room101' : 'room10');
		});

		it(`sees a message with a type as ${isOld ? 'a message' : 'a system message'}`, async () => {
			await probe.forgetEvents();
			await probe.call({
				path: 'modify.getCreator.startMessage',
				args: [{ text: 'typed', _unmappedProperties_: { t: 'probe' } }],
				chain: [['setRoom', { $room: 'GENERAL' }]],
				finish: 'modify.getCreator.finish',
			});
			await probe.waitForEvent(
				isOld ? 'PostMessageSent' : 'PostSystemMessageSent',
				({ text, type }) => text === 'typed' && type === 'probe',
			);
			expect(await probe.events(isOld ? 'PostSystemMessageSent' : 'PostMessageSent')).to.deep.equal([]);
		});
	});
}
