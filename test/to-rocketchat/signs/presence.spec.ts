import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import { serverListFrom } from '../../../src/matrix/server-list';
import type { RocketChatUserId } from '../../../src/rocketchat/ids';
import { showEphemeral } from '../../../src/to-rocketchat/signs/ephemeral';
import { configuration, fakeBridge } from '../../support/fake-bridge';

describe('the presence of a person on Matrix', () => {
	async function shownFor(
		userId: string,
		more: { syncPresence?: boolean; showsStatus?: boolean; blocked?: string } = {},
	) {
		const { syncPresence = true, showsStatus = true, blocked = '' } = more;
		const { bridge } = fakeBridge({});
		const shown: unknown[] = [];
		await bridge.store.users.add({
			matrixId: '@bob:far.example' as UserId,
			rocketChatId: 'bot-bob' as RocketChatUserId,
		});
		const found: Promise<unknown>[] = [];
		const given = {
			...bridge,
			configuration: { ...configuration, syncPresence },
			workspace: { ...bridge.workspace, showsStatus },
			servers: serverListFrom('', blocked, configuration.domain),
			shownPresence: {
				note: (matrixId: string, status: object, find: () => Promise<unknown>) => {
					shown.push([matrixId, status]);
					found.push(find());
				},
			},
		};
		await showEphemeral(given, [
			{ type: 'm.presence', userId: userId as UserId, presence: 'unavailable', text: 'At\nlunch' },
		]);
		return [...shown, ...(await Promise.all(found))];
	}

	it('is shown by the bot user', async () => {
		expect(await shownFor('@bob:far.example')).to.deep.equal([
			['@bob:far.example', { status: 'away', text: 'At lunch' }],
			'bot-bob',
		]);
	});

	it('finds no bot user for a person who has none, and makes none', async () => {
		expect((await shownFor('@new:far.example')).at(-1)).to.equal(undefined);
	});

	const silent: readonly [what: string, ...given: Parameters<typeof shownFor>][] = [
		['of a ghost', '@rc_alice:example.org'],
		['of somebody on a blocked server', '@bob:far.example', { blocked: 'far.example' }],
		['while the setting is off', '@bob:far.example', { syncPresence: false }],
		['while an administrator hides the status of everybody', '@bob:far.example', { showsStatus: false }],
	];
	for (const [what, ...given] of silent) {
		it(`is not shown ${what}`, async () => {
			expect(await shownFor(...given)).to.deep.equal([]);
		});
	}
});
