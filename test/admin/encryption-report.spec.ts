import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { encryptionReport } from '../../src/admin/encryption-report';
import { textsFor } from '../../src/i18n';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { fakeBridge } from '../support/fake-bridge';

/** A workspace whose rooms with these ids are encrypted, and with these names exist. */
async function setUp({ encrypts = false, count = 1 } = {}) {
	const encrypted = new Set<string>();
	const gone = new Set<string>();
	const { bridge } = fakeBridge({
		'rooms.byId': (id: string) =>
			gone.has(id) ? undefined : { id, _unmappedProperties_: { encrypted: encrypted.has(id) } },
		'rooms.members': (id: string) => [{ username: 'alice' }, { username: `bob.${id}:far.example` }],
	});
	for (let number = 1; number <= count; number += 1) {
		encrypted.add(`r${number}`);
		await bridge.store.encryptedRooms.add(`r${number}` as RocketChatRoomId);
	}
	const app = {
		...bridge,
		settingsState: async () => ({ workspace: { encryptsDirectMessages: encrypts } }),
	} as unknown as AppContext;
	const report = () => encryptionReport(app, textsFor({}, { language: 'en' }));
	return { bridge, encrypted, gone, report };
}

describe('the encryption in the status', () => {
	const summary = (count: number) =>
		`❌ End-to-end encrypted rooms whose messages do not get to Matrix: ${count}. A member can switch the encryption off in the menu of the room.`;

	it('has nothing to say where nothing is encrypted', async () => {
		const { report } = await setUp({ count: 0 });
		expect(await report()).to.deep.equal([]);
	});

	it('names the workspace that encrypts new direct messages', async () => {
		const { report } = await setUp({ encrypts: true, count: 0 });
		expect(await report()).to.have.length(1);
		expect((await report())[0]).to.match(/^❌ This workspace encrypts new direct messages/);
	});

	it('names the members of an encrypted room, with the remedy', async () => {
		const { report } = await setUp();
		expect(await report()).to.deep.equal([summary(1), '• `alice`, `bob.r1:far.example`']);
	});

	it('counts all rooms and lists five', async () => {
		const { report } = await setUp({ count: 7 });
		const lines = await report();
		expect(lines[0]).to.equal(summary(7));
		expect(lines.slice(1)).to.have.length(5);
	});

	it('forgets a room that is not encrypted any more, until it is found again', async () => {
		const { bridge, encrypted, report } = await setUp();
		encrypted.delete('r1');
		expect(await report()).to.deep.equal([]);
		encrypted.add('r1');
		expect(await report()).to.deep.equal([]);
		await bridge.store.encryptedRooms.add('r1' as RocketChatRoomId);
		expect(await report()).to.have.length(2);
	});

	it('forgets a room that does not exist any more', async () => {
		const { bridge, gone, report } = await setUp();
		gone.add('r1');
		expect(await report()).to.deep.equal([]);
		expect(await bridge.store.encryptedRooms.all()).to.deep.equal([]);
	});
});
