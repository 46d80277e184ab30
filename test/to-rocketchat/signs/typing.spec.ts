import { expect } from 'chai';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { Typist } from '../../../src/rocketchat/shown-typing';
import { showEphemeral } from '../../../src/to-rocketchat/signs/ephemeral';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { serverListFrom } from '../../../src/matrix/server-list';
import { configuration, fakeBridge } from '../../support/fake-bridge';

const room = { matrixId: '!room:example.org' as RoomId, rocketChatId: 'rid' as RocketChatRoomId };
const bob = '@bob:far.example' as UserId;

describe('a list of people who are typing', () => {
	/** The people who are shown for lists, each as `room name`; undefined for a list that is not looked at. */
	async function shownFor(
		lists: readonly UserId[][],
		more: {
			readonly syncTyping?: boolean;
			readonly blocked?: string;
			readonly showsRealNames?: boolean;
		} = {},
	) {
		const { bridge: plain, calls } = fakeBridge({
			'people.byId': (id: string) => ({ id, username: 'bob:far.example', name: 'Bob' }),
		});
		const shown: string[][] = [];
		const bridge = {
			...plain,
			configuration: { ...configuration, syncTyping: more.syncTyping ?? true },
			servers: serverListFrom('', more.blocked ?? '', configuration.domain),
			workspace: { ...plain.workspace, showsRealNames: more.showsRealNames ?? false },
			shownTyping: {
				replace: async (_roomId: string, find: () => Promise<readonly Typist[]>) =>
					void shown.push((await find()).map(({ roomId, name }) => `${roomId} ${name}`)),
				end: () => undefined,
			},
		};
		await bridge.store.rooms.add(room);
		await bridge.store.users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
		for (const userIds of lists) {
			await showEphemeral(bridge, [{ type: 'm.typing', roomId: room.matrixId, userIds }]);
		}
		return { shown, calls };
	}

	it('shows external people by their bot users', async () => {
		expect((await shownFor([[bob]])).shown).to.deep.equal([['rid bob:far.example']]);
	});

	it('shows them by their names where the workspace shows names', async () => {
		expect((await shownFor([[bob]], { showsRealNames: true })).shown).to.deep.equal([['rid Bob']]);
	});

	it('leaves out ghosts, people without a bot user, and those of blocked servers', async () => {
		const { shown } = await shownFor([['@rc_alice:example.org' as UserId, '@new:far.example' as UserId]]);
		expect(shown).to.deep.equal([[]]);
		expect((await shownFor([[bob]], { blocked: 'far.example' })).shown).to.deep.equal([[]]);
	});

	it('costs no call if it is empty', async () => {
		const { shown, calls } = await shownFor([[]]);
		expect([shown, calls]).to.deep.equal([[[]], []]);
	});

	it('has no effect while the setting is off', async () => {
		expect((await shownFor([[bob]], { syncTyping: false })).shown).to.deep.equal([]);
	});
});
