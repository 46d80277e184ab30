import { expect } from 'chai';
import { instancesReport } from '../../src/admin/instances-report';
import { textsFor } from '../../src/i18n';
import type { RoomId } from '../../src/matrix/ids';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { fakeBridge } from '../support/fake-bridge';

/** The report of one of two instances, in a workspace with so many rooms, of which it relays every second one. */
async function report({ isShared = true, rooms = 4 } = {}): Promise<string[]> {
	const { bridge } = fakeBridge({});
	const own = new Set<string>();
	for (let number = 1; number <= rooms; number++) {
		const [roomId, matrixRoomId] = [
			`r${number}` as RocketChatRoomId,
			`!r${number}:example.org` as RoomId,
		];
		await bridge.store.progress.save({ roomId, matrixRoomId, from: 0, checkedTo: 0 });
		if (number % 2 === 0) {
			own.add(matrixRoomId);
		}
	}
	const instances = {
		...{ isShared, count: 2, lastAgreedAt: Date.UTC(2026, 0, 2) },
		owns: (roomId: string) => own.has(roomId),
	};
	return instancesReport({ instances, store: bridge.store }, textsFor({}, { language: 'en' }));
}

describe('the instances in the status', () => {
	it('are not mentioned while the workspace has only one', async () => {
		expect(await report({ isShared: false })).to.deep.equal([]);
	});

	it('are counted, and the one that answers names its rooms and since when it relays them', async () => {
		expect(await report()).to.deep.equal([
			'Servers that run the app on this database: 2. Since 2026-01-02T00:00:00.000Z, this one serves 2 of 4 ' +
				'federated rooms (!r2:example.org, !r4:example.org).',
		]);
	});

	it('name five rooms at most, and none where there is none', async () => {
		const [many = ''] = await report({ rooms: 14 });
		expect(many)
			.to.contain('7 of 14 federated rooms')
			.and.to.match(/(!\S+, ){5}…\)\.$/);
		expect((await report({ rooms: 0 }))[0]).to.match(/0 of 0 federated rooms\.$/);
	});
});
