import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { randomId } from '../../../sandbox/workspace/functions/random-id';
import { licenseFor } from '../../../sandbox/workspace/licensing/plans';
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

		it(`looks up a user ${isOld ? 'with' : 'without'} a status that is switched off`, async () => {
			const { directory, settings } = probe.server;
			const shown = { status: 'busy', statusText: 'Focus', statusConnection: 'online' } as const;
			const hidden = { status: 'offline', statusConnection: 'offline' };
			const { users } = collections(probe.server);
			const user = users.findOne({ username: 'admin' }) ?? expect.fail('there is no administrator');
			users.set(user._id, shown);
			const lookUp = async (path: string, argument: string): Promise<object> =>
				(await probe.call({ path: `read.${path}`, args: [argument] })) as object;
			const lookUps = (): Promise<object[]> =>
				Promise.all([
					lookUp('getUserReader.getById', user._id),
					lookUp('getUserReader.getByUsername', 'admin'),
				]);
			const before = await lookUps();

			settings.set('Accounts_UserStatus_Enabled', false);
			expect(await lookUps(), 'without the license module').to.deep.equal(before);

			settings.set('Enterprise_License', licenseFor('pro', directory));
			for (const found of await lookUps()) {
				expect(found).to.include({ id: user._id, username: 'admin', ...(isOld ? shown : hidden) });
				expect('statusText' in found).to.equal(isOld);
			}
			const members = (await lookUp('getRoomReader.getMembers', 'GENERAL')) as { id: string }[];
			expect(
				members.find(({ id }) => id === user._id),
				'as a member',
			).to.include(shown);

			settings.set('Accounts_UserStatus_Enabled', true);
			for (const found of [...before, ...(await lookUps())]) {
				expect(found).to.include(shown);
			}
		});

		it(`shows a bot that an app sets away as ${isOld ? 'offline' : 'away'}, and with the text`, async () => {
			const { users } = collections(probe.server);
			const own = users.findOne({ type: 'app' }) ?? expect.fail('the app has no user');
			const setAway = () =>
				probe.call({
					path: 'modify.getUpdater.getUserUpdater.updateStatus',
					args: [{ $user: own.username }, 'at lunch', 'away'],
				});
			await setAway();
			expect(users.findById(own._id)).to.include({
				status: isOld ? 'offline' : 'away',
				statusText: 'at lunch',
			});

			const { directory, settings } = probe.server;
			settings.set('Enterprise_License', licenseFor('pro', directory));
			settings.set('Accounts_UserStatus_Enabled', false);
			const refusal = await setAway().then(
				() => undefined,
				(error: unknown) => String(error),
			);
			settings.set('Accounts_UserStatus_Enabled', true);
			if (isOld) {
				expect(refusal).to.equal(undefined);
			} else {
				expect(refusal).to.contain('Presence is disabled for this user');
			}
		});

		it(`looks up its own user ${isOld ? 'with' : 'without'} a status that is switched off`, async () => {
			const { directory, settings } = probe.server;
			const status = async (): Promise<unknown> =>
				(
					(await probe.call({ path: 'read.getUserReader.getAppUser', args: [] })) as {
						status: unknown;
					}
				).status;
			const { users } = collections(probe.server);
			const own = users.findOne({ type: 'app' }) ?? expect.fail('the app has no user');
			users.set(own._id, { status: 'online' });
			settings.set('Enterprise_License', licenseFor('pro', directory));
			settings.set('Accounts_UserStatus_Enabled', false);
			expect(await status()).to.equal(isOld ? 'online' : 'offline');
			settings.set('Accounts_UserStatus_Enabled', true);
			expect(await status()).to.equal('online');
		});
	});
}
